"""Every setting, documented. A new one is a field here; nothing else needs to be told.

Keys are the names of the fields; a field that holds another of these classes is a table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

from linkwatch.config import kinds
from linkwatch.config.kinds import Kind, some_of
from linkwatch.model import State

T = TypeVar("T")

FORMATS = ("text", "json", "jsonl", "csv", "markdown", "html")
"""Names of the reports; `linkwatch.report` has one module for each."""

FAIL_ON = (*(state.value for state in State if state is not State.ALIVE), "edited", "replaced")
"""What `fail_on` may name: every state but alive, and the two drifts that mean a change."""

NEWS = ("died", "changed", "moved", "came-back")
"""What people are told of."""

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a field says of itself."""

    kind: Kind[Any]
    doc: str
    flag: str = ""
    """Its flag on the command line; empty when it has none."""
    example: object = None
    """A TOML value to show in place of an empty default."""


def setting(kind: Kind[Any], default: T, doc: str, *, flag: str = "", example: object = None) -> T:
    """A field with its kind, default, documentation and flag."""
    about = About(kind=kind, doc=doc, flag=flag, example=example)
    return field(default_factory=lambda: default, metadata={"about": about})


NO_HEADERS: Mapping[str, str] = {}
NOBODY: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentSettings:
    """How documents are read."""

    gitignore: bool = setting(kinds.YES_OR_NO, True, "Leave out what .gitignore files name when reading a folder.")
    max_size: int = setting(kinds.SIZE, 64_000_000, "Largest document to read.")
    max_links: int = setting(kinds.COUNT, 200_000, "Most links of a document; one with more is left out, and told.")


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlSettings:
    """How pages are visited."""

    timeout: float = setting(
        kinds.SOME_SECONDS,
        30.0,
        "Seconds for one request in all, from looking up the name to the last byte.",
        flag="--timeout",
    )
    max_redirects: int = setting(kinds.COUNT, 10, "Redirects to follow from one link.", flag="--max-redirects")
    user_agent: str = setting(
        kinds.TEXT,
        "",
        'The User-Agent to send. Empty means linkwatch\'s own, which names "contact".',
        flag="--user-agent",
        example="my-checker/1.0 (+https://www.example.org/about)",
    )
    headers: Mapping[str, str] = setting(
        kinds.HEADERS,
        NO_HEADERS,
        "Headers to send with every request; never a secret: they go to every host. Headers for one host belong "
        'under [hosts."NAME"].',
        flag="--header",
        example={"Accept-Language": "ja"},
    )
    robots: bool = setting(kinds.YES_OR_NO, True, "Honour robots.txt.", flag="--robots/--no-robots")
    allow_private: tuple[str, ...] = setting(
        kinds.NETWORKS,
        (),
        "Private networks that may be visited. All others are refused, so that a document cannot make linkwatch call "
        "on your router.",
        flag="--allow-private",
        example=["10.0.0.0/8"],
    )
    delay: float = setting(kinds.SECONDS, 1.0, "Seconds between two requests to one host.")
    concurrency: int = setting(
        kinds.COUNT, 32, "Requests under way at once, over all hosts; to one host they go one by one."
    )
    max_size: int = setting(kinds.SIZE, 10_000_000, "Bytes of a page to read; the rest is cut off.")
    retries: int = setting(kinds.COUNT, 2, "Further tries in the same night for a failure that may pass.")
    siblings: bool = setting(
        kinds.YES_OR_NO,
        True,
        "When a page may be an error page with status 200, ask its host, once a crawl, for a made-up address beside "
        "it, and compare.",
    )
    nameservers: tuple[str, ...] = setting(
        kinds.NAME_SERVERS, (), "Name servers to ask in place of those of the machine.", example=["9.9.9.9"]
    )
    workers: int = setting(kinds.COUNT, 0, "Processes that read pages; 0 means one for each processor.")
    probes: tuple[str, ...] = setting(
        kinds.PLACES,
        ("www.iana.org:443", "one.one.one.one:443", "www.jprs.co.jp:443"),
        "Places that are connected to, nothing being sent, when many hosts in a row are out of reach: "
        "with none of them reached, it is your own network, and nothing is judged. An http address among them has to "
        "answer 204, No Content, and is asked too when a visit ends at another site: with another answer, a network "
        "in between asks for a login. Nothing of yours is sent to it. An empty list asks nobody.",
        example=["www.example.jp:443", "http://www.example.jp/generate_204"],
    )
    network_dead_after: timedelta = setting(
        kinds.DURATION,
        timedelta(0),
        "Call a link dead that was unreachable (timeout, refused, certificate, 5xx) for so long; 0s never does.",
        example="90d",
    )
    browser: str = setting(
        kinds.PATH,
        "",
        'The Chromium that draws pages of hosts with "browser = true". Empty means Playwright\'s own.',
        example="/usr/bin/chromium",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckSettings:
    """What `linkwatch check` does."""

    max_age: timedelta = setting(
        kinds.DURATION,
        timedelta(0),
        "Do not visit a link again that was visited less than this ago; 0s visits every one.",
        flag="--max-age",
        example="1d",
    )
    archive: bool = setting(
        kinds.YES_OR_NO, False, "Ask web archives too, as a nightly crawl does.", flag="--archive/--no-archive"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class HostSettings:
    """How one host is visited; what is not set here is as under [crawl]."""

    delay: float | None = setting(kinds.SECONDS, None, "Seconds between two requests.", example=5)
    timeout: float | None = setting(kinds.SOME_SECONDS, None, "Seconds to wait for one answer.", example=60)
    robots: bool | None = setting(kinds.YES_OR_NO, None, "Honour its robots.txt.", example=False)
    concurrency: int | None = setting(kinds.COUNT, None, "Requests at once; 1 unless set.", example=2)
    browser: bool | None = setting(
        kinds.YES_OR_NO, None, "Let Chromium draw its pages; needs linkwatch[browser].", example=True
    )
    headers: Mapping[str, str] = setting(
        kinds.HEADERS,
        NO_HEADERS,
        "Headers to send to this host only, never to one it redirects to.",
        example={"Authorization": "Bearer …"},
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteSettings:
    """How one site known by heart is visited."""

    oembed: bool = setting(
        kinds.YES_OR_NO, True, "Ask its documented interface for machines (oEmbed), in spite of robots.txt."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SitesSettings:
    """The sites known by heart: docs/sites.md."""

    folder: str = setting(
        kinds.PATH, "", "Folder of site modules of your own, from this file's folder.", example="sites"
    )
    youtube: SiteSettings = field(default_factory=SiteSettings)
    x: SiteSettings = field(default_factory=SiteSettings)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSettings:
    """What reports look like, and when they fail."""

    format: str = setting(kinds.one_of(*FORMATS), "text", "How to print a report.", flag="--format")
    language: str = setting(
        kinds.one_of("auto", "en", "ja"),
        "auto",
        "Language of HTML reports and plots; auto is that of the environment (LC_ALL, LC_MESSAGES, LANG).",
        flag="--lang",
    )
    fail_on: tuple[str, ...] = setting(
        kinds.some_of(*FAIL_ON),
        ("dead", "suspect"),
        "States and drifts for which `check` and `report` end with exit code 1.",
        flag="--fail-on",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleSettings:
    """When `linkwatch run` crawls."""

    cron: str = setting(
        kinds.TEXT, "17 3 * * *", "When to crawl, as in crontab: minute, hour, day, month, day of the week."
    )
    jitter: timedelta = setting(
        kinds.DURATION, timedelta(minutes=10), "Begin up to so much later, so that not all the world asks at once."
    )
    suspects: bool = setting(
        kinds.YES_OR_NO, True, "Look at suspects again 6 and 12 hours after a crawl, to see one that came back."
    )
    stretch: bool = setting(
        kinds.YES_OR_NO,
        False,
        "Visit living links that rarely change less often, at least every 14 nights. A death is then seen later.",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ServeSettings:
    """Where `linkwatch serve` shows its pages, and to whom."""

    host: str = setting(
        kinds.TEXT,
        "127.0.0.1",
        "Address to listen on. Any but this machine's own (127.0.0.1, ::1, localhost) needs auth.",
        flag="--host",
    )
    port: int = setting(kinds.PORT, 8050, "Port to listen on; 0 takes a free one, and tells which.", flag="--port")
    auth: str = setting(
        kinds.TEXT,
        "",
        "Password or token that is asked for: in a form, or with every request as `Authorization: Bearer …` or "
        "Basic. Empty asks for none. The environment variable LINKWATCH_AUTH does the same, and keeps it out of "
        "this file.",
        example="a long secret",
    )
    hosts: tuple[str, ...] = setting(
        kinds.NAMES,
        (),
        "Names by which the pages may be asked for, besides addresses and localhost. All others are refused, so that "
        "no stranger's page can reach them through your browser.",
        example=["links.example.org"],
    )
    https: bool = setting(
        kinds.YES_OR_NO,
        False,
        "Whether a server in front of it speaks HTTPS: cookies are then sent over nothing else.",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveSettings:
    """Web archives, which know what pages said before linkwatch saw them."""

    enabled: bool = setting(
        kinds.YES_OR_NO,
        True,
        "Ask archives after a nightly crawl about pages that are gone, changed, or have nothing else to be held "
        "against.",
        flag="--archive/--no-archive",
    )
    per_night: int = setting(
        kinds.COUNT, 100, "Pages to ask about in one night at most; the rest have their turn later."
    )
    per_night_time: timedelta = setting(
        kinds.DURATION, timedelta(minutes=30), "How long to ask in one night at most."
    )
    sources: tuple[str, ...] = setting(
        kinds.TEXTS,
        ("wayback", "warp"),
        "Archives in order of trust: by name (wayback, warp, archive-it), or a name with addresses of its own, in "
        "which {url} is the page, {quoted} the same for a query, and {timestamp} fourteen digits; delay is the "
        "seconds between two requests.",
        example=["wayback", "mine timegate=https://archive.example.org/web/{url} delay=5"],
    )
    timeout: float = setting(kinds.SOME_SECONDS, 30.0, "Seconds for one answer of an archive in all.")


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSettings:
    """Who is told of some of the news; of several rules the first that fits decides."""

    documents: tuple[str, ...] = setting(
        kinds.PATTERNS, (), "Only what these documents cite; globs as in .gitignore.", example=["work/", "*.tex"]
    )
    sites: tuple[str, ...] = setting(
        kinds.NAMES, (), "Only pages of these sites or hosts.", example=["nhk", "www.example.org"]
    )
    to: tuple[str, ...] = setting(
        kinds.NAMES, (), "Who is told: names of notify.to. Nobody, when it is empty.", example=["me"]
    )
    kinds: tuple[str, ...] = setting(some_of(*NEWS), (), "Only news of these kinds.", example=["died"])


@dataclass(frozen=True, slots=True, kw_only=True)
class NotifySettings:
    """Who is told what happened: docs/notify.md."""

    to: Mapping[str, str] = setting(
        kinds.RECEIVERS,
        NOBODY,
        "Whom to tell: a name of your own for each, and an address of Apprise (mailtos://…, slack://…, ntfy://…); "
        "or where that is to be found: env:NAME, an environment variable, or file:PATH, a file.",
        example={"me": "env:LINKWATCH_MAIL"},
    )
    every: str = setting(
        kinds.one_of("crawl", *WEEKDAYS),
        "crawl",
        "How often: after each crawl that brought news, or once a week, after the first crawl from that day on.",
    )
    language: str = setting(kinds.one_of("en", "ja"), "en", "Language of what is sent.")
    viewer: str = setting(
        kinds.WEB_ADDRESS,
        "",
        "Where `linkwatch serve` can be reached by those who are told; makes links to it.",
        example="https://links.example.org",
    )
    timeout: float = setting(kinds.SOME_SECONDS, 30.0, "Seconds to wait for an answer of a mail server or service.")
    rule: tuple[RuleSettings, ...] = field(default_factory=tuple)
    """In order; written as [[notify.rule]]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All settings, as linkwatch.toml and the command line give them."""

    database: str = setting(
        kinds.PATH,
        "",
        "Where linkwatch keeps what it knows. Empty means linkwatch.db beside this file; with no such file, one in "
        "your cache folder.",
        flag="--database",
        example="linkwatch.db",
    )
    contact: str = setting(
        kinds.TEXT,
        "",
        "A mail or web address at which the owner of a site may reach you; sent with every request.",
        example="you@example.org",
    )
    time_zone: str = setting(
        kinds.TIME_ZONE,
        "",
        "Time zone in which nights are counted and times are shown. Empty means the machine's.",
        example="Asia/Tokyo",
    )
    include: tuple[str, ...] = setting(
        kinds.PATTERNS,
        (),
        "Check only what matches. A pattern with :// in it is a regular expression over URLs, any other is a glob "
        "over paths, as in .gitignore.",
        flag="--include",
        example=["*.md", "https?://www\\.jiji\\.com/"],
    )
    exclude: tuple[str, ...] = setting(
        kinds.PATTERNS,
        (),
        "Leave out what matches; written as for include, and stronger.",
        flag="--exclude",
        example=["drafts/", "https://intranet\\."],
    )
    documents: DocumentSettings = field(default_factory=DocumentSettings)
    crawl: CrawlSettings = field(default_factory=CrawlSettings)
    check: CheckSettings = field(default_factory=CheckSettings)
    sites: SitesSettings = field(default_factory=SitesSettings)
    report: ReportSettings = field(default_factory=ReportSettings)
    schedule: ScheduleSettings = field(default_factory=ScheduleSettings)
    serve: ServeSettings = field(default_factory=ServeSettings)
    archive: ArchiveSettings = field(default_factory=ArchiveSettings)
    notify: NotifySettings = field(default_factory=NotifySettings)
    hosts: Mapping[str, HostSettings] = field(default_factory=dict)
    """By name of host, or a glob over names: ``*.example.jp``."""
    file: Path | None = None
    """Where these were read; None when there is no file. No key of its own."""
