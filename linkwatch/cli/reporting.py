"""A report from the store, as ``report``, ``check`` and ``demo`` print it, and the exit code that goes with it."""

from __future__ import annotations

import dataclasses
import itertools
import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from linkwatch.cli.options import Output
from linkwatch.cli.output import opened
from linkwatch.cli.session import Session
from linkwatch.model import Comparison, Drift, Finding, Selection, State
from linkwatch.report import MACHINE, Report, render
from linkwatch.report.wording import BROKEN, CHANGED
from linkwatch.rot import Curve, survival

if TYPE_CHECKING:
    from db.store import Store
    from linkwatch.report.versus import Versus

_MOST_DOCUMENTS = 100_000
FAULTY_CERTIFICATE = "faulty-certificate"
"""Reason of a page that is alive under a certificate with a fault (:mod:`linkwatch.judge.rules.alive`)."""


def report(
    session: Session,
    store: Store,
    selection: Selection,
    output: Output,
    *,
    at: datetime,
    notes: Sequence[str] = (),
    by_host: bool = False,
) -> None:
    """Print what the store knows of the selected links.

    ``at`` is the time of the report, aware; ``notes`` are sentences for the end of a text. With ``by_host`` a text
    says once what many links of one host share.
    """
    counts, drifts = store.counts(selection), store.drift_counts(selection)
    today = at.astimezone(session.time_zone).date()
    told = Report(
        generated_at=at,
        counts=counts,
        drifts=drifts,
        links=lambda: named(session, store.findings(selection)),
        attention=lambda: named(session, attention(store, selection, today, everything=session.verbose > 0)),
        zone=session.time_zone,
        notes=(
            *notes,
            *certificates(store, selection),
            *advice(counts, chosen=_chosen(selection) or session.verbose > 0, watched=selection.watched),
        ),
        by_host=by_host,
        language=language(session.settings.report.language, os.environ),
        curves=lambda: curves(store, selection),
        versus=lambda finding, comparison: versus(store, finding, comparison),
    )
    with opened(output.file, machine=output.format in MACHINE) as out:
        render(told, output.format, out)


def language(wanted: str, environ: Mapping[str, str]) -> str:
    """Code of the language of a report: as set, else that of the environment."""
    if wanted != "auto":
        return wanted
    # POSIX.1-2017, Base Definitions, 8.2: LC_ALL before LC_MESSAGES before LANG, the first that is not empty.
    locale = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := environ.get(name))), "")
    return "ja" if locale.lower().startswith("ja") else "en"


def curves(store: Store, selection: Selection) -> dict[str, Curve]:
    """The rot curves that go with a selection: of all, of one site or of one document; none for any other."""
    narrow = dataclasses.replace(selection, watched=True, sites=(), documents=(), limit=None)
    if narrow != Selection() or len(selection.sites) + len(selection.documents) > 1:
        return {}
    document_id = document(store, selection.documents[0]) if selection.documents else None
    if document_id is None and (selection.documents or not selection.watched):
        return {}
    seen = store.views.rot(site=next(iter(selection.sites), None), document_id=document_id, fresh=True)
    return {name.value: survival(observed) for name, observed in seen.items()}


def document(store: Store, name: str) -> int | None:
    """Id of the watched document of this name in the database; None when there is none."""
    names = store.views.document_names(limit=_MOST_DOCUMENTS)
    return next((one.id for one in names if one.name == name), None)


def versus(store: Store, finding: Finding, comparison: Comparison) -> Versus | None:
    """The two texts behind a comparison of a link; None where one of them is not stored."""
    from linkwatch.report.versus import against, chosen, held

    link = store.views.link(finding.link_id)
    if link is None:
        return None
    link = dataclasses.replace(link, captures=store.captures.of(link.id))
    name = against(link, comparison)
    pair = chosen(link, name, "") if name else None
    return held(pair, store.views.version) if pair and pair[0].name != pair[1].name else None


def broken(session: Session, store: Store, selection: Selection, *, at: datetime) -> bool:
    """Whether a selected link that is not muted is in a state, or has a drift, of --fail-on."""
    fail_on, today = session.settings.report.fail_on, at.astimezone(session.time_zone).date()
    states = tuple(state for state in State if state in fail_on and _allows(selection.states, state))
    drifts = tuple(drift for drift in Drift if drift in fail_on and _allows(selection.drifts, drift))
    found: list[Iterator[Finding]] = []
    if states:
        found.append(store.findings(dataclasses.replace(selection, states=states)))
    if drifts:
        found.append(store.findings(dataclasses.replace(selection, drifts=drifts)))
    return any(not muted(finding, today) for finding in itertools.chain(*found))


def attention(store: Store, selection: Selection, today: date, *, everything: bool) -> Iterator[Finding]:
    """The links that a text shows: all that were asked for by state, reason or drift, else those that need somebody.

    ``everything`` adds whatever is not plainly alive, muted links too.
    """
    if _chosen(selection):
        yield from store.findings(selection)
        return
    states = tuple(state for state in State if state in BROKEN or (everything and state is not State.ALIVE))
    seen = set()
    parts = (
        dataclasses.replace(selection, states=states),
        dataclasses.replace(selection, drifts=tuple(sorted(CHANGED))),
    )
    for finding in itertools.chain.from_iterable(store.findings(part) for part in parts):
        if finding.link_id not in seen and (everything or not muted(finding, today)):
            seen.add(finding.link_id)
            yield finding
            if len(seen) == selection.limit:
                return


def muted(finding: Finding, today: date) -> bool:
    """Whether somebody said to leave this link alone for now."""
    return finding.muted_until is not None and finding.muted_until >= today


def named(session: Session, findings: Iterator[Finding]) -> Iterator[Finding]:
    """Findings with documents called as the user calls them."""
    for finding in findings:
        citations = [
            dataclasses.replace(one, document=session.names.shown(one.document)) for one in finding.citations
        ]
        yield dataclasses.replace(finding, citations=tuple(citations))


def certificates(store: Store, selection: Selection) -> Iterator[str]:
    """The living pages of which only a certificate is at fault."""
    if _chosen(selection):
        return
    faulty = dataclasses.replace(selection, states=(State.ALIVE,), reasons=(FAULTY_CERTIFICATE,))
    if number := sum(store.counts(faulty).values()):
        pages = "1 living page has" if number == 1 else f"{number} living pages have"
        yield f"{pages} a faulty certificate: linkwatch report --reason {FAULTY_CERTIFICATE}"


def advice(counts: Mapping[State, int], *, chosen: bool, watched: bool) -> Iterator[str]:
    """What to do next; ``chosen`` when all that was asked for is shown, ``watched`` when crawls visit it again."""
    if suspects := counts.get(State.SUSPECT):
        those = "1 suspect is" if suspects == 1 else f"{suspects} suspects are"
        again = "linkwatch crawl" if watched else "check again then, or put the documents on watch with linkwatch add"
        yield f"{those} not called dead before failing again on another day: {again}"
    hidden = [state for state in State if counts.get(state) and state not in BROKEN and state is not State.ALIVE]
    if hidden and not chosen:
        number = sum(counts[state] for state in hidden)
        links = "1 link" if number == 1 else f"{number} links"
        yield f"{links} not shown ({', '.join(hidden)}): --verbose shows them"


def _chosen(selection: Selection) -> bool:
    return bool(selection.states or selection.reasons or selection.drifts)


def _allows(chosen: Sequence[str], one: str) -> bool:
    return not chosen or one in chosen
