"""The JSON Schemas under docs/contracts, as validators."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from referencing import Registry, Resource

FOLDER = Path(__file__).parent.parent / "docs" / "contracts"
SCHEMAS = {
    schema["$id"]: schema
    for schema in (json.loads(file.read_text(encoding="utf-8")) for file in sorted(FOLDER.glob("*.schema.json")))
}


def validator(name: str) -> Draft202012Validator:
    """What holds a value against the schema of this ``$id``."""
    registry: Registry[Any] = Registry().with_resources(
        [(key, Resource.from_contents(schema)) for key, schema in SCHEMAS.items()]
    )
    return Draft202012Validator(SCHEMAS[name], registry=registry)
