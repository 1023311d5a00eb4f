"""Events as an Atom feed (RFC 4287): of all, of one document, of one site."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import cast

from lxml import etree
from markupsafe import Markup
from starlette.responses import Response

from db.views import News
from linkwatch.report.printable import harmless, short
from linkwatch.report.web import words
from linkwatch.report.web.addresses import followable, readable
from linkwatch.report.web.evidence import told
from linkwatch.version import __version__
from linkwatch.viewer.api.answers import news
from linkwatch.viewer.call import Call, url
from linkwatch.viewer.pages.overview import facts_of

ATOM = "http://www.w3.org/2005/Atom"
XML = "http://www.w3.org/XML/1998/namespace"
_PREFIXES = cast(Mapping[str, str], {None: ATOM})  # the stubs know no default namespace
ENTRIES = 100
FACTS = 5


def show(call: Call) -> Response:
    """The feed, without what is muted; ``document`` (an id) and ``site`` narrow it."""
    found = news(call, ENTRIES, heard_on=call.today)
    root = str(call.request.base_url).rstrip("/")
    query = call.request.query_params
    own = url(f"{root}/feed.atom", document=query.get("document"), site=query.get("site"))
    feed = etree.Element(f"{{{ATOM}}}feed", nsmap=_PREFIXES)
    feed.set(f"{{{XML}}}lang", call.language.code)
    updated = max((one.event.at for one in found), default=datetime.fromtimestamp(0, UTC))
    _add(feed, "id", f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, own)}")
    _add(feed, "title", _title(call, found))
    _add(feed, "updated", _time(updated))
    _add(feed, "link", rel="self", type="application/atom+xml", href=own)
    _add(feed, "link", rel="alternate", type="text/html", href=f"{root}/")
    _add(_add(feed, "author"), "name", "linkwatch")
    _add(feed, "generator", "linkwatch", version=__version__)
    for one in found:
        _entry(call, feed, one, root)
    body = etree.tostring(feed, xml_declaration=True, encoding="utf-8")
    return Response(body, media_type="application/atom+xml; charset=utf-8")


def _title(call: Call, found: list[News]) -> str:
    _ = call.say
    query = call.request.query_params
    if query.get("document"):
        names = [each.shown for one in found for each in one.documents if str(each.id) == query["document"]]
        return (
            _("What changed, of what %(what)s cites", what=short(names[0], 80)).unescape() if names else "linkwatch"
        )
    if query.get("site"):
        return _("What changed at %(what)s", what=query["site"][:40]).unescape()
    return _("What changed").unescape()


def _entry(call: Call, feed: etree._Element, one: News, root: str) -> None:
    entry = _add(feed, "entry")
    # The same event has the same name for ever, whoever asks, under whatever address.
    name = f"{one.url}#{one.event.kind}@{one.event.at.isoformat()}"
    _add(entry, "id", f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, name)}")
    _add(entry, "title", f"{call.say(words.EVENTS[one.event.kind])}: {short(one.title or readable(one.url), 120)}")
    _add(entry, "updated", _time(one.event.at))
    _add(entry, "link", rel="alternate", type="text/html", href=f"{root}/links/{one.link_id}")
    if followable(one.url):
        _add(entry, "link", rel="related", href=harmless(one.url))
    _add(entry, "category", term=str(one.event.kind))
    _add(entry, "content", str(_content(call, one, root)), type="html")


def _content(call: Call, one: News, root: str) -> Markup:
    """What happened, in HTML that a feed reader shows."""
    parts: list[Markup] = []
    for fact in facts_of(one.comparison)[:FACTS] if one.event.kind in ("edited", "replaced") else []:
        was = Markup("<del>{}</del> ").format(short(fact.before, 120)) if fact.before else Markup()
        now = Markup("<ins>{}</ins>").format(short(fact.after, 120)) if fact.after else Markup()
        parts.append(Markup("<li>{}: {}{}</li>").format(call.say(words.KINDS[fact.kind]), was, now))
    body = Markup("<ul>{}</ul>").format(Markup().join(parts)) if parts else Markup()
    said = told(call.language, one.event.evidence) if not parts else ""
    if said:
        body += Markup("<p>{}</p>").format(said)
    if one.event.after and one.event.kind == "moved":
        body += Markup("<p>→ {}</p>").format(readable(one.event.after))
    body += Markup("<p>{}</p>").format(readable(one.url))
    links = [
        Markup('<a href="{}/documents/{}">{}</a>').format(root, each.id, short(each.shown, 80))
        for each in one.documents
    ]
    if links:
        body += Markup("<p>{}{}</p>").format(call.say("cited in"), Markup(" ") + Markup(", ").join(links))
    return body


def _add(parent: etree._Element, name: str, text: str = "", **attributes: str) -> etree._Element:
    child = etree.SubElement(parent, f"{{{ATOM}}}{name}", {key: harmless(value) for key, value in attributes.items()})
    if text:
        child.text = harmless(text)
    return child


def _time(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
