"""What was seen, in the reader's language: sentences that rules write in English are known here by their pattern.

A rule puts into its evidence what it saw: an address, a number, words of the page. Each sentence that rules and
settling can write stands in ``SENTENCES`` with a name in place of what was put in; the catalogues translate it like
any other message. What no pattern fits is shown as it was written: it is the page's own words, or the user's own
site module's. A test holds the patterns against the rules.
"""

from __future__ import annotations

import re
from functools import cache

from linkwatch.report.web.language import DEFAULT, Language
from linkwatch.report.web.words import marked

SENTENCES = (
    # Around any other.
    marked("%(what)s (at %(count)s visits)"),
    marked("%(what)s (for %(count)s days)"),
    marked("tonight %(code)s: %(what)s"),
    # Settling.
    marked("%(count)s of %(all)s living links of %(host)s failed in the same night"),
    marked("%(archive)s has it alive on %(day)s"),
    marked("%(count)s cited URLs of %(host)s answer with the same page, which has no text of its own"),
    # What changed in a text.
    marked("against the quote"),
    marked("against the archive"),
    marked("against the first version seen"),
    marked("%(known)s: %(share)s of the quoted text is kept"),
    marked("%(known)s: %(share)s alike"),
    marked("%(known)s: the same in another order"),
    # Why a baseline is no surer.
    marked("the nearest archived copy is of %(known)s before the writing"),
    marked("the nearest archived copy is of %(known)s after the writing"),
    marked("the nearest archived copy is of the time of writing"),
    marked("the archived copies before and after the writing differ"),
    marked("this one is of %(known)s before the writing"),
    marked("this one is of %(known)s after the writing"),
    marked("this one is of the time of writing"),
    marked("this one is of %(day)s"),
    marked("the first snapshot is from the day of publication"),
    marked("the first snapshot was taken %(known)s after the writing"),
    marked("the first snapshot was read in another way, and what it was read from was not kept"),
    marked("the first snapshot was read in another way, and the page is of another kind now"),
    marked("the archived copy was read in another way, and what it was read from was not kept"),
    marked("%(count)s days"),
    marked("%(count)s hours"),
    marked("%(count)s hour"),
    marked("the archived copies before and after the writing differ; %(known)s"),
    marked("the first snapshot is from the day of publication; %(known)s"),
    marked("the first snapshot was read in another way, and what it was read from was not kept; %(known)s"),
    marked("the first snapshot was read in another way, and the page is of another kind now; %(known)s"),
    marked("this one is of %(day)s; %(known)s"),
    # Answers.
    marked("HTTP %(status)s %(phrase)s: %(found)s"),
    marked("HTTP %(status)s, login by %(scheme)s"),
    marked("HTTP %(status)s %(phrase)s, with no way to log in"),
    marked("HTTP %(status)s: a network on the way asks for a login"),
    marked("HTTP %(status)s: as it was at the last visit"),
    marked("HTTP %(status)s without content"),
    marked("HTTP %(status)s with an empty page"),
    marked("HTTP %(status)s: %(found)s over a form for a password"),
    marked("HTTP %(status)s: %(known)s"),
    marked("payment required"),
    marked("forbidden"),
    marked("method not allowed, though it is GET"),
    marked("not acceptable"),
    marked("proxy authentication required"),
    marked("refuses"),
    marked("enhance your calm: too many requests"),
    marked("misdirected request"),
    marked("locked"),
    marked("too early"),
    marked("precondition required"),
    marked("too many requests"),
    marked("security rejection"),
    marked("closed without an answer"),
    marked("unavailable for legal reasons"),
    marked("unrecoverable error"),
    marked("request header too large"),
    marked("invalid token"),
    marked("token required"),
    marked("overloaded"),
    marked("request denied"),
    marked("HTTP %(status)s, %(known)s"),
    marked("at %(url)s for the time being"),
    marked("at %(url)s for the time being, %(known)s"),
    marked("with a faulty certificate (%(detail)s)"),
    marked("with a faulty certificate (%(detail)s), %(known)s"),
    marked("%(count)s characters of text"),
    marked("no answer was recorded"),
    # Connections.
    marked("the host name does not exist"),
    marked("the host name could not be looked up"),
    marked("the host refused the connection"),
    marked("the connection broke off"),
    marked("no answer in time"),
    marked("no encrypted connection"),
    marked("the answer is no valid HTTP"),
    marked("the host cannot be reached"),
    marked("its redirects go round in circles"),
    marked("larger than what is read"),
    # What keeps us from asking.
    marked("robots.txt forbids the visit"),
    marked("not among the recorded answers"),
    marked("the address guard refused it"),
    marked("no URL that can be requested"),
    marked("the page could not be parsed"),
    # Redirects.
    marked("redirected to the error address %(url)s (by %(statuses)s)"),
    marked("redirected to the error address %(url)s"),
    marked("redirected to the top page %(url)s (by %(statuses)s)"),
    marked("redirected to the top page %(url)s"),
    marked("redirected to the section %(url)s (by %(statuses)s)"),
    marked("redirected to the section %(url)s"),
    marked("moved for good to %(url)s (by %(statuses)s); the title was %(found)s"),
    marked("moved for good to %(url)s; the title was %(found)s"),
    marked("moved for good to %(url)s (by %(statuses)s)"),
    marked("moved for good to %(url)s"),
    # What kept a rule from firing.
    marked("%(found)s may be the page's subject: nothing else on it speaks of an error"),
    marked("%(found)s may be the page's subject: nothing else on it speaks of a refusal"),
    marked("%(found)s stands beside other prose (weight %(count)s, allowed %(all)s)"),
    marked("%(found)s in what declares itself an article"),
    marked("%(found)s over no form to log in with"),
    marked("%(found)s, but no field for a password"),
    marked("%(found)s, but also %(other)s"),
    marked("%(words)s in the title may be the page's own subject"),
    marked("%(known)s, on a page of %(count)s characters"),
    marked("%(mark)s on a page of text"),
    marked("the body is marked %(mark)s, over an article of its own"),
    marked("the body is marked %(mark)s, over prose of its own (weight %(count)s)"),
    marked("%(count)s characters of text are missing, but the title is as it was"),
    marked("the title is as it was"),
    marked("the host answers otherwise for an address that cannot exist"),
    marked("the cited page is a top page, which a host may show for anything"),
    marked("the cited page is itself a top page"),
    marked("the cited page is itself called an error page"),
    marked("the cited page is itself a login page"),
    marked("a short address that leads to another site's top page: it may be the same thing"),
    marked("the redirect to %(url)s is a temporary one"),
    marked("declared as not free (JSON-LD), yet %(count)s characters are shown"),
    marked("words of a paywall, not at the end of a short article"),
    marked("there is a heading, %(found)s, with some words"),
    marked("its JSON-LD tells the article"),
    # Pages that say they are gone, or are another's.
    marked("%(found)s over a page that says little else"),
    marked("%(found)s on a page that says little else"),
    marked("the body is marked %(mark)s, and the page says %(found)s"),
    marked("the body is marked %(mark)s"),
    marked("the host answers the same for an address that cannot exist"),
    marked("%(count)s characters of text are missing; the title was %(found)s"),
    marked("the storage says %(detail)s"),
    marked("the service says %(detail)s"),
    marked("the host's notice %(url)s"),
    marked("made by the parking service %(host)s"),
    marked("the mark of a parking page: %(mark)s"),
    marked("the title now has %(words)s; it was %(found)s"),
    marked("the title has %(words)s"),
    # Walls.
    marked("sent to %(url)s, a form for a password and little else"),
    marked("sent to %(url)s"),
    marked("%(found)s at %(url)s"),
    marked("%(found)s over a form and little else"),
    marked("declared as not free (JSON-LD), %(count)s characters shown"),
    marked("the text ends with %(found)s"),
    marked("an empty page around %(mark)s"),
    marked("%(name)s: header %(mark)s"),
    marked("%(name)s: the mark %(mark)s"),
    marked("%(name)s: %(found)s"),
    # Sites known by heart.
    marked("oEmbed answers %(status)s: the owner keeps it from being embedded"),
    marked("oEmbed answers %(status)s: %(detail)s"),
    marked("oEmbed answers %(status)s"),
    marked("the page asked for leads to %(url)s"),
    marked("the page names nothing that it shows"),
    marked("the page shows no notice over the player"),
    marked("oEmbed answers with the video's title"),
    marked("oEmbed answers with the post's text"),
    marked("oEmbed answers with the title %(title)s"),
    marked("oEmbed answers %(title)s"),
    marked("the article stands in its place, %(count)s characters"),
    marked("the old address answers %(status)s, the article stands at %(url)s"),
    marked("the old address shows it no more, the article stands at %(url)s"),
    marked("the page's title is %(title)s"),
    marked("The page shows the post (captures from before 2020)"),
    marked("The page only sends the browser on to %(url)s"),
    marked("The page is a shell that needs a browser (%(detail)s)"),
    marked("The page has no player response: it does not tell of the video"),
    marked("The player response says OK, or asks only for a click"),
    marked("YouTube asks for consent to its cookies, which is not given"),
    marked("YouTube asks for a captcha (%(detail)s)"),
    marked("The members' key, or 「会員限定」, at the article's own headline"),
    marked("%(what)s; yet oEmbed vouches for it"),
    # Any of these with words of others after it.
    marked("%(known)s (%(detail)s)"),
    marked("%(known)s: %(detail)s"),
    # Words of the page alone.
    marked("%(one)s and %(other)s"),
    marked("“%(inner)s”"),
)
"""Patterns of sentences, each before those that would fit as well and say less."""

