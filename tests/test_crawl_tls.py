"""TLS: certificates are verified; a page behind a faulty one is read, with the fault told and no secret sent."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, timedelta

import pytest
from web.certificates import Issued, context, issue
from web.crawls import live, store_with, verdicts
from web.records import article
from web.server import Exchange, Server

from linkwatch import night
from linkwatch.cli.reporting import certificates
from linkwatch.model import Selection, State, Verdict

PAGE = article("市、橋の架け替えを発表")
SECRETS = {"Authorization": "Bearer secret", "X-Api-Key": "secret"}


@dataclass(frozen=True, kw_only=True)
class Case:
    """What a server presents, and what is told of it."""

    words: str
    leaf: dict[str, timedelta | str]
    chain: bool = True
    issuer: str = "intermediate"


DAY = timedelta(days=1)
CASES = {
    "valid": Case(words="", leaf={}),
    "ends-soon": Case(words="ends on", leaf={"ends": 5 * DAY}),
    "expired": Case(words="expired on", leaf={"ends": -3 * DAY}),
    "not-yet-valid": Case(words="not valid before", leaf={"begins": 3 * DAY}),
    "wrong-host": Case(words="not to 127.2.0.5", leaf={"host": "127.2.9.9"}),
    "incomplete-chain": Case(words="incomplete chain", leaf={}, chain=False),
    "self-signed": Case(words="self-signed", leaf={}, issuer="none", chain=False),
    "unknown-authority": Case(words="not trusted", leaf={}, issuer="stranger"),
}
HOSTS = {name: f"127.2.0.{number}" for number, name in enumerate(CASES, 1)}


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What came of it all."""

    verdicts: dict[str, Verdict]
    headers: dict[str, list[dict[str, str]]]
    talk: str
    notes: tuple[str, ...]


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seen]:
    folder = tmp_path_factory.mktemp("tls")
    root, stranger = issue("Root", None, authority=True), issue("Stranger", None, authority=True)
    issuers: dict[str, Issued | None] = {
        "intermediate": issue("Intermediate", root, authority=True),
        "stranger": stranger,
        "none": None,
    }
    (folder / "roots.pem").write_bytes(root.pem())
    with ExitStack() as stack:
        urls, servers = {}, {}
        for name, case in CASES.items():
            issuer = issuers[case.issuer]
            leaf = issue(name, issuer, **{"host": HOSTS[name], **case.leaf})  # type: ignore[arg-type]
            chain = (issuer,) if case.chain and issuer else ()
            server = stack.enter_context(Server({"/a": _page}, context(folder, leaf, *chain)))
            urls[name], servers[name] = f"https://{HOSTS[name]}:{server.port}/a", server
        plain = stack.enter_context(Server({"/a": _page}))
        urls["no-tls-at-all"] = f"https://127.2.1.1:{plain.port}/a"
        store = store_with(folder / "t.db", urls.values())
        _, talk = live(
            folder / "t.db",
            env={"SSL_CERT_FILE": str(folder / "roots.pem")},
            hosts={"127.2.*": {"headers": SECRETS}},
            headers={"Accept-Language": "ja"},
            retries=0,
        )
        found = verdicts(store)
        for left in store.crawls.unsettled():
            night.finish(store, left, night.Manner(zone=UTC), at=left.started_at)
        yield Seen(
            verdicts={name: found[url] for name, url in urls.items()},
            headers={
                name: [each.headers for each in server.arrivals if each.path == "/a"]
                for name, server in servers.items()
            },
            talk=talk,
            notes=tuple(certificates(store, Selection(watched=False))),
        )
        store.close()


async def _page(exchange: Exchange) -> None:
    await exchange.answer(PAGE, kind="text/html; charset=utf-8")


@pytest.mark.parametrize("name", CASES)
def test_the_page_is_read_and_the_fault_told(name: str, seen: Seen) -> None:
    verdict = seen.verdicts[name]
    assert verdict.state is State.ALIVE, verdict
    assert CASES[name].words in verdict.evidence
    assert ("certificate" in verdict.evidence) == (name != "valid")
    assert verdict.reason == ("ok" if name == "valid" else "faulty-certificate")


def test_a_report_counts_them_and_says_how_to_see_them(seen: Seen) -> None:
    (note,) = seen.notes
    assert note.startswith(f"{len(CASES) - 1} living pages have a faulty certificate: linkwatch report --reason ")


@pytest.mark.parametrize("name", CASES)
def test_secrets_go_only_where_the_certificate_is_good(name: str, seen: Seen) -> None:
    [headers] = seen.headers[name]
    assert headers["accept-language"] == "ja"
    for secret in SECRETS:
        assert (secret.lower() in headers) == (name in ("valid", "ends-soon"))


def test_a_server_without_tls_is_unreachable(seen: Seen) -> None:
    verdict = seen.verdicts["no-tls-at-all"]
    assert (verdict.state, verdict.reason) == (State.UNREACHABLE, "tls-failure")
    assert "Traceback" not in seen.talk
