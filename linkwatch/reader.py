"""Which rules read a document: one that is as it was, read by the same rules, need not be read again."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

_HERE = Path(__file__).parent
_CODE = (
    "linkwatch/documents", "linkwatch/citations", "linkwatch/sites", "linkwatch/urls", "linkwatch/dates",
    "linkwatch/text.py", "linkwatch/model", "linkwatch/intake.py",
    "db/sqlite/documents.py", "db/sqlite/blocks.py", "db/sqlite/matching.py", "db/sqlite/values.py",
)  # fmt: skip
"""What a document goes through until it is stored."""
_LIBRARIES = ("ada-url", "charset-normalizer", "lxml", "publicsuffixlist", "pyromark")


def rules(*chosen: str) -> str:
    """What names these rules: changes with every change of the code and of what was ``chosen`` in settings."""
    return hashlib.sha256("\0".join((_code(), *chosen)).encode()).hexdigest()[:32]


@cache
def _code() -> str:
    """Of the code itself, not of a version number that somebody must not forget: some milliseconds for 100 files."""
    digest = hashlib.sha256()
    for name in _CODE:
        path = _HERE.parent / name
        for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            digest.update(f"{file.relative_to(_HERE.parent)}\0".encode())
            digest.update(file.read_bytes())
    digest.update("\0".join(f"{name} {version(name)}" for name in _LIBRARIES).encode())
    return digest.hexdigest()
