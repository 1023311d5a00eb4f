"""What people are told: by kind, by rule, in whose words; where their addresses come from."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import viewer_world
from lxml import html as lxml_html

import db
from db.deliveries import CitingDocument, Fate, Happening
from db.store import Store
from db.views import DocumentName
from linkwatch import config
from linkwatch.config.settings import NotifySettings, RuleSettings
from linkwatch.errors import ConfigError
from linkwatch.model import Capture, Event, EventKind
from linkwatch.notify import Notifier, channels, html, text
from linkwatch.notify.addresses import resolved
from linkwatch.notify.channels import Message
from linkwatch.notify.digest import digest
from linkwatch.notify.news import News, rules, told
from linkwatch.notify.wording import Wording
from linkwatch.report.web.language import Language

ZONE = ZoneInfo("Asia/Tokyo")
AT = datetime(2026, 3, 9, 0, 0, tzinfo=UTC)


# --- what is news to whom ---------------------------------------------------------------------


def happening(kind: str, *documents: str, number: int = 1, link: int = 1, **more: Any) -> Happening:
    """An event; a document whose name ends with ``!`` is one for which the page reads otherwise."""
    cited = tuple(
        CitingDocument(
            document=DocumentName(id=len(name), name=name.rstrip("!"), title=None), changed=name.endswith("!")
        )
        for name in documents or ("a.md",)
    )
    event = Event(kind=EventKind(kind), at=AT + timedelta(days=number), evidence=kind)
    given: dict[str, Any] = {
        "url": f"https://www.example.org/{link}", "site": "other", "host": "www.example.org", "muted_until": None,
    }  # fmt: skip
    return Happening(event_id=number, link_id=link, event=event, documents=cited, **(given | more))


def news(found: list[Happening], *made: RuleSettings, name: str = "me", to: str = "me you") -> list[tuple[str, str]]:
    settings = NotifySettings(to=dict.fromkeys(to.split(), "json://example.org"), rule=made)
    items = told(name, found, rules(settings), today=date(2026, 3, 9))
    return [(item.document.name, str(item.kind)) for item in items]


@pytest.mark.parametrize(
    ("kind", "seen"),
    [
        ("died", ["died"]),
        ("edited", ["changed"]),
        ("replaced", ["changed"]),
        ("moved", ["moved"]),
        ("came-back", ["came-back"]),
        ("restricted", []),
        ("blocked", []),
    ],
)
def test_walls_are_no_news(kind: str, seen: list[str]) -> None:
    assert [item for _, item in news([happening(kind)])] == seen


def test_muted_links_are_silent_until_the_day() -> None:
    assert news([happening("died", muted_until=date(2026, 3, 10))]) == []
    assert news([happening("died", muted_until=date(2026, 3, 9))]) == [("a.md", "died")]


def test_what_no_watched_document_cites_is_no_news() -> None:
    silent = dataclasses.replace(happening("died"), documents=())
    assert news([silent]) == []


def test_a_change_is_news_to_the_documents_whose_words_changed() -> None:
    assert news([happening("edited", "a.md", "b.md!")]) == [("b.md", "changed")]
    assert news([happening("edited", "a.md", "b.md")]) == [("a.md", "changed"), ("b.md", "changed")]
    assert news([happening("died", "a.md", "b.md!")]) == [("a.md", "died"), ("b.md", "died")]


def test_what_befell_one_page_is_one_item_and_the_last_comes_first() -> None:
    found = [happening("died", number=1), happening("came-back", number=3), happening("moved", number=3)]
    [item] = told("me", found, (), today=date(2026, 3, 9))
    assert item.kind is News.MOVED
    assert [event.kind for event in item.events] == ["died", "came-back", "moved"]


def test_the_gravest_of_a_document_comes_first() -> None:
    found = [
        happening(kind, "b.md", "a.md", link=number) for number, kind in enumerate(("came-back", "moved", "died"))
    ]
    kinds = ["died", "moved", "came-back"]
    assert news(found) == [("a.md", kind) for kind in kinds] + [("b.md", kind) for kind in kinds]


WORK = RuleSettings(documents=("work/",), to=("you",))
NHK = RuleSettings(sites=("nhk", "WWW.example.org"), to=("me",))
DEATHS = RuleSettings(kinds=("died", "came-back"), to=("me", "you"))
NOBODY = RuleSettings()


@pytest.mark.parametrize(
    ("made", "found", "heard"),
    [
        ([], happening("died"), "me you"),
        ([WORK], happening("died", "work/a.md"), "you"),
        ([WORK], happening("died", "home/work.md"), "me you"),
        ([WORK], happening("died", "/srv/work/a.md"), "you"),
        ([RuleSettings(documents=("*.tex",), to=("you",))], happening("died", "a/b/論文.tex"), "you"),
        (
            [RuleSettings(documents=("https://wiki.example.org/*",), to=("you",))],
            happening("died", "https://wiki.example.org/a"),
            "you",
        ),
        ([NHK], happening("died", site="nhk", host="www.nhk.or.jp"), "me"),
        ([NHK], happening("died"), "me"),
        ([NHK], happening("died", host="example.org"), "me you"),
        ([DEATHS, NOBODY], happening("died"), "me you"),
        ([DEATHS, NOBODY], happening("edited"), ""),
        ([NOBODY, DEATHS], happening("died"), ""),
        ([WORK, NHK], happening("died", "work/a.md"), "you"),
    ],
)
def test_the_first_rule_that_fits_decides(made: list[RuleSettings], found: Happening, heard: str) -> None:
    assert [name for name in ("me", "you") if news([found], *made, name=name)] == heard.split()


def test_an_event_is_told_of_the_documents_that_concern_a_receiver() -> None:
    found = [happening("died", "home.md", "work/a.md")]
    assert news(found, WORK, name="me") == [("home.md", "died")]
    assert news(found, WORK, name="you") == [("home.md", "died"), ("work/a.md", "died")]


def test_a_rule_that_tells_a_stranger_is_refused() -> None:
    settings = NotifySettings(to={"me": "json://example.org"}, rule=(RuleSettings(to=("mee",)),))
    with pytest.raises(ConfigError, match=r"notify\.rule tells 'mee': notify\.to names me"):
        rules(settings)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[notify]\nto = { me = 3 }", "notify.to is …: it must be a table of names"),
        ("[notify]\nto = { 'a b' = 'json://secret' }", "notify.to is …: it must be"),
        ("[notify]\nto = 'mailtos://me:secret@example.org'", "notify.to is …: it must be"),
        ("[notify]\nviewer = 'links.example.org'", "notify.viewer is 'links.example.org': it must be a web address"),
        ("[notify]\nevery = 'week'", "it must be one of crawl, monday"),
        ("[notify.rule]\nto = ['me']", "notify.rule must be tables: write [[notify.rule]] on a line of its own"),
        ("[[notify.rule]]\nkinds = ['deid']", "notify.rule.kinds is ['deid']: it must be a list out of died"),
        ("[[notify.rule]]\nsite = ['nhk']", "unknown key notify.rule.site: did you mean notify.rule.sites?"),
    ],
)  # fmt: skip
def test_settings_that_make_no_sense(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "linkwatch.toml").write_text(text, "utf-8")
    with pytest.raises(ConfigError) as caught:
        config.load(None, tmp_path)
    assert said in str(caught.value)
    assert "secret" not in str(caught.value)


# --- when -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("last", "now", "turn"),
    [
        ("2026-03-02T03:00", "2026-03-08T03:00", False),
        ("2026-03-02T03:00", "2026-03-09T03:00", True),
        ("2026-03-02T03:00", "2026-03-11T03:00", True),  # the machine slept on Monday
        ("2026-03-11T03:00", "2026-03-12T03:00", False),
        ("2026-03-11T03:00", "2026-03-16T00:10", True),
        ("2026-03-01T23:50", "2026-03-02T00:10", True),
        ("2026-03-09T03:00", "2026-03-09T15:00", False),
    ],
)
def test_once_a_week_is_the_first_run_from_that_day_on(tmp_path: Path, last: str, now: str, turn: bool) -> None:
    def local(text: str) -> datetime:
        return datetime.fromisoformat(text).replace(tzinfo=ZONE)

    store = db.open(tmp_path / "linkwatch.db")
    store.deliveries.enrol(["me"], at=local(last))
    row = store.deliveries.receiver("me", at=local(now))
    store.close()
    assert row is not None
    settings = NotifySettings(to={"me": "json://example.org"}, every="monday")
    assert Notifier(store=store, settings=settings, zone=ZONE, clock=lambda: local(now)).turn(row) is turn


# --- how it reads -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path: Path = tmp_path_factory.mktemp("world") / "linkwatch.db"
    viewer_world.make(path)
    opened = db.open(path)
    yield opened
    opened.close()


def preview(store: Store, **more: Any) -> Message:
    settings = NotifySettings(**more)
    telling = Notifier(store=store, settings=settings, zone=ZONE, clock=lambda: viewer_world.NOW)
    message = telling.preview("me", since=viewer_world.NIGHTS[0])
    assert message is not None
    return message


TEXT = """\
■ 渡し船.txt

