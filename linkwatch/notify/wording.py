"""A digest in the receiver's language: the sentences that text and HTML share (pure)."""

from __future__ import annotations

from dataclasses import dataclass

from db.views import DocumentName
from linkwatch.model import Edit, EditOp, Event
from linkwatch.notify.digest import Digest, Entry, Section
from linkwatch.notify.hosts import HostNews
from linkwatch.notify.news import News
from linkwatch.report.printable import one_line, short
from linkwatch.report.web import evidence, words
from linkwatch.report.web.language import Language
from linkwatch.report.web.rendering import speech

TITLE = 120
FACT = 60
EVIDENCE = 160
SENTENCE = 100
NAME = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """How things are said to one receiver; plain text, what strangers wrote in it made harmless."""

    language: Language

    def summary(self, digest: Digest) -> str:
        """``2 died and 1 changed``."""
        return self.language.listed(self._count(kind, number) for kind, number in digest.counts)

    def subject(self, digest: Digest) -> str:
        """Of a mail."""
        places = [one.host for one in digest.hosts] + [self.document(section) for section in digest.sections]
        place = f" — {short(places[0], NAME)}" if len(places) == 1 and not digest.more else ""
        return f"linkwatch: {self.summary(digest)}{place}"

    def host(self, news: HostNews) -> str:
        """``www.example.org: 312 pages died``."""
        number, host = news.pages, short(news.host, NAME)
        if news.kind is News.DIED:
            return self.n_("%(host)s: one page died", "%(host)s: %(count)s pages died", number, host=host)
        if news.kind is News.MOVED:
            return self.n_("%(host)s: one page moved", "%(host)s: %(count)s pages moved", number, host=host)
        return self.n_("%(host)s: one page came back", "%(host)s: %(count)s pages came back", number, host=host)

    def host_said(self, news: HostNews) -> str:
        """When it was seen, and what."""
        seen = evidence.told(self.language, news.said) if news.kind is not News.MOVED else ""
        return " · ".join(part for part in (self.language.day(news.at), short(seen, EVIDENCE)) if part)

    def citing(self, news: HostNews) -> str:
        """Which documents cite them, and how many each."""
        named = [
            self.say("%(document)s (%(count)s)", document=self.named(document), count=self.language.number(count))
            for document, count in news.documents
        ]
        if news.more_documents:
            named.append(self.n_("one more document", "%(count)s more documents", news.more_documents))
        return self.say("Cited in %(documents)s", documents=self.language.listed(named))

    def named(self, document: DocumentName) -> str:
        """Title or name of a document; only the last part of a path."""
        return short(document.title or document.name.rstrip("/").rpartition("/")[2] or document.name, NAME)

    def document(self, section: Section) -> str:
        """Title or name of the document."""
        return self.named(section.document)

    def label(self, event: Event) -> str:
        """What happened, in a word or two."""
        return self.say(words.EVENTS[event.kind])

    def where(self, entry: Entry) -> str:
        """Where in the document, and when it was seen."""
        line = entry.line
        place = self.say("line %(line)s", line=line) if line is not None else short(entry.place, NAME)
        return " · ".join(part for part in (place, self.language.day(entry.event.at)) if part)

    def said(self, entry: Entry) -> str:
        """What was seen of a page that died or came back, and since when it failed."""
        if entry.kind not in (News.DIED, News.CAME_BACK):
            return ""
        since = entry.failing_since
        told = self.say("since %(day)s", day=self.language.day(since)) if since is not None else ""
        return ("、" if self.language.code == "ja" else "; ").join(
            part for part in (short(evidence.told(self.language, entry.event.evidence), EVIDENCE), told) if part
        )

    def kept(self, entry: Entry) -> str:
        """How much of a quote is left."""
        if not entry.sentences:
            return ""
        return self.say("%(kept)s of %(all)s quoted sentences kept", kept=entry.kept, all=entry.sentences)

    def lost(self, entry: Entry) -> str:
        """The first quoted sentence that is gone."""
        return self.say("No longer there: %(text)s", text=self._quoted(entry.lost, SENTENCE)) if entry.lost else ""

    def kind(self, edit: Edit) -> str:
        """What sort of fact a change touches."""
        return self.say(words.KINDS[edit.kind])

    def fact(self, edit: Edit) -> str:
        """One change: ``number: “12” → “10”``."""
        before, after = self._quoted(edit.before, FACT), self._quoted(edit.after, FACT)
        if edit.op is EditOp.MOVE:
            change = self.say("moved: %(text)s", text=before)
        else:
            change = " → ".join(part for part in (edit.before and before, edit.after and after) if part)
            change = self.say("added: %(text)s", text=after) if not edit.before else change
            change = self.say("gone: %(text)s", text=before) if not edit.after else change
        return f"{self.kind(edit)}{self._colon}{change}"

    def more_facts(self, entry: Entry) -> str:
        """How many changes are not named."""
        return self.n_("and one more", "and %(count)s more", entry.more_facts) if entry.more_facts else ""

    def earlier(self, entry: Entry) -> str:
        """What happened to the page before, of which the receiver was not told yet."""
        found = [one for one in entry.earlier if one.at != entry.event.at]
        if not found:
            return ""
        listed = self.language.listed(f"{self.label(one)} ({self.language.day(one.at)})" for one in found)
        return self.say("Before that: %(what)s", what=listed)

    def copy(self, entry: Entry) -> str:
        """Of which day a copy in an archive is."""
        return self.say("Copy of %(day)s", day=self.language.day(entry.copy.taken_at)) if entry.copy else ""

    def now_at(self) -> str:
        """Before a new address."""
        return self.say("Now at")

    def more(self, number: int) -> str:
        """How many changes are not told one by one."""
        return self.n_("One more change", "%(count)s more changes", number)

    def reason(self) -> str:
        """Why this was sent."""
        return self.say("linkwatch sends this, as [notify] in its linkwatch.toml says.")

    def trial(self) -> str:
        """What a test says."""
        return self.say("This is a test: linkwatch can reach you here.")

    @property
    def _colon(self) -> str:
        return "：" if self.language.code == "ja" else ": "

    def _count(self, kind: News, number: int) -> str:
        n_ = self.n_
        if kind is News.DIED:
            return n_("%(count)s died", "%(count)s died", number)
        if kind is News.CHANGED:
            return n_("%(count)s changed", "%(count)s changed", number)
        if kind is News.MOVED:
            return n_("%(count)s moved", "%(count)s moved", number)
        return n_("%(count)s came back", "%(count)s came back", number)

    def _quoted(self, text: str, limit: int) -> str:
        return f"「{short(text, limit)}」" if self.language.code == "ja" else f"“{short(text, limit)}”"

    def say(self, message: str, **values: object) -> str:
        """The message in the receiver's language."""
        shown = {name: one_line(value) if isinstance(value, str) else value for name, value in values.items()}
        return speech(self.language)[0](message, **shown).unescape()

    def n_(self, one: str, many: str, count: int, **values: str) -> str:
        """The form of the message that goes with the count."""
        shown = {name: one_line(value) for name, value in values.items()}
        return speech(self.language)[1](one, many, count, **shown).unescape()
