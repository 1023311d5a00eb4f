"""Ways to reach people, one module each. A further one is a module here and nothing else: it is found by itself.

A module says which addresses are its own with ``SCHEMES`` (the part before ``://``; the module without any takes what
no other does) and makes a sender of one with ``sender(address, timeout=…)``, which raises ConfigError, without the
address in its message, when it is none.
"""

from __future__ import annotations

import importlib
import pkgutil
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType
from typing import Protocol

from db.deliveries import Fate


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What is sent."""

    subject: str
    text: Callable[[int], str]
    """Plain text of at most about so many characters."""
    html: str
    message_id: str
    """Stable, without angle brackets and domain; a mail program shows two mails of one id once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What became of it."""

    fate: Fate
    """``sent``, ``refused`` when it certainly did not arrive, or ``unclear``."""
    detail: str = ""
    """In a few words, without secrets."""


class Sender(Protocol):
    """A way to reach one receiver."""

    def send(self, message: Message) -> Answer:
        """Send it; whatever goes wrong is told in the answer."""
        ...


def sender(address: str, *, timeout: float) -> Sender:
    """The way to reach an address. Raises ConfigError when there is none."""
    scheme = address.partition("://")[0].strip().lower()
    found = sorted(_modules(), key=lambda module: scheme not in module.SCHEMES)
    own = next(module for module in found if scheme in module.SCHEMES or not module.SCHEMES)
    made: Sender = own.sender(address, timeout=timeout)
    return made


def _modules() -> list[ModuleType]:
    names = (module.name for module in pkgutil.iter_modules(__path__))
    with warnings.catch_warnings():  # Apprise imports what newer Pythons no longer have
        warnings.simplefilter("ignore", DeprecationWarning)
        return [importlib.import_module(f"{__name__}.{name}") for name in names]
