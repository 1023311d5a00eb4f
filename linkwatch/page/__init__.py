"""Response to content: decoding, one parse, article, metadata, fingerprint. Pure; any bytes will do.

reading.read(page) -> Reading     the one parse, for rules that look into the markup
read(page) -> Content             what the page says
fingerprint(page) -> str          whether it is as it was
"""

from linkwatch.page.content import read
from linkwatch.page.decoding import decode
from linkwatch.page.fingerprint import fingerprint

__all__ = ["decode", "fingerprint", "read"]
