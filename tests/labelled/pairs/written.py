"""Pages written out, two versions in one file: where they differ stands ⟦as it was‖as it is⟧.

The comment on top says what became of the article, and the change that has to be in the list of edits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

_FOLDER = Path(__file__).parent / "written"
_DIFFERS = re.compile("⟦(.*?)‖(.*?)⟧", re.S)


def written() -> Iterator[tuple[str, dict[str, str], bytes, bytes]]:
    """Name, what is told of it, and the two versions of each page."""
    for path in sorted(_FOLDER.glob("*.html")):
        head, _, page = path.read_text(encoding="utf-8").partition("-->\n")
        told = dict(line.split(": ", 1) for line in head.splitlines()[1:])
        yield path.stem, told, _DIFFERS.sub(r"\1", page).encode(), _DIFFERS.sub(r"\2", page).encode()
