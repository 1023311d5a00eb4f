"""What a site module is: its functions, what it asks, and the signs it knows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from types import ModuleType

from linkwatch.errors import UsageError
from linkwatch.model import Content, Page, Sign, SignKind

MAX_EVIDENCE = 200
"""Characters of evidence that a sign may carry (see :class:`linkwatch.model.Sign`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One request of a visit."""

    url: str
    api: bool = False
    """A documented interface made for machines: asked in spite of robots.txt, at a low pace."""
    headers: tuple[tuple[str, str], ...] = ()
    """Sent to this ask's own host only."""


@dataclass(frozen=True, slots=True)
class Known:
    """A sign that a site's pages are known to give; the table in docs/sites.md is printed from these."""

    kind: SignKind
    code: str
    """Short name that becomes the verdict's reason."""
    what: str
    """What the page shows, in words."""

    def seen(self, evidence: str = "", *, target: str = "") -> Sign:
        """Make the sign; without ``evidence`` it says what this sign always shows."""
        words = " ".join((evidence or self.what).split())
        return Sign(kind=self.kind, code=self.code, evidence=words[:MAX_EVIDENCE], target=target)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Where one template of a site keeps the parts of an article: CSS selectors."""

    years: str
    """When pages looked so, for the table in docs/sites.md."""
    body: str
    """Every element of the text, in order."""
    drop: str = ""
    """Boxes within the body that are no content."""
    title: tuple[str, ...] = ("h1",)
    """The first that says something counts; ``selector@attribute`` for an attribute, else the element's text."""
    published: tuple[str, ...] = ()
    modified: tuple[str, ...] = ()


def _no_identity(url: str) -> str | None:
    return None


def _only_the_page(url: str) -> tuple[Ask, ...]:
    return (Ask(url=url),)


def _one_is_enough(url: str, answers: tuple[Page, ...]) -> bool:
    return bool(answers)


def _nothing_follows(url: str, answers: tuple[Page, ...]) -> Ask | None:
    return None


def _last_counts(url: str, answers: tuple[Page, ...]) -> Page:
    return replace(answers[-1], answers=answers[:-1])


def _as_it_is(page: Page, content: Content) -> Content:
    return content


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A site module as the dispatch uses it; what a module leaves out is right for any site."""

    name: str
    hosts: tuple[str, ...]
    """Each stands for itself and for every host below it."""
    delay: float = 0.0
    """Seconds between two requests to one of its hosts, where the user asks for less on all hosts."""
    doc: str = ""
    signs: tuple[Known, ...] = ()
    layouts: tuple[Layout, ...] = ()
    identity: Callable[[str], str | None] = _no_identity
    """What makes two URLs one page; None when the general canonical form decides."""
    asks: Callable[[str], tuple[Ask, ...]] = _only_the_page
    """The requests of a visit, in order."""
    enough: Callable[[str, tuple[Page, ...]], bool] = _one_is_enough
    """Whether the answers so far need no further ask."""
    following: Callable[[str, tuple[Page, ...]], Ask | None] = _nothing_follows
    """The next part of an article, read from the answers so far."""
    assemble: Callable[[str, tuple[Page, ...]], Page] = _last_counts
    """Make one page of the answers."""
    read: Callable[[Page, Content], Content] = _as_it_is
    """Lay what this site's page says of itself over the general reading."""


FUNCTIONS = ("identity", "asks", "enough", "following", "assemble", "read")
"""What a module may define, by these names."""


def from_module(module: ModuleType) -> Site | None:
    """Make a site of a module that has ``NAME`` and ``HOSTS``; None for a module without ``NAME``.

    Its signs are its constants that are :class:`Known`, and those of a tuple ``SIGNS``.
    Raises :class:`UsageError` when these are of the wrong kind.
    """
    name = getattr(module, "NAME", None)
    if name is None:
        return None
    hosts = getattr(module, "HOSTS", None)
    where = getattr(module, "__file__", None) or module.__name__
    if not isinstance(name, str) or not name.isidentifier():
        raise UsageError(f"{where}: NAME is {name!r}", hint="give it a short name, as asahi")
    if not isinstance(hosts, tuple) or not all(isinstance(host, str) and host for host in hosts):
        raise UsageError(f"{where}: HOSTS is {hosts!r}", hint='give it a tuple, as ("asahi.com",)')
    own = (value for value in vars(module).values() if isinstance(value, Known))
    signs = (*own, *getattr(module, "SIGNS", ()))
    layouts = getattr(module, "LAYOUTS", ())
    given = {name: getattr(module, name) for name in FUNCTIONS if callable(getattr(module, name, None))}
    return Site(
        name=name,
        hosts=hosts,
        delay=float(getattr(module, "DELAY", 0)),
        doc=(module.__doc__ or "").strip(),
        signs=signs,
        layouts=layouts,
        **given,
    )
