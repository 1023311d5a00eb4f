"""What a certificate is worth: verified by default, and when it fails, in which way."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from cryptography import x509
from OpenSSL.crypto import X509
from OpenSSL.SSL import VERIFY_PEER, Connection
from service_identity import VerificationError
from service_identity.hazmat import DNS_ID, IPAddress_ID, verify_service_identity
from service_identity.pyopenssl import extract_patterns
from twisted.internet.interfaces import IOpenSSLClientConnectionCreator
from twisted.internet.ssl import optionsForClientTLS
from twisted.web.iweb import IPolicyForHTTPS
from zope.interface import implementer

from linkwatch.model import Fault, FaultKind

EXPIRED, NOT_YET = 10, 9
SELF_SIGNED, SELF_SIGNED_IN_CHAIN = 18, 19
NO_ISSUER = frozenset({2, 20, 21})
"""X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, …_LOCALLY, …_VERIFY_LEAF_SIGNATURE (openssl/x509_vfy.h)."""
KEPT = 10_000
"""Hosts whose faults are remembered."""
SOON = timedelta(days=14)


def is_certificate_fault(error: BaseException) -> bool:
    """Tell whether the connection failed over its certificate, and not over something else of TLS."""
    current: list[BaseException] = [error]
    for _ in range(20):
        if not current:
            return False
        each = current.pop()
        if isinstance(each, VerificationError) or "certificate verify failed" in str(each):
            return True
        reasons = [getattr(reason, "value", None) for reason in getattr(each, "reasons", None) or ()]
        current += [cause for cause in (each.__cause__, *reasons) if isinstance(cause, BaseException)]
    return False


@implementer(IPolicyForHTTPS)
class CertificatePolicy:
    """How certificates are treated; without ``verify`` all are let pass, and what is wrong is noted by host."""

    def __init__(self, *, verify: bool) -> None:
        self._verify = verify
        self._noted: OrderedDict[str, str] = OrderedDict()

    def creatorForNetloc(self, hostname: bytes, port: int) -> Any:  # noqa: N802 (Twisted's name)
        """Return what makes the TLS connection to ``hostname``."""
        name = hostname.decode("ascii")
        options = optionsForClientTLS(name, extraCertificateOptions={"fixBrokenPeers": True})
        return options if self._verify else _Lenient(options, name, self._note)

    def fault(self, host: str) -> Fault:
        """Return what was wrong with the certificate of ``host``."""
        return Fault(kind=FaultKind.TLS, detail=self._noted.get(host, "its certificate cannot be verified"))

    def _note(self, host: str, words: str) -> None:
        self._noted.setdefault(host, words)
        while len(self._noted) > KEPT:
            self._noted.popitem(last=False)


@implementer(IOpenSSLClientConnectionCreator)
class _Lenient:
    """Connects whatever the certificate, and notes what verification says."""

    def __init__(self, options: Any, host: str, note: Callable[[str, str], None]) -> None:
        self._options = options
        self._host = host
        self._note = note

    def clientConnectionForTLS(self, tls_protocol: Any) -> Connection:  # noqa: N802 (Twisted's name)
        connection: Connection = self._options.clientConnectionForTLS(tls_protocol)

        def verified(_: Connection, certificate: X509, error: int, depth: int, ok: int) -> bool:
            if words := words_of(certificate.to_cryptography(), self._host, error, depth):
                self._note(self._host, words)
            if depth == 0 and (words := _wrong_host(certificate, self._host)):
                self._note(self._host, words)
            return True

        connection.set_verify(VERIFY_PEER, verified)
        return connection


def words_of(certificate: x509.Certificate, host: str, error: int, depth: int) -> str:
    """Say in words what OpenSSL's verification ``error`` means; empty for none."""
    if error == 0:
        return ""
    if error == EXPIRED:
        return f"expired on {certificate.not_valid_after_utc:%Y-%m-%d}"
    if error == NOT_YET:
        return f"not valid before {certificate.not_valid_before_utc:%Y-%m-%d}"
    if error in (SELF_SIGNED, SELF_SIGNED_IN_CHAIN):
        return "self-signed" if depth == 0 else "issued by an authority that is not trusted"
    if error in NO_ISSUER:
        if certificate.issuer == certificate.subject:
            return "self-signed"
        return "incomplete chain: the server leaves out its intermediate certificate"
    return f"not valid (OpenSSL error {error})"


def _wrong_host(certificate: X509, host: str) -> str:
    wanted = IPAddress_ID(host) if host.replace(".", "").isdigit() or ":" in host else DNS_ID(host)
    try:
        verify_service_identity(extract_patterns(certificate), [wanted], [])
    except VerificationError:
        return f"made out to {', '.join(_names(certificate.to_cryptography())[:3]) or 'nobody'}, not to {host}"
    except ValueError as error:
        return f"names no valid host ({error})"
    return ""


def _names(certificate: x509.Certificate) -> list[str]:
    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (x509.ExtensionNotFound, ValueError):
        return []
    return [str(value) for value in names.get_values_for_type(x509.DNSName)]


def ends_soon(certificate: Any, now: datetime) -> Fault | None:
    """Return the fault of a valid certificate (Twisted's, None for plain HTTP) that ends within SOON."""
    if certificate is None:
        return None
    ends = certificate.original.to_cryptography().not_valid_after_utc
    return Fault(kind=FaultKind.TLS, detail=f"ends on {ends:%Y-%m-%d}") if ends - now < SOON else None
