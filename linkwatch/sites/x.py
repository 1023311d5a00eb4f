"""X, formerly Twitter: a post's page is a shell that says nothing without a browser.

Asked is the documented oEmbed address, at x.com and then at twitter.com. The page itself is asked
only where neither answers, as far as robots.txt lets it; captures from before 2020 hold the text.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import quote

from selectolax.lexbor import LexborHTMLParser, LexborNode

from linkwatch.model import Content, Page, Sign, SignKind, When
from linkwatch.sites.address import parse
from linkwatch.sites.markup import attribute, digest, first, json_value, source, string, text_of, tree
from linkwatch.sites.site import Ask, Known

NAME = "x"
HOSTS = ("x.com", "twitter.com")
DELAY = 3.0

ANSWERED = Known(SignKind.ALIVE, "post-answered", "oEmbed answers with the post's text")
SHOWN = Known(SignKind.ALIVE, "post-shown", "The page shows the post (captures from before 2020)")
DELETED = Known(SignKind.GONE, "post-deleted", "oEmbed answers 404, or the page 「Sorry, that page doesn't exist!」")
SUSPENDED = Known(SignKind.GONE, "account-suspended", "The answer says so, or the page is /account/suspended")
PROTECTED = Known(
    SignKind.PRIVATE, "post-protected", "「not authorized to see this status」, 「limits who can view their Posts」"
)
ADULT = Known(SignKind.AGE, "age-restricted", "「Age-restricted adult content」")
WITHHELD = Known(SignKind.GEO, "post-withheld", "The answer says that the post is withheld")
REFUSED = Known(
    SignKind.WALL, "oembed-refused", "oEmbed answers 400, 401, 402, 403, 429 or 5xx without a word on the post"
)
MIGRATE = Known(SignKind.WALL, "migrate-page", "The page only sends the browser on to /x/migrate")
SHELL = Known(SignKind.SHELL, "x-shell", "The page is a shell that needs a browser (#react-root, no text)")

_WEB_HOSTS = frozenset(prefix + host for host in ("x.com", "twitter.com") for prefix in ("", "www.", "mobile.", "m."))
_STATUS = re.compile(r"/(?:\w{1,20}|i/web)/status(?:es)?/(\d{1,20})(?:/(?:photo|video)/\d+)?/?", re.ASCII)
_OEMBED_HOSTS = ("publish.x.com", "publish.twitter.com")
_T_CO = re.compile(r"https?://t\.co/(\w+)", re.ASCII)
_SAID = (
    (re.compile(r"suspended"), SUSPENDED),
    (re.compile(r"withheld"), WITHHELD),
    (re.compile(r"not authorized to see this status|limits who can view"), PROTECTED),
    (re.compile(r"age-restricted"), ADULT),
    (re.compile(r"deleted by the|no longer exists|does not exist|violated the (?:x|twitter) rules"), DELETED),
)
"""Words of an answer of 403 or 404, as X's own pages put them."""
_PERMALINK = ".permalink-tweet"


def identity(url: str) -> str | None:
    """A post is known by its number; the name before it is free, and twitter.com is x.com."""
    number = post_number(url)
    return f"https://x.com/i/status/{number}" if number else None


def post_number(url: str) -> str | None:
    """Return the number of the post that ``url`` shows, or None: an account, a list, a search."""
    address = parse(url)
    if address is None or address.host not in _WEB_HOSTS:
        return None
    # Until 2012 a post's address was https://twitter.com/#!/NAME/status/NUMBER.
    path = address.fragment[1:] if address.fragment.startswith("!/") else address.path
    post = _STATUS.fullmatch(path)
    return post[1] if post else None


def asks(url: str) -> tuple[Ask, ...]:
    """A post: oEmbed at x.com, at twitter.com, and only then its page; anything else: the page alone."""
    post = identity(url)
    if post is None:
        return (Ask(url=url),)
    query = f"url={quote(post, safe='')}&omit_script=1"
    oembed = (Ask(url=f"https://{host}/oembed?{query}", api=True) for host in _OEMBED_HOSTS)
    return (*oembed, Ask(url=url))


def enough(url: str, answers: tuple[Page, ...]) -> bool:
    """An oEmbed answer that says what became of the post is enough."""
    return len(answers) >= len(asks(url)) or any(_told(answer) is not None for answer in answers)


def assemble(url: str, answers: tuple[Page, ...]) -> Page:
    """The page is the last answer; where robots.txt or a failure kept it away, an oEmbed answer that refused."""
    refused = [answer for answer in answers[:-1] if _refused(answer)]
    if answers[-1].fault is not None and refused:
        return replace(refused[-1], answers=tuple(answer for answer in answers if answer is not refused[-1]))
    return replace(answers[-1], answers=answers[:-1])


def read(page: Page, content: Content) -> Content:
    """Read an oEmbed answer, or the page of a post."""
    if _is_oembed(page):
        return _from_oembed(page, content)
    read_page = _from_page(page, content)
    if len(read_page.signs) > len(content.signs):
        return read_page
    refused = next((sign for answer in page.answers if (sign := _refused(answer))), None)
    return replace(read_page, signs=(*read_page.signs, refused)) if refused else read_page


