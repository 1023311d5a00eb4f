"""A link on its way through the crawl: what it asks next, what came of it, how often it was tried."""

from __future__ import annotations

from linkwatch.crawl.visiting import Rules, Steps, visit
from linkwatch.model import Due, Fault, FaultKind, Page
from linkwatch.sites import Ask
from linkwatch.urls import host_of


class Errand:
    """Drives one visit step by step; the spiders carry it from request to request.

    ``ask`` is the request to make next; None once ``page`` holds the whole page.
    """

    def __init__(self, due: Due, rules: Rules, *, tries: int = 1) -> None:
        self.due = due
        self.tries = tries
        self.page: Page | None = None
        self._rules = rules
        self._steps: Steps = visit(due, rules)
        self.ask: Ask | None = None
        self.url = due.url
        """What to request next, or was requested last."""
        self.host = ""
        """The host to be asked next, or asked last."""
        self._take(next(self._steps))

    @property
    def done(self) -> bool:
        """Whether there is nothing left to ask."""
        return self.ask is None

    def answered(self, page: Page) -> None:
        """Take the answer to ``ask``."""
        self._take(self._steps.send(page))

    def refreshed(self, target: str) -> None:
        """Go on to the address that the page's meta refresh names."""
        self._take(self._steps.send(target))

    def crashed(self, detail: str) -> None:
        """End the visit: what came breaks our own code."""
        self._steps.close()
        fault = Fault(kind=FaultKind.CRASHED, detail=detail)
        self._take(Page(url=self.due.url, final_url=self.due.url, fault=fault))

    def again(self) -> Errand:
        """Return the same visit, to be tried from its beginning."""
        return Errand(self.due, self._rules, tries=self.tries + 1)

    def _take(self, step: Ask | Page) -> None:
        if isinstance(step, Page):
            self.page, self.ask = step, None
        else:
            self.ask, self.page = step, None
            self.url, self.host = step.url, host_of(step.url)