リンク切れ | 渡し船の一日
  https://www.youtube.com/watch?v=aB3dE6gH9kL
  17行目 · 3月9日
  HTTP 404（2回の確認で）、3月6日から
  https://links.example.org/links/2

内容の変更 | 鳴瀬の渡し、4月から減便へ 町「利用3割減」
  https://www.kitashio-shimbun.co.jp/news/2026/0301.html
  7行目 · 3月6日
  • 数字：「12」 → 「10」
  • 語句：「げはしないとしている」 → 「げは当面しないとしている」
  消えた文：「船頭の一人は「橋が遠い人の足だから、なくせない」と話した。」
  引用5文のうち2文が一致
  https://links.example.org/links/1/diff
"""


def test_text_by_document_with_changed_facts_and_where_to_look(store: Store) -> None:
    message = preview(store, language="ja", viewer="https://links.example.org/")
    assert message.subject == "linkwatch: リンク切れ2件、内容の変更4件、移転1件"
    text = message.text(100_000)
    assert TEXT in text
    assert (
        "移転 | moved\n  https://ferryport.org/about\n  9行目 · 3月6日\n  → https://www.ferryport.org/port/about"
        in text
    )
    english = preview(store).text(100_000)
    assert english.startswith("2 died, 4 changed and 1 moved\n")
    assert "• number: “two” → “five”\n  • negation: gone: “not”" in english
    assert "example.org/links" not in english, "no link to a viewer that nobody can reach"


@pytest.mark.parametrize("limit", [500, 700, 1_000, 2_000, 4_000])
def test_text_is_no_longer_than_a_service_takes_and_what_is_left_out_is_counted(store: Store, limit: int) -> None:
    text = preview(store).text(limit)
    assert len(text) <= limit
    named = text.count("\n  http")
    more = next((line for line in text.splitlines() if line.endswith(("more change", "more changes"))), "0 more")
    left = 1 if more.startswith("One") else int(more.split()[0])
    assert named + left == 7


@pytest.mark.parametrize(
    ("limit", "said"),
    [
        (160, "2 died, 4 changed and 1 moved\nhttps://links.example.org/"),
        (40, "2 died, 4 changed and 1 moved"),
        (12, "2 died, 4 c…"),
    ],
)
def test_a_short_message_says_how_much_there_is_and_where(store: Store, limit: int, said: str) -> None:
    assert preview(store, viewer="https://links.example.org").text(limit) == said


def test_html_is_a_page_of_its_own_in_which_strangers_make_no_markup(store: Store) -> None:
    page = preview(store, viewer="https://links.example.org").html
    tree = lxml_html.fromstring(page)
    assert {element.tag for element in tree.iter() if isinstance(element.tag, str)} <= {
        "html", "head", "meta", "title", "style", "body", "table", "tbody", "tr", "td", "h1", "h2", "p", "div", "ul",
        "li", "strong", "span", "a", "del", "ins",
    }  # fmt: skip
    addresses = [str(link) for _, _, link, _ in tree.iterlinks()]
    assert addresses
    assert all(link.startswith(("https://", "http://")) for link in addresses)
    assert not [name for element in tree.iter() for name in element.attrib if str(name).startswith("on")]
    assert "http" not in "".join(tree.xpath("//style/text()")), "nothing to load"
    assert "\u202e" not in page
    assert tree.xpath("//del[.='12']/following-sibling::ins[1]/text()") == ["10"]
    assert tree.xpath("//h2/@lang") == [] or "ja" in tree.xpath("//h2/@lang")


def test_a_mail_of_it_survives_the_way(store: Store) -> None:
    message = preview(store, language="ja")
    sender = channels.sender("mailto://mail.example.org?from=田中<a@example.org>&to=b@example.org", timeout=1)
    mail: EmailMessage = sender.written(message)  # type: ignore[attr-defined]
    assert mail.as_bytes().isascii()
    assert max(map(len, mail.as_bytes().splitlines())) <= 998
    assert mail.get_content_type() == "multipart/alternative"


# --- addresses --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("mailtos://me:pass@example.org", "mailtos://me:pass@example.org"),
        ("env:MAIL", "mailtos://from-the-environment"),
        ("file:secret.txt", "mailtos://from-a-file"),
        ("file:$CREDENTIALS/secret.txt", "mailtos://from-a-file"),
    ],
)
def test_where_an_address_comes_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: str, address: str
) -> None:
    (tmp_path / "secret.txt").write_text("# whom to tell\n\nmailtos://from-a-file\n", "utf-8")
    monkeypatch.setenv("CREDENTIALS", str(tmp_path))
    environment = {"MAIL": " mailtos://from-the-environment\n"}
    assert resolved(written, environment=environment, home=tmp_path) == address


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("env:MAIL", "environment variable MAIL is not set"),
        ("file:none.txt", "none.txt: No such file or directory"),
        ("file:empty.txt", "empty.txt: is empty"),
        ("file:bad.txt", "bad.txt: not UTF-8"),
    ],
)
def test_an_address_that_is_not_there(tmp_path: Path, written: str, said: str) -> None:
    (tmp_path / "empty.txt").write_text("\n# nothing\n", "utf-8")
    (tmp_path / "bad.txt").write_bytes(b"\xff\xfe\xff")
    with pytest.raises(ConfigError, match=said):
        resolved(written, environment={}, home=tmp_path)


def test_a_new_way_to_reach_people_is_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "blackboard.py").write_text(
        "from db.deliveries import Fate\n"
        "from linkwatch.notify.channels import Answer\n"
        "SCHEMES = frozenset({'blackboard'})\n"
        "class Board:\n"
        "    def send(self, message):\n"
        "        return Answer(fate=Fate.SENT, detail=message.subject)\n"
        "def sender(address, *, timeout):\n"
        "    return Board()\n",
        "utf-8",
    )
    monkeypatch.setattr(channels, "__path__", [*channels.__path__, str(tmp_path)])
    message = Message(subject="read me", text=lambda limit: "", html="", message_id="x")
    answer = channels.sender("blackboard://room-3", timeout=1).send(message)
    assert (answer.fate, answer.detail) == (Fate.SENT, "read me")


@pytest.mark.parametrize(
    "address",
    [
        "mailtos://me:password@gmail.com",
        "mailto://mail.example.org?from=a@example.org&to=b@example.org,c@example.org",
        "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/#general",
        "discord://4174216298/JHMHI8qBe7bk2ZwO5U711o3dV_js",
        "matrixs://user:password@matrix.example.org/#room",
        "line://token/user",
        "ntfys://ntfy.example.org/topic",
        "tgram://123456789:abcdefg_hijklmnop/12315544/",
        "jsons://example.org/hook",
    ],
)
def test_addresses_of_many_services_are_known(address: str) -> None:
    assert channels.sender(address, timeout=1) is not None


@pytest.mark.parametrize(
    ("text", "tamed"),
    [
        ("@everyone 見て", "@\u200beveryone 見て"),
        ("<!channel> hi", "<\u200b!channel> hi"),
        ("https://x.com/@name <@U1>", "https://x.com/%40name <\u200b@\u200bU1>"),
        (
            "<https://evil.example|bank> [bank](https://evil.example)",
            "<\u200bhttps://evil.example|bank> [bank]\u200b(https://evil.example)",
        ),
        ("plain", "plain"),
    ],
)
def test_strangers_call_on_nobody_in_a_chat(text: str, tamed: str) -> None:
    from linkwatch.notify.channels.services import tame

    assert tame(text) == tamed


@pytest.mark.parametrize(
    ("logged", "fate"),
    [
        (["Socket Exception: Max retries exceeded (Caused by NewConnectionError(x))"], "refused"),
        (["Socket Exception: (Caused by SSLError(SSLCertVerificationError(1, '...')))"], "refused"),
        (["Socket Exception: HTTPSConnectionPool(host='h'): Read timed out. (read timeout=4.0)"], "unclear"),
        (["Spike.sh Exception: ('Connection aborted.', RemoteDisconnected('...'))"], "unclear"),
        (["Failed to send: error=500.", "Response Details:\r\nb'NullPointerException: x'"], "refused"),
        (["Sent Slack notification to #a.", "Failed to send to #b: error=404."], "unclear"),
        (["Failed to send: error=504."], "unclear"),
        ([], "refused"),
    ],
)  # fmt: skip
def test_whether_a_failure_was_a_refusal(logged: list[str], fate: str) -> None:
    from linkwatch.notify.channels.services import judged

    assert judged(logged).fate == fate


def test_of_a_page_that_is_gone_a_copy_is_offered(store: Store) -> None:
    link_id = store.links.find("https://www.youtube.com/watch?v=aB3dE6gH9kL")
    assert link_id is not None
    address = "https://web.archive.org/web/20260221000000/https://www.youtube.com/watch?v=aB3dE6gH9kL"
    taken_at = datetime(2026, 2, 21, tzinfo=UTC)
    link = store.views.link(link_id)
    assert link is not None
    unquoted = tuple(
        dataclasses.replace(one, citation=dataclasses.replace(one.citation, quote=None)) for one in link.citing
    )
    known = dataclasses.replace(
        link, citing=unquoted, captures=(Capture(archive="wayback", taken_at=taken_at, address=address, status=200),)
    )
    [cited] = [happening("died", "メモ/渡し船.txt", link=link_id)]
    made = digest(told("me", [cited], (), today=date(2026, 3, 9)), lambda _: known)
    wording = Wording(language=Language(code="ja", zone=ZONE, now=viewer_world.NOW))
    assert f"  2月21日の写し: {address}\n" in text.render(made, wording)
    assert f'href="{address}"' in html.render(made, wording, at=viewer_world.NOW)


# --- a bad night ------------------------------------------------------------------------------


def bad_night(documents: int, *, hosts: int, kind: str = "died", links: int = 800) -> list[Happening]:
    """So many pages on so many hosts, a page cited by one document and every tenth by two."""
    return [
        dataclasses.replace(
            happening(
                kind, *(f"notes/{(number + more) % documents:03}.md" for more in range(1 + (number % 10 == 0))),
                link=number, host=f"www{number % hosts}.example.org",
                url=f"https://www{number % hosts}.example.org/{number}",
            ),
            event=Event(kind=EventKind(kind), at=AT, evidence="HTTP 404 (at 2 visits)"),
        )
        for number in range(links)
    ]  # fmt: skip


def told_of(store: Store, found: list[Happening], **more: Any) -> Message:
    telling = Notifier(store=store, settings=NotifySettings(**more), zone=ZONE, clock=lambda: AT)
    return telling.message(told("me", found, (), today=AT.date()), "id")


HOST_DIED = {
    "en": """\
