"""Print the parts of the documentation that are made from the code: ``make docs``. Tests fail when they differ."""

from __future__ import annotations

import re
from pathlib import Path

from linkwatch.config.template import reference
from linkwatch.sites import all_sites
from linkwatch.sites.table import markdown

DOCS = Path(__file__).parent
PARTS = {"configuration.md": {"keys": reference}, "sites.md": {"sites": lambda: markdown(all_sites())}}
"""File → mark → what stands between ``<!-- mark -->`` and ``<!-- /mark -->``."""


def main() -> None:
    """Write every part into its file."""
    for name, parts in PARTS.items():
        file = DOCS / name
        text = file.read_text(encoding="utf-8")
        for mark, part in parts.items():
            block = f"<!-- {mark} -->\n{part()}<!-- /{mark} -->"
            text = re.sub(rf"<!-- {mark} -->\n.*?<!-- /{mark} -->", lambda _, block=block: block, text, flags=re.S)
        file.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
