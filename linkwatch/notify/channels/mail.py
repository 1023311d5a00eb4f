"""Mail, by SMTP: our own, since Apprise does not say whether a mail was refused or may have arrived.

Addresses are read by Apprise (mailto://, mailtos://, with what it knows of the large providers). Refused is what
fails before the server was given the whole message (from there on it may deliver it: RFC 5321, 4.1.1.4), or what it
then answers with an error; where no answer comes after that, nobody knows.
"""

from __future__ import annotations

import contextlib
import re
import smtplib
import ssl
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import localtime

from apprise.plugins.email import NotifyEmail
from apprise.plugins.email.base import PGP_MODE_DEFAULT

from db.deliveries import Fate
from linkwatch.errors import ConfigError
from linkwatch.notify.channels import Answer, Message
from linkwatch.notify.text import UNLIMITED
from linkwatch.report.printable import short

SCHEMES = frozenset({"mailto", "mailtos"})

_POLICY = SMTP.clone(cte_type="7bit")
"""Every server takes seven bits."""
_DETAIL = 120
_ENHANCED = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3} ?")
"""Enhanced status codes (RFC 3463), which say nothing to people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Whom to write to, and through which server."""

    host: str
    port: int
    security: str
    """``ssl``, ``starttls`` or ``insecure``."""
    verify: bool
    user: str
    password: str
    sender: Address
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    bcc: tuple[Address, ...]
    reply_to: tuple[Address, ...]
    headers: Mapping[str, str]

    @property
    def recipients(self) -> list[str]:
        """Addresses, each once."""
        return list(dict.fromkeys(one.addr_spec for one in (*self.to, *self.cc, *self.bcc)))


def sender(address: str, *, timeout: float) -> Mail:
    """Raises ConfigError for what is no address of mail."""
    from linkwatch.notify.channels.services import read

    found = read(address)
    if not isinstance(found, NotifyEmail):
        raise ConfigError("is no address of mail", hint="write mailtos://user:password@mail.example.org")
    if found.pgp_mode != PGP_MODE_DEFAULT:
        raise ConfigError("asks for PGP, which linkwatch does not do", hint="take pgp out of it")
    try:
        return Mail(account=_account(found), timeout=timeout)
    except (ValueError, IndexError) as error:  # what the email package makes of an address
        raise ConfigError("has an address that cannot be written to", hint="write it like you@example.org") from error


def _account(found: NotifyEmail) -> Account:
    def named(addresses: set[str]) -> tuple[Address, ...]:
        return tuple(_address(found.names.get(one), one) for one in sorted(addresses))

    name, own = found.from_addr
    return Account(
        host=found.smtp_host,
        port=int(found.port or 0),
        security=str(found.secure_mode),
        verify=bool(found.verify_certificate),
        user=found.user or "",
        password=found.password or "",
        sender=_address(name, str(own)),
        to=tuple(_address(name, address) for name, address in found.targets),
        cc=named(found.cc),
        bcc=named(found.bcc),
        reply_to=named(found.reply_to),
        headers=dict(found.headers),
    )


def _address(name: object, address: str) -> Address:
    return Address(display_name=name if isinstance(name, str) else "", addr_spec=address)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A mailbox, or several, and the account through which they are reached."""

    account: Account
    timeout: float

    def send(self, message: Message) -> Answer:
        """Send one mail to all of them."""
        data = self.written(message).as_bytes(policy=_POLICY)
        try:
            with _closing(self._connected()) as smtp:
                return self._handed_over(smtp, data)
        except (OSError, smtplib.SMTPException) as error:
            return Answer(fate=Fate.REFUSED, detail=_said(error))

    def written(self, message: Message) -> EmailMessage:
        """The mail."""
        account = self.account
        mail = EmailMessage(policy=_POLICY)
        mail["From"] = account.sender
        mail["To"] = account.to
        if account.cc:
            mail["Cc"] = account.cc
        if account.reply_to:
            mail["Reply-To"] = account.reply_to
        mail["Subject"] = short(message.subject, 200)
        mail["Date"] = localtime()
        mail["Message-ID"] = f"<{message.message_id}@{account.sender.domain or 'localhost'}>"
        mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office notes in return
        for name, value in account.headers.items():
            if name not in mail:
                mail[name] = short(value, 200)
        mail.set_content(message.text(UNLIMITED))
        mail.add_alternative(message.html, subtype="html")
        return mail

    def _connected(self) -> smtplib.SMTP:
        account = self.account
        context = ssl.create_default_context()
        if not account.verify:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        smtp: smtplib.SMTP
        if account.security == "ssl":
            smtp = smtplib.SMTP_SSL(account.host, account.port, timeout=self.timeout, context=context)
        else:
            smtp = smtplib.SMTP(account.host, account.port, timeout=self.timeout)
        try:
            if account.security == "starttls":
                smtp.starttls(context=context)
            if account.user and account.password:
                smtp.login(account.user, account.password)
        except BaseException:
            smtp.close()
            raise
        return smtp

    def _handed_over(self, smtp: smtplib.SMTP, data: bytes) -> Answer:
        smtp.ehlo_or_helo_if_needed()
        answer = smtp.mail(self.account.sender.addr_spec)
        if answer[0] != 250:
            return Answer(fate=Fate.REFUSED, detail=_answer(*answer))
        wanted = self.account.recipients
        refused = {one: answer for one in wanted if (answer := smtp.rcpt(one))[0] not in (250, 251)}
        if len(refused) == len(wanted):
            return Answer(fate=Fate.REFUSED, detail=_answer(*next(iter(refused.values()))))
        try:
            code, said = smtp.data(data)
        except smtplib.SMTPDataError as error:  # refused before the message was sent
            return Answer(fate=Fate.REFUSED, detail=_said(error))
        except (OSError, smtplib.SMTPException) as error:
            return Answer(fate=Fate.UNCLEAR, detail=f"no answer to the message: {_said(error)}")
        if code != 250:
            return Answer(fate=Fate.REFUSED, detail=_answer(code, said))
        left_out = "; ".join(f"not {one}: {_answer(*answer)}" for one, answer in refused.items())
        return Answer(fate=Fate.SENT, detail=short(left_out, 2 * _DETAIL))


@contextlib.contextmanager
def _closing(smtp: smtplib.SMTP) -> Iterator[smtplib.SMTP]:
    """Say good-bye; what goes wrong then no longer matters."""
    try:
        yield smtp
        with contextlib.suppress(OSError, smtplib.SMTPException):
            smtp.quit()
    finally:
        smtp.close()


def _said(error: Exception) -> str:
    """An error in a few words; what a server said in its own."""
    if isinstance(error, smtplib.SMTPResponseException):
        return _answer(error.smtp_code, error.smtp_error)
    if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):
        return "timed out"
    if isinstance(error, OSError) and error.strerror:
        return short(error.strerror, _DETAIL)
    return short(str(error) or type(error).__name__, _DETAIL)


def _answer(code: int, said: bytes | str) -> str:
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return short(f"{code} {_ENHANCED.sub('', words)}", _DETAIL)
