"""The nouns of linkwatch: frozen, slotted, keyword-only dataclasses and enums; no behaviour.

What a long document has many of is a named tuple. Times that are linkwatch's own are aware ``datetime`` in UTC. Times
read from documents and pages keep the precision and offset with which they were written: see :class:`When`.
"""

from linkwatch.model.comparisons import (
    Baseline,
    BaselineKind,
    Comparison,
    Drift,
    Edit,
    EditKind,
    EditOp,
    Fate,
    Sentence,
)
from linkwatch.model.documents import Block, BlockKind, Citation, Confidence, Document, LinkMark, When
from linkwatch.model.findings import Cited, Due, Finding, Selection, Visit
from linkwatch.model.pages import Content, Fault, FaultKind, Hop, Page, Sign, SignKind
from linkwatch.model.verdicts import (
    Capture,
    Event,
    EventKind,
    Failure,
    HostNight,
    Night,
    Past,
    Settled,
    State,
    Trace,
    Turns,
    Verdict,
)

__all__ = [
    "Baseline", "BaselineKind", "Block", "BlockKind", "Capture", "Citation", "Cited", "Comparison", "Confidence",
    "Content", "Document", "Drift", "Due", "Edit", "EditKind", "EditOp", "Event", "EventKind", "Failure", "Fate",
    "Fault", "FaultKind", "Finding", "Hop", "HostNight", "LinkMark", "Night", "Page", "Past", "Selection",
    "Sentence", "Settled", "Sign", "SignKind", "State", "Trace", "Turns", "Verdict", "Visit", "When",
]  # fmt: skip
