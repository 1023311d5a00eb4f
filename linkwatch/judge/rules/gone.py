"""A page that answers with 200 and yet is gone."""

from __future__ import annotations

import re

from linkwatch.judge import notice, place
from linkwatch.judge.case import Case
from linkwatch.judge.phrases import gone
from linkwatch.judge.rule import Finding, Hit, Near, rule
from linkwatch.judge.sibling import is_like
from linkwatch.judge.words import same_words, weight
from linkwatch.model import Confidence, Failure, State
from linkwatch.page.kind import Kind

ERROR_MARKS = re.compile(
    r"(?:error|err|page|page-error|template|path|status|http|is|dialog|view|route|layout|type)?[-_]?404(?:[-_](?:page|error|template|view))?"
    r"|(?:page-)?not-?found(?:-page)?|page-(?:error|system-404|not_found)|error-(?:page|template)|p-error"
)
"""Classes and ids of the body with which CMSs mark their error pages: WordPress `error404`, Shopify
`template-404`, Drupal `path-404`, Ghost `error-template`, Joomla `error-page`."""

_SERVICE = re.compile(
    rb'^\s*\{[^{}\[\]]{0,800}"(?:status|code|statusCode|status_code|error)"\s*:\s*'
    rb'(?:404|410|"404"|"(?:not[ _]?found|gone)")[^{}\[\]]{0,800}\}\s*$',
    re.I,
)

_STORAGE = re.compile(
    rb"^\s*(?:<\?xml[^>]*>\s*)?<Error>.{0,200}?<Code>(NoSuch(?:Key|Bucket|WebsiteConfiguration|Domain|Upload|Version)"
    rb"|(?:Blob|Container|Resource|Account|Share)NotFound)</Code>",
    re.S,
)

HAD_TEXT = 800
"""Characters of the snapshot's text from which its loss means something."""

LOST_WEIGHT = 200
"""Weight of what a page says itself below which its text is lost."""


@rule("soft-404", State.SUSPECT, Failure.LIKELY)
def soft_404(case: Case) -> Finding:
    """What: the title's own segment or the main heading says that the page is gone, and the page says little
    beside that.

    Why: many servers send their error page with status 200. A text under such a title is an article about such
    errors, and alive.

    Example: the title 「お探しのページは見つかりませんでした｜○○新聞」 over a search box.
    """
    found = notice.in_title(case, gone())
    if found is None:
        return None
    if not found.is_all:
        return Near(why_not=found.why_not)
    if not notice.is_borne_out(case, found, gone()):
        return Near(why_not=f"{found} may be the page's subject: nothing else on it speaks of an error")
    return Hit(evidence=f"{found} over a page that says little else")


@rule("error-template", State.SUSPECT, Failure.LIKELY)
def error_template(case: Case) -> Finding:
    """What: the body element carries the class by which a CMS marks its error page.

    Why: the template was chosen because nothing was found, whatever else it lists: recent posts, a search box.
    An article under its own heading is not one, though plugins leave the class on some.

    Example: WordPress: `<body class="error404 …">` over the latest headlines.
    """
    mark = next((mark for mark in case.reading.marks if ERROR_MARKS.fullmatch(mark)), "")
    if not mark:
        return None
    if case.is_item:
        return Near(why_not=f"the body is marked {mark}, over an article of its own")
    found = notice.in_title(case, gone())
    message = found.words if found is not None else notice.opening(case, gone())
    if message:
        return Hit(evidence=f"the body is marked {mark}, and the page says “{message}”")
    prose = notice.beside(case, gone(), notice.BESIDE_WHOLE)
    if prose > notice.BESIDE_WHOLE:
        return Near(why_not=f"the body is marked {mark}, over prose of its own (weight {prose:,})")
    return Hit(evidence=f"the body is marked {mark}")


@rule("says-gone", State.SUSPECT, Failure.LIKELY)
def says_gone(case: Case) -> Finding:
    """What: a page of little text, one sentence of which says that the page, file or article is gone.

    Why: where title and heading are the site's name on every page, only the text tells. Sentences with "if" or
    a question mark do not count, nor does a page that declares itself an article.

    Example: 「クリック頂いたリンクは掲載期間が過ぎております。」
    """
    found = notice.in_text(case, gone())
    if found is None:
        return None
    if case.is_item:
        return Near(why_not=f"{found} in what declares itself an article")
    if not found.is_all:
        return Near(why_not=found.why_not)
    if found.words.strip(" .!。") in case.title_parts and not notice.is_borne_out(case, found, gone()):
        return Near(why_not=f"{found} may be the page's subject: nothing else on it speaks of an error")
    return Hit(evidence=f"{found} on a page that says little else", confidence=Confidence.LIKELY)


@rule("no-such-object", State.SUSPECT, Failure.LIKELY)
def no_such_object(case: Case) -> Finding:
    """What: XML or JSON with which a storage or a service says that it has no such object, bucket or page.

    Why: whatever the status, it is an answer to programs that leaves no doubt.

    Example: `<Error><Code>NoSuchKey</Code>…` of S3 and all that speak its language; `{"status": 404, …}`.
    """
    body = case.page.body[:2_000]
    found = _STORAGE.search(body)
    if found:
        return Hit(evidence=f"the storage says {found.group(1).decode()}")
    if len(case.page.body) <= len(body) and _SERVICE.search(body):
        return Hit(evidence=f"the service says {body.decode('utf-8', 'replace').strip()[:120]}")
    return None


@rule("like-nonsense", State.SUSPECT, Failure.LIKELY)
def like_nonsense(case: Case) -> Finding:
    """What: the page is like what the host answers for an address that cannot exist.

    Why: the surest test of a soft 404 (Bar-Yossef and others, 2004: it found 29 % of dead links to be soft).

    Example: `/news/1205.html` and `/news/kx83hq0z.html` bring the same "Welcome to our site".
    """
    if case.sibling is None:
        return None
    if place.is_top(case.page.url):
        return Near(why_not="the cited page is a top page, which a host may show for anything")
    if not is_like(case.content, case.sibling):
        return Near(why_not="the host answers otherwise for an address that cannot exist")
    return Hit(evidence="the host answers the same for an address that cannot exist")


@rule("article-missing", State.SUSPECT, Failure.LIKELY)
def article_missing(case: Case) -> Finding:
    """What: the snapshot had a text and another title, and now next to nothing is said.

    Why: the frame of the site is there, the article is not. Where the title is as it was, the text may only
    have gone behind a script.

    Example: 3,000 characters last month, today the site's menu.
    """
    if case.past.text_chars < HAD_TEXT or case.reading.kind is Kind.OTHER:
        return None
    if case.own_weight > LOST_WEIGHT or weight(case.text) > LOST_WEIGHT:
        return None
    had = f"{case.past.text_chars:,} characters of text are missing"
    if case.past.title and same_words(case.past.title, case.content.title):
        return Near(why_not=f"{had}, but the title is as it was")
    return Hit(evidence=f"{had}; the title was “{case.past.title[:80]}”", confidence=Confidence.LIKELY)