_KINDS = {
    "count": r"[\d,]+",
    "all": r"[\d,]+",
    "status": r"\d{3}",
    "statuses": r"[\d, ]+",
    "url": r"\S+",
    "host": r"\S+",
    "share": r"\d+%",
    "title": r"「.+」",
    "day": r"\S+",
    "code": r"[\w-]+",
    "scheme": r"\S+",
    "phrase": r"[\w' -]+",
    "name": r"[\w .+()/-]{1,40}",
    "found": r"“.+”",
    "words": r"“.+”",
    "inner": r"[^“”]+",
    "one": r"“[^“”]+”",
    "other": r"“[^“”]+”",
    "archive": r"[\w.:-]+",
    "known": r".+?",
}
"""What may stand for a name; anything for those not listed."""

_MAY = frozenset({"what", "found", "words", "one", "other"})
"""Names that stand for what may be such a sentence itself."""
_MUST = frozenset({"known"})
"""Names that stand for nothing but such a sentence."""

_NAME = re.compile(r"%\((\w+)\)s")
_DEEPEST = 4
"""Sentences within sentences."""


def told(language: Language, evidence: str) -> str:
    """The evidence in the reader's language; as it is where it is in no words of ours."""
    return evidence if language.code == DEFAULT else _told(language, evidence, 0)


def _told(language: Language, evidence: str, depth: int) -> str:
    if depth > _DEEPEST:
        return evidence
    for message, pattern in patterns():
        found = pattern.fullmatch(evidence)
        if found is None:
            continue
        values = {
            name: _told(language, value, depth + 1) if name in _MAY | _MUST else value
            for name, value in found.groupdict().items()
        }
        if all(values[name] != found[name] for name in _MUST & values.keys()):
            return language.gettext(message) % values
    return evidence


@cache
def patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Each sentence with what fits it."""
    return tuple((message, re.compile(_expression(message), re.S)) for message in SENTENCES)


def _expression(message: str) -> str:
    parts = _NAME.split(message)
    said = [re.escape(part) for part in parts[::2]]
    names = [f"(?P<{name}>{_KINDS.get(name, '.+')})" for name in parts[1::2]]
    return "".join(part for pair in zip(said, [*names, ""], strict=True) for part in pair)
