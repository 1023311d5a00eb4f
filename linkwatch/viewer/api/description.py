"""The API described for programs: OpenAPI 3.1."""

from __future__ import annotations

from typing import Any

from db.views import Sort
from linkwatch.model import BaselineKind, Confidence, Drift, EditKind, EditOp, EventKind, Fate, State
from linkwatch.version import __version__

Schema = dict[str, Any]

LARGEST_ID = 10**17
"""No row has a larger one."""

NUMBER = {"type": "integer", "minimum": 0}
TEXT = {"type": "string"}
MAYBE_TEXT = {"type": ["string", "null"]}
TIME = {"type": "string", "format": "date-time"}
MAYBE_TIME = {"type": ["string", "null"], "format": "date-time"}
SHARE = {"type": "number", "minimum": 0, "maximum": 1}
MAYBE_SHARE = {"type": ["number", "null"], "minimum": 0, "maximum": 1}


def described() -> Schema:
    """The whole document."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "linkwatch",
            "version": __version__,
            "summary": "What became of the pages that documents cite.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": {
            "/api/links": _get("Links, a page at a time.", "Links", [*_FILTERS, *_ORDER, _AFTER, _LIMIT]),
            "/api/links/{link_id}": _get(
                "One link with its history.", "LinkHistory", [_path("link_id")], missing=True
            ),
            "/api/documents": _get("Watched documents by name.", "Documents", [_AFTER_NAME, _LIMIT]),
            "/api/documents/{document_id}": _get(
                "One document with its citations.", "Document", [_path("document_id")], missing=True
            ),
            "/api/events": _get("Events, newest first.", "Events", [_SINCE, _CRAWL, _DOCUMENT, _SITE, _LIMIT]),
            "/api/crawls": _get("The last crawls, newest first.", "Crawls", [_LIMIT]),
            "/api/totals": _get("Links by state, quotes by drift.", "Totals", []),
            "/api/rot": _get("Kaplan–Meier estimates by age of the citation.", "Rot", [_SITE, _DOCUMENT]),
            "/api/rot.csv": _get("The same as CSV.", None, [_SITE, _DOCUMENT]),
            "/api/openapi.json": _get("This description.", "Description", []),
        },
        "components": {"schemas": _SCHEMAS, "securitySchemes": _SECURITY},
        "security": [{}, {"bearer": []}, {"basic": []}],
    }


def _get(summary: str, schema: str | None, parameters: list[Schema], *, missing: bool = False) -> Schema:
    if schema is None:
        content: Schema = {"text/csv": {"schema": TEXT}}
    else:
        content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
    answers = {"200": {"description": "What was asked for.", "content": content}}
    if parameters:
        answers["400"] = _error("A parameter asks for something that cannot be.")
    if missing:
        answers["404"] = _error("There is none of this number.")
    answers["401"] = _error("A password is needed.", text=True)
    return {"get": {"summary": summary, "parameters": parameters, "responses": answers}}


def _error(description: str, *, text: bool = False) -> Schema:
    if text:
        return {"description": description, "content": {"text/plain": {"schema": TEXT}}}
    schema = {"$ref": "#/components/schemas/Error"}
    return {"description": description, "content": {"application/json": {"schema": schema}}}


def _query(name: str, schema: Schema, description: str) -> Schema:
    return {"name": name, "in": "query", "required": False, "schema": schema, "description": description}


def _path(name: str) -> Schema:
    return {
        "name": name,
        "in": "path",
        "required": True,
        "schema": {"type": "integer", "minimum": 0, "maximum": LARGEST_ID},
    }


def _many(name: str, item: Schema, description: str) -> Schema:
    return {**_query(name, {"type": "array", "items": item, "maxItems": 20}, description), "explode": True}


_WORD = {"type": "string", "maxLength": 500}
_FILTERS = [
    _many("state", {"enum": list(State)}, "Only links in one of these states."),
    _many("drift", {"enum": list(Drift)}, "Only links whose text became one of these."),
    _many("site", _WORD, "Only links of these sites, like nhk or youtube."),
    _many("host", _WORD, "Only links on these hosts; * stands for any characters."),
    _many("reason", _WORD, "Only links with one of these reasons, like http-404."),
    _many("document", _WORD, "Only links that one of these documents cites, by name."),
    _query("text", _WORD, "Only links with all these words in title, address, text or quote."),
]
_ORDER = [
    _query("sort", {"enum": list(Sort)}, "Column to sort by."),
    _query("order", {"enum": ["asc", "desc"]}, "Which way."),
]
_AFTER = _query(
    "after",
    {"type": "string", "pattern": "^([0-9]{1,9}~[^\\x00-\\x1f]*~[0-9]{1,18})?$", "maxLength": 3_000},
    "Key of the next page: `next` of the page before.",
)
_AFTER_NAME = _query("after", {"type": "string"}, "Name after which to begin: `next` of the page before.")
_LIMIT = _query("limit", {"type": "integer", "minimum": 1, "maximum": 500, "default": 100}, "Rows at most.")
_SINCE = _query(
    "since",
    {"type": "string", "anyOf": [{"format": "date"}, {"format": "date-time"}, {"maxLength": 0}]},
    "Only events since this day, or this time of RFC 3339.",
)
_CRAWL = _query("crawl", {"type": "integer", "minimum": 0, "maximum": LARGEST_ID}, "Only events of this crawl.")
_DOCUMENT = _query(
    "document", {"type": "integer", "minimum": 0, "maximum": LARGEST_ID}, "Of this document only, by id."
)
_SITE = _query("site", {"type": "string"}, "Of this site only.")


def _object(properties: Schema, *, optional: tuple[str, ...] = ()) -> Schema:
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _list(item: Schema) -> Schema:
    return {"type": "array", "items": item}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


_EDIT = _object({"op": {"enum": list(EditOp)}, "kind": {"enum": list(EditKind)}, "before": TEXT, "after": TEXT})
_COMPARED = {
    "baseline": {"enum": [*BaselineKind, None]},
    "quote_kept": MAYBE_SHARE,
    "similarity": MAYBE_SHARE,
    "edits": _list(_EDIT),
}
_CITATION = {
    "document": TEXT,
    "line": {"type": ["integer", "null"], "minimum": 1},
    "title": MAYBE_TEXT,
    "outlet": MAYBE_TEXT,
    "published_at": MAYBE_TEXT,
    "cited_at": MAYBE_TEXT,
    "quote": MAYBE_TEXT,
    "drift": {"enum": list(Drift)},
    **_COMPARED,
}
_LINK = {
    "id": NUMBER,
    "url": TEXT,
    "canonical_url": TEXT,
    "site": TEXT,
    "state": {"enum": list(State)},
    "reason": TEXT,
    "evidence": TEXT,
    "confidence": {"enum": list(Confidence)},
    "http_status": {"type": ["integer", "null"]},
    "final_url": MAYBE_TEXT,
    "drift": {"enum": list(Drift)},
    **_COMPARED,
    "checked_at": MAYBE_TIME,
    "state_since": MAYBE_TIME,
    "captures": _list(
        _object({"archive": TEXT, "taken_at": TIME, "address": TEXT, "status": {"type": ["integer", "null"]}})
    ),
    "citations": _list(_object(_CITATION)),
}
_EVENT = {"kind": {"enum": list(EventKind)}, "at": TIME, "before": TEXT, "after": TEXT, "evidence": TEXT}
_HISTORY = {
    "title": TEXT,
    "vetoed": TEXT,
    "failing_since": MAYBE_TIME,
    "failures": NUMBER,
    "next_visit": MAYBE_TEXT,
    "muted_until": MAYBE_TEXT,
    "muted_note": TEXT,
    "rules": _list(_object({"rule": TEXT, "fired": {"type": "boolean"}, "note": TEXT})),
    "checks": _list(
        _object(
            {
                "first_at": TIME,
                "last_at": TIME,
                "count": NUMBER,
                "state": {"enum": list(State)},
                "reason": TEXT,
                "evidence": TEXT,
                "http_status": {"type": ["integer", "null"]},
                "final_url": TEXT,
                "redirects": _list(_object({"url": TEXT, "status": {"type": "integer"}, "location": TEXT})),
                "error": MAYBE_TEXT,
            }
        )
    ),
    "versions": _list(
        _object(
            {
                "id": NUMBER,
                "first_seen": TIME,
                "last_seen": TIME,
                "title": TEXT,
                "chars": NUMBER,
                "language": MAYBE_TEXT,
            }
        )
    ),
    "events": _list(_object(_EVENT)),
}
_DOCUMENT_HEAD = {
    "id": NUMBER,
    "name": TEXT,
    "title": MAYBE_TEXT,
    "format": TEXT,
    "written_at": MAYBE_TEXT,
    "read_at": TIME,
    "gone_at": MAYBE_TIME,
}
_STEP = {
    "age_days": {"type": "number", "minimum": 0},
    "at_risk": NUMBER,
    "ended": NUMBER,
    "left": NUMBER,
    "share": SHARE,
    "low": SHARE,
    "high": SHARE,
}
_SENTENCE = {"text": TEXT, "fate": {"enum": list(Fate)}, "found": TEXT, "damaged": {"type": "boolean"}}
_COUNTS = {"type": "object", "additionalProperties": NUMBER}

_SCHEMAS = {
    "Error": _object({"error": TEXT}),
    "Link": _object(_LINK),
    "Links": _object(
        {"count": NUMBER, "exact": {"type": "boolean"}, "next": MAYBE_TEXT, "links": _list(_ref("Link"))}
    ),
    "LinkHistory": _object({**_LINK, **_HISTORY}, optional=tuple(name for name in _LINK if name != "id")),
    "Documents": _object(
        {
            "next": MAYBE_TEXT,
            "documents": _list(
                _object({**_DOCUMENT_HEAD, "citations": NUMBER, "quotes": NUMBER, "attention": NUMBER})
            ),
        }
    ),
    "Document": _object(
        {
            **_DOCUMENT_HEAD,
            "language": MAYBE_TEXT,
            "author": MAYBE_TEXT,
            "citations": _list(
                _object(
                    {
                        "link_id": NUMBER,
                        "url": TEXT,
                        "canonical_url": TEXT,
                        "state": {"enum": list(State)},
                        "reason": TEXT,
                        **_CITATION,
                        "sentences": _list(_object(_SENTENCE)),
                    }
                )
            ),
        }
    ),
    "Events": _object(
        {
            "events": _list(
                _object(
                    {
                        **_EVENT,
                        "crawl": NUMBER,
                        "link_id": NUMBER,
                        "url": TEXT,
                        "site": TEXT,
                        "title": TEXT,
                        "state": {"enum": list(State)},
                        "drift": {"enum": list(Drift)},
                        "documents": _list(_object({"id": NUMBER, "name": TEXT, "title": MAYBE_TEXT})),
                    }
                )
            )
        }
    ),
    "Crawls": _object(
        {
            "crawls": _list(
                _object(
                    {
                        "id": NUMBER,
                        "kind": {"enum": ["crawl", "check"]},
                        "night": {"type": "string", "format": "date"},
                        "started_at": TIME,
                        "ended_at": MAYBE_TIME,
                        "outcome": {"enum": ["running", "done", "interrupted", "offline", "lost"]},
                        "visited": NUMBER,
                        "unchanged": NUMBER,
                        "new": NUMBER,
                        "unanswered": NUMBER,
                        "errors": _COUNTS,
                        "bytes": NUMBER,
                        "states": _COUNTS,
                        "events": _COUNTS,
                    }
                )
            )
        }
    ),
    "Totals": _object({"documents": NUMBER, "links": NUMBER, "quotes": NUMBER, "states": _COUNTS, "drifts": _COUNTS}),
    "Rot": _object({"curves": _object({"links": _list(_object(_STEP)), "quotes": _list(_object(_STEP))})}),
    "Description": {"type": "object", "required": ["openapi", "info", "paths"]},
}

_SECURITY = {"bearer": {"type": "http", "scheme": "bearer"}, "basic": {"type": "http", "scheme": "basic"}}
