"""All that Apprise knows: Slack, Discord, Matrix, LINE, ntfy, webhooks and some hundred more.

Apprise tells success from failure. Whether a failure was a refusal is read from what it logs of the attempt: every
service says of an exception of the connection that it was one, and says with which status it was answered.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass

import apprise
from apprise import NotifyBase, NotifyFormat

from db.deliveries import Fate
from linkwatch.errors import ConfigError
from linkwatch.notify.channels import Answer, Message

SCHEMES: frozenset[str] = frozenset()
"""Whatever no other module takes."""

_ASSET = apprise.AppriseAsset(
    app_id="linkwatch", app_desc="linkwatch", app_url="", async_mode=False, secure_logging=True, storage_mode="memory"
)
_LOG = logging.getLogger("apprise")
_LOG.addHandler(logging.NullHandler())
_LOG.setLevel(logging.DEBUG)
_LOG.propagate = False  # it may name addresses, and their secrets

_CONNECTING = re.compile(
    r"NewConnectionError|ConnectTimeout|NameResolutionError|ProxyError|CertVerificationError|WRONG_VERSION_NUMBER"
)
"""Errors of requests and urllib3 before anything was sent."""
_EXCEPTION = re.compile(r"(?!I/O|Template)[\w./ ]{1,20}[Ee]xception: ")
_STATUS = re.compile(r"error=(\d{3})\b")
_IN_DOUBT = frozenset({"408", "504"})
"""Of a server that gave up waiting, for us or for another that may have done its work (RFC 9110, 15.5.9, 15.6.5)."""
_SENT = re.compile(r"Sent\b")


def read(address: str) -> NotifyBase:
    """What an address is to Apprise. Raises ConfigError, without the address: it holds secrets."""
    service = apprise.Apprise.instantiate(address, asset=_ASSET, suppress_exceptions=True)
    if not isinstance(service, NotifyBase):
        raise ConfigError("is no address that Apprise knows", hint="https://github.com/caronc/apprise lists them")
    return service


def sender(address: str, *, timeout: float) -> Service:
    """Raises ConfigError for an address that Apprise does not know."""
    service = read(address)
    if "cto=" not in address:
        service.socket_connect_timeout = timeout
    if "rto=" not in address:
        service.socket_read_timeout = timeout
    return Service(service=service)


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One address of Apprise's."""

    service: NotifyBase

    def send(self, message: Message) -> Answer:
        """Send plain text, as long as the service takes."""
        limit = self.service.body_maxlen - len(message.subject) - 8
        caller = apprise.Apprise(asset=_ASSET)
        caller.add(self.service)
        result = caller.notify(
            body=tame(message.text(limit)), title=tame(message.subject), body_format=NotifyFormat.TEXT,
            log_level=logging.DEBUG,
        )  # fmt: skip
        if result:
            return Answer(fate=Fate.SENT)
        return judged([entry.message for entry in result.logs()])


def judged(logged: Sequence[str]) -> Answer:
    """Whether a failure was a refusal, from what Apprise logged of it."""
    exceptions = [line for line in logged if _EXCEPTION.match(line)]
    statuses = [found[1] for line in logged if (found := _STATUS.search(line))]
    if any(_SENT.match(line) for line in logged):
        return Answer(fate=Fate.UNCLEAR, detail="it arrived in part")
    if any(not _CONNECTING.search(line) for line in exceptions):
        timed_out = any("timed out" in line.lower() for line in exceptions)
        return Answer(fate=Fate.UNCLEAR, detail="no answer in time" if timed_out else "the connection broke off")
    if exceptions:
        return Answer(fate=Fate.REFUSED, detail="could not connect")
    if any(status in _IN_DOUBT for status in statuses):
        return Answer(fate=Fate.UNCLEAR, detail=f"answered with HTTP {statuses[-1]}")
    if statuses:
        return Answer(fate=Fate.REFUSED, detail=f"answered with HTTP {statuses[-1]}")
    return Answer(fate=Fate.REFUSED, detail="the service did not take it")


_WORD = re.compile(r"\S+")
_CALLS = re.compile(r"@|<|\](?=\()")


def tame(text: str) -> str:
    """Text of strangers that calls on nobody, and makes no link that is called something else.

    In chats ``@everyone``, ``<!channel>``, ``<https://…|bank>`` and ``[bank](https://…)`` mean something.
    """

    def word(found: re.Match[str]) -> str:
        if found[0].startswith(("http://", "https://")):
            return found[0].replace("@", "%40").replace("<", "%3C").replace("](", "]%28")
        return _CALLS.sub("\\g<0>\u200b", found[0])

    return _WORD.sub(word, text)
