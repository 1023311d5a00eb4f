"""What the interface calls things, in English; the catalogues have them in other languages."""

from __future__ import annotations

from linkwatch.model import BaselineKind, Confidence, Drift, EditKind, EventKind, Fate, State


def marked(message: str) -> str:
    """Mark a message for the catalogues (pybabel extract -k marked)."""
    return message


STATES = {
    State.ALIVE: marked("alive"),
    State.MOVED: marked("moved"),
    State.DEAD: marked("dead"),
    State.SUSPECT: marked("suspect"),
    State.RESTRICTED: marked("restricted"),
    State.BLOCKED: marked("blocked"),
    State.UNREACHABLE: marked("unreachable"),
    State.UNKNOWN: marked("unknown"),
}

DRIFTS = {
    Drift.SAME: marked("same"),
    Drift.EDITED: marked("edited"),
    Drift.REPLACED: marked("replaced"),
    Drift.UNJUDGED: marked("not judged"),
}

FATES = {Fate.KEPT: marked("kept"), Fate.EDITED: marked("edited sentence"), Fate.MISSING: marked("missing")}

KINDS = {
    EditKind.NUMBER: marked("number"),
    EditKind.DATE: marked("date"),
    EditKind.NAME: marked("name"),
    EditKind.NEGATION: marked("negation"),
    EditKind.AMOUNT: marked("amount"),
    EditKind.TEXT: marked("words"),
}

EVENTS = {
    EventKind.DIED: marked("Died"),
    EventKind.CAME_BACK: marked("Came back"),
    EventKind.MOVED: marked("Moved"),
    EventKind.EDITED: marked("Says otherwise"),
    EventKind.REPLACED: marked("Replaced"),
    EventKind.RESTRICTED: marked("Restricted"),
    EventKind.BLOCKED: marked("Blocked"),
}

EVENT_MARKS = {
    EventKind.DIED: ("dead", "dead"),
    EventKind.CAME_BACK: ("alive", "back"),
    EventKind.MOVED: ("moved", "moved"),
    EventKind.EDITED: ("edited", "edited"),
    EventKind.REPLACED: ("replaced", "replaced"),
    EventKind.RESTRICTED: ("restricted", "restricted"),
    EventKind.BLOCKED: ("blocked", "blocked"),
}
"""Colour and symbol of an event."""

BASELINES = {
    BaselineKind.QUOTE: marked("against the quote"),
    BaselineKind.ARCHIVE: marked("against the archived copy"),
    BaselineKind.FIRST: marked("against the first version seen"),
}

CONFIDENCES = {
    Confidence.SURE: marked("sure"),
    Confidence.LIKELY: marked("likely"),
    Confidence.GUESS: marked("a guess"),
}

SITES = {
    "jiji": marked("Jiji Press"),
    "nhk": "NHK",
    "yahoo": marked("Yahoo! News"),
    "mofa": marked("MOFA"),
    "youtube": "YouTube",
    "x": "X",
    "other": marked("other sites"),
}

CURVES = {"links": marked("still alive"), "quotes": marked("still says the quote")}