def _is_oembed(page: Page) -> bool:
    address = parse(page.final_url)
    return address is not None and address.host in _OEMBED_HOSTS and address.path.rstrip("/") == "/oembed"


def _told(page: Page) -> Sign | None:
    """Return what an oEmbed answer says of the post; None when it says nothing."""
    if not _is_oembed(page) or page.status is None:
        return None
    text = source(page)
    value = json_value(text)
    if page.status == 200:
        return ANSWERED.seen() if string(value, "html") else None
    if page.status not in (403, 404):
        return None
    # A wall in front of the interface answers in HTML, whatever words it uses.
    words = text[:2000].lower() if value is not None else ""
    known = next((known for pattern, known in _SAID if pattern.search(words)), None)
    if known is None and page.status == 404:
        return DELETED.seen("oEmbed answers 404")
    return known.seen(f"oEmbed answers {page.status}: {text}") if known else None


def _refused(page: Page) -> Sign | None:
    if not _is_oembed(page) or page.status is None or page.status < 400 or _told(page) is not None:
        return None
    return REFUSED.seen(f"oEmbed answers {page.status}")


def _from_oembed(page: Page, content: Content) -> Content:
    sign = _told(page) or _refused(page)
    answer = json_value(source(page)) if sign is not None and sign.kind is SignKind.ALIVE else None
    quoted = LexborHTMLParser(string(answer, "html"))
    post = quoted.css_first("blockquote p")
    text = _post_text(post)
    date = quoted.css("blockquote a")
    written = _english_date(date[-1].text(strip=True)) if date else None
    return replace(
        content,
        text=text,
        extractor="x/1",
        title="",
        headings=(),
        fingerprint=digest(page.url, text, sign.code if sign else ""),
        author=string(answer, "author_name") or None,
        published_at=When(value=written, source="oembed") if written else None,
        modified_at=None,
        language=(post.attributes.get("lang") or None) if post is not None else None,
        canonical_url=None,
        signs=(*content.signs, sign) if sign else content.signs,
    )


def _post_text(post: LexborNode | None) -> str:
    """Return the post's words, with links in the form they have whatever the host and year that shows them."""
    for link in post.css('a[href*="//t.co/"]') if post is not None else ():
        if not link.text().startswith("pic."):
            link.replace_with(f" {link.attributes.get('href')} ")
    text = _T_CO.sub(r"https://t.co/\1", text_of(post))
    return text.replace("pic.twitter.com/", "pic.x.com/")


def _english_date(text: str) -> str | None:
    """Read ``January 22, 2025``; oEmbed gives no time of day."""
    try:
        return datetime.strptime(text, "%B %d, %Y").replace(tzinfo=UTC).date().isoformat()
    except ValueError:
        return None


def _from_page(page: Page, content: Content) -> Content:
    address = parse(page.final_url)
    if address is None or not address.within(*HOSTS) or page.status is None:
        return content
    if address.path.startswith("/account/suspended"):
        return _bare(content, SUSPENDED.seen("the page asked for leads to /account/suspended"))
    document = tree(page)
    if post_number(page.url) is not None and document.css_first(_PERMALINK) is not None:
        return _from_capture(document, content)
    return _bare(content, _empty(document, source(page)))


def _empty(document: LexborHTMLParser, text: str) -> Sign | None:
    title = text_of(document.css_first("title"))
    if title == "Twitter / ?":
        return DELETED.seen("the page's title is 「Twitter / ?」")
    if title == "Twitter / Account Suspended":
        return SUSPENDED.seen(f"the page's title is 「{title}」")
    if "/x/migrate?tok=" in text:
        return MIGRATE.seen()
    return SHELL.seen() if document.css_first("#react-root") is not None else None


def _bare(content: Content, sign: Sign | None) -> Content:
    """Nothing on such a page is the post's own text."""
    if sign is None:
        return content
    return replace(content, text="", extractor="x/1", signs=(*content.signs, sign))


def _from_capture(document: LexborHTMLParser, content: Content) -> Content:
    """Read the post itself, not the ones it answers or those that answer it."""
    at = attribute(document, f"{_PERMALINK} [data-time]", "data-time")
    post = first(document, f"{_PERMALINK} .tweet-text")
    text = _post_text(post)
    written = datetime.fromtimestamp(int(at), UTC).isoformat() if re.fullmatch(r"\d{1,10}", at, re.ASCII) else None
    return replace(
        content,
        text=text,
        extractor="x/1",
        title="",
        fingerprint=digest(text),
        author=attribute(document, _PERMALINK, "data-name") or None,
        published_at=When(value=written, source="data-time") if written else None,
        language=(post.attributes.get("lang") or content.language) if post is not None else content.language,
        signs=(*content.signs, SHOWN.seen()),
    )
