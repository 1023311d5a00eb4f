"""What many links of one host share since one night is one finding, about the host (pure)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from linkwatch.model import State
from linkwatch.report.printable import one_line, short
from linkwatch.report.wording import CHANGED, EVIDENCE_LENGTH, Entry, day
from linkwatch.urls import host_of

MANY = 10
"""Links of one host, of which the same is said once; fewer are listed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HostFinding:
    """Links of one host that have been in one state, for one reason, since one night."""

    host: str
    state: State
    reason: str
    since: datetime | None
    links: int
    documents: int
    evidence: str
    """What was seen of more than half of them; empty when they differ."""

    @property
    def said(self) -> str:
        """``312 links in 40 documents``."""
        documents = "1 document" if self.documents == 1 else f"{self.documents:,} documents"
        return f"{self.links:,} links in {documents}"

    def details(self, zone: tzinfo) -> list[str]:
        """What was seen and since when, each in a few words."""
        since = f"since {day(self.since, zone)}" if self.since is not None else ""
        return [part for part in (short(self.evidence, EVIDENCE_LENGTH), since) if part]


def gathered(entries: Sequence[Entry]) -> tuple[list[HostFinding], list[Entry]]:
    """What is said by host, most links first, and what is left to be listed, in the order given."""
    groups: defaultdict[tuple[str, State, str, datetime | None], list[Entry]] = defaultdict(list)
    for entry in entries:
        groups[_key(entry)].append(entry)
    many = {key for key, group in groups.items() if len({one.finding.link_id for one in group}) >= MANY}
    hosts = [_host(key, groups[key]) for key in many]
    left = [entry for entry in entries if _key(entry) not in many]
    return sorted(hosts, key=lambda one: (-one.links, one.host, one.reason)), left


def note(hosts: Sequence[HostFinding]) -> str:
    """How to see them one by one; empty where none is hidden."""
    if not hosts:
        return ""
    return f"links that share their host's fate are counted: --host {one_line(hosts[0].host)} or --verbose lists them"


def _key(entry: Entry) -> tuple[str, State, str, datetime | None]:
    """What changed is told one by one, and so is whatever was muted: one key each."""
    finding, verdict = entry.finding, entry.finding.verdict
    alone = verdict.state is State.ALIVE or entry.drift in CHANGED or finding.muted_until is not None
    return ("", verdict.state, finding.url, None) if alone else (
        host_of(finding.canonical_url), verdict.state, verdict.reason, finding.state_since
    )  # fmt: skip


def _host(key: tuple[str, State, str, datetime | None], group: Sequence[Entry]) -> HostFinding:
    host, state, reason, since = key
    seen = {entry.finding.link_id: entry.finding.verdict.evidence for entry in group}
    evidence, times = Counter(seen.values()).most_common(1)[0]
    return HostFinding(
        host=host,
        state=state,
        reason=reason,
        since=since,
        links=len(seen),
        documents=len({entry.document for entry in group}),
        evidence=evidence if times * 2 > len(seen) else "",
    )