800 died

■ www0.example.org: 800 pages died

  9 Mar · HTTP 404 (at 2 visits)
  Cited in 001.md (54), 011.md (54), 021.md (52), 000.md (27), 002.md (27) and 25 more documents
  https://www0.example.org/0
  https://www0.example.org/30
  https://www0.example.org/60
  …
  https://l.example/links?host=www0.example.org&state=dead

--\x20
""",
    "ja": """\
リンク切れ800件

■ www0.example.org：800ページがリンク切れ

  3月9日 · HTTP 404（2回の確認で）
  引用元：001.md（54件）、011.md（54件）、021.md（52件）、000.md（27件）、002.md（27件）、ほか25件の文書
""",
}


@pytest.mark.parametrize("language", HOST_DIED)
def test_a_host_that_died_is_one_thing_to_tell(store: Store, language: str) -> None:
    message = told_of(store, bad_night(30, hosts=1), language=language, viewer="https://l.example/")
    assert message.text(100_000).startswith(HOST_DIED[language])
    assert message.subject.endswith(" — www0.example.org")


@pytest.mark.parametrize("kind", ["died", "moved", "came-back", "edited"])
@pytest.mark.parametrize(("documents", "hosts"), [(1, 1), (1, 800), (300, 800), (300, 40), (800, 3)])
def test_a_bad_night_stays_readable_and_every_change_is_counted(
    store: Store, kind: str, documents: int, hosts: int
) -> None:
    found = bad_night(documents, hosts=hosts, kind=kind)
    items = told("me", found, (), today=AT.date())
    made = digest(items, store.views.link, viewer="https://l.example")
    assert len(made.hosts) + sum(len(section.entries) for section in made.sections) <= 60
    alone = sum(len(section.entries) + section.more for section in made.sections)
    by_host = sum(one.pages for one in made.hosts)
    assert by_host + alone + made.more == (800 if by_host else len(items))
    message = told_of(store, found, viewer="https://l.example")
    assert len(message.html.encode()) <= 100_000
    assert len(message.text(1_000_000)) <= 60_000
    assert all(line.count("://") <= 1 for line in message.text(1_000_000).splitlines())
    assert all(len(message.text(limit)) <= limit for limit in (40, 500, 700, 2_000, 4_000))


def test_pages_of_one_host_that_died_in_different_nights_are_told_one_by_one(store: Store) -> None:
    found = [happening("died", number=number, link=number) for number in range(1, 8)]
    made = digest(told("me", found, (), today=AT.date()), store.views.link)
    assert (made.hosts, len(made.sections[0].entries)) == ((), 7)
