"""Which site module has the word on a URL, and the general behaviour where none has."""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
import re
import sys
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from linkwatch import urls
from linkwatch.errors import UsageError
from linkwatch.model import Content, Page
from linkwatch.sites.address import is_within, parse
from linkwatch.sites.site import Ask, Site, from_module

OTHER = "other"
"""The name of the site of every host that no module names."""

_COPY = re.compile(
    r"https?://(?:warp(?:\.da)?\.ndl\.go\.jp/(?:[a-z:]+/)*\d+/|web\.archive\.org/web/\d{1,14}(?:[a-z]{2}_)?/)"
)
"""What stands before the old address: WARP (``info:ndljp/pid/<number>/``, old host and path), Wayback Machine."""

_sites: dict[str, Site] = {}


def _add(site: Site) -> None:
    _sites[site.name] = site
    _site_of_host.cache_clear()


def _find_own() -> None:
    for found in pkgutil.iter_modules([str(Path(__file__).parent)]):
        site = from_module(importlib.import_module(f"{__package__}.{found.name}"))
        if site is not None:
            _add(site)


def all_sites() -> tuple[Site, ...]:
    """Return every site known in this process, by name, ``other`` last."""
    if not _sites:
        _find_own()
    return tuple(sorted(_sites.values(), key=lambda site: (site.name == OTHER, site.name)))


def load_folder(folder: Path) -> tuple[Site, ...]:
    """Add the site modules in ``folder`` (each ``*.py`` that does not begin with ``_``), and return them.

    A module of the name of a known site takes its place. Every process that reads pages has to
    call this once. Raises :class:`UsageError` when the folder is missing, a file cannot be
    imported, or is no site module.
    """
    all_sites()
    if not folder.is_dir():
        raise UsageError(f"{folder}: no such folder of site modules", hint="see the setting sites.folder")
    return tuple(_load(path) for path in sorted(folder.glob("[!_]*.py")))


def _load(path: Path) -> Site:
    name = f"linkwatch_user_sites.{path.stem}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise UsageError(f"{path}: not a Python module", hint="site modules are .py files")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise UsageError(f"{path}: {type(error).__name__}: {error}", hint="mend the site module") from error
    site = from_module(module)
    if site is None:
        raise UsageError(f"{path}: has no NAME", hint="docs/sites.md shows a site module")
    _add(site)
    return site


def site_of(url: str) -> str:
    """Return the name of the site that ``url`` belongs to, by its host; ``other`` when none knows it."""
    return _site(url).name


def site_named(name: str) -> Site:
    """Return the site called ``name``; raises :class:`KeyError` when there is none."""
    return {site.name: site for site in all_sites()}[name]


def delay_of(host: str) -> float:
    """Return how many seconds the site of ``host`` wants between two requests; 0 when it does not mind."""
    return _site(f"https://{host}/").delay


def _site(url: str) -> Site:
    host = urls.plain_host(url)
    if host is None:
        address = parse(url)
        host = address.host if address is not None else ""
    return _site_of_host(host)


@lru_cache(maxsize=4096)
def _site_of_host(host: str) -> Site:
    """Return the site that names ``host`` or a host above it."""
    sites = all_sites()
    return next((site for site in sites if is_within(host, *site.hosts)), sites[-1])


def canonical(url: str) -> str:
    """Return the one form of all URLs of the page that ``url`` names.

    A site's own identity when its module knows one, else the general canonical form.
    """
    return _site(url).identity(url) or urls.canonical(url)


def asks(url: str) -> tuple[Ask, ...]:
    """Return the requests of a visit to ``url``, in order; never empty.

    A crawl that leaves out asks marked ``api`` still visits the page when another remains.
    """
    return _site(url).asks(url)


def enough(url: str, answers: tuple[Page, ...]) -> bool:
    """Tell whether the answers so far, in order, make a further ask of ``asks(url)`` needless."""
    return _site(url).enough(url, answers)


def following(url: str, answers: tuple[Page, ...]) -> Ask | None:
    """Return the ask for the next part of an article, once the asks are through; None at its end.

    Called again after each answer, with all answers in order, until it returns None.
    """
    return _site(url).following(url, answers)


def assemble(url: str, answers: tuple[Page, ...]) -> Page:
    """Make one page of all answers of a visit, in order: the last, unless the site knows better.

    The others lie in its ``answers``.
    """
    return _site(url).assemble(url, answers)


def read(page: Page, content: Content) -> Content:
    """Lay what the site's page says of itself over the general reading ``content``.

    The site is that of the final URL's host; where no module knows it, that of the URL asked. A copy
    in a web archive is read as the page that it is a copy of.
    """
    copied = replace(page, url=original(page.url), final_url=original(page.final_url))
    site = _site(copied.final_url)
    if site.name == OTHER:
        site = _site(copied.url)
    return site.read(copied, content)


def original(url: str) -> str:
    """Return the address of which ``url`` is a copy in WARP or the Wayback Machine, else ``url`` itself."""
    copy = _COPY.match(url)
    if copy is None:
        return url
    inner = url[copy.end() :]
    return inner if inner.startswith(("http://", "https://")) else f"http://{inner}"
