"""What tests in a browser share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import Page


@dataclass
class Seen:
    """What a page did that it should not."""

    console: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)
    """Requests that left the origin."""
    dialogs: list[str] = field(default_factory=list)

    @property
    def bad(self) -> list[str]:
        return [*self.console, *self.elsewhere, *self.dialogs]


Open = Callable[..., tuple[Page, Seen]]
