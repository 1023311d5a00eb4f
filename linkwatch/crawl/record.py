"""Writing a WARC file of what a crawl fetched (``--record``): one thread, off the hot path.

Each answer is a pair of records, request and response (WARC 1.1, ISO 28500:2017). Bodies keep the content
encoding in which they came, but for those that common readers trip over; chunks are undone, as the client
hands them over undone. What did not answer is a metadata record with the header ``WARC-Linkwatch-Fault``, so
that a replay knows a timeout from a page never asked for; an answer with a fault bears it too, and one with a
fault of the certificate ``WARC-Linkwatch-Certificate``. Readers that do not know these headers pass over
them, as the standard asks.
"""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import ada_url
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from linkwatch.errors import CrawlError
from linkwatch.model import Fault
from linkwatch.version import __version__

WAITING = 100
"""Records that may wait to be written; beyond that requests wait."""
SHOWN = frozenset({"user-agent", "accept", "accept-encoding", "accept-language"})
"""Request headers written down; others may hold a secret."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One request and what it brought, as it went over the wire."""

    url: str
    at: datetime
    sent: tuple[tuple[str, str], ...]
    """Request headers."""
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    """Encoded as ``headers`` say, chunks undone."""
    ip: str = ""
    truncated: bool = False
    certificate: str = ""
    """What is wrong with the certificate."""
    fault: str = ""
    """Kind of what is wrong with the answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """One request that brought no answer."""

    url: str
    at: datetime
    fault: Fault


class _Verbatim(StatusAndHeaders):  # type: ignore[misc]
    """Headers written with the very bytes that came; warcio would escape what is not ASCII."""

    def compute_headers_buffer(self, header_filter: object = None) -> None:
        lines = [f"{self.protocol} {self.statusline}", *(f"{name}: {value}" for name, value in self.headers)]
        self.headers_buff = "".join(f"{line}\r\n" for line in (*lines, "")).encode("latin-1", "replace")


class Recorder:
    """Writes one file; start it, put what came, close it.

    Raises :class:`CrawlError` when the file exists already or cannot be made.
    """

    def __init__(self, path: Path, *, failed: Callable[[Exception], None]) -> None:
        self._path = path
        self._failed = failed
        self._waiting: queue.SimpleQueue[Exchange | Failure | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="linkwatch-record", daemon=True)
        try:
            self._file = path.open("xb")
        except FileExistsError as error:
            raise CrawlError(f"{path}: exists already", hint="name a new file for --record") from error
        except OSError as error:
            raise CrawlError(f"{path}: {error.strerror}", hint="name another file for --record") from error

    def start(self) -> None:
        """Begin to write."""
        self._thread.start()

    async def put(self, record: Exchange | Failure) -> None:
        """Hand over what came; waits while the file cannot keep up."""
        while self._waiting.qsize() >= WAITING and self._thread.is_alive():
            await asyncio.sleep(0.02)
        self._waiting.put(record)

    def close(self) -> None:
        """Write what waits and close the file."""
        self._waiting.put(None)
        self._thread.join()

    def _run(self) -> None:
        try:
            with self._file:
                writer = WARCWriter(self._file, gzip=True, warc_version="1.1")
                _write_info(writer, self._path)
                while (record := self._waiting.get()) is not None:
                    _write(writer, record)
        except OSError as error:
            self._failed(_unwritable(self._path, error))
        except Exception as error:  # told to the crawl, which ends with it
            self._failed(error)


class Afterwards:
    """Adds to the file of a crawl what is asked before and after it: of archives. Not for several threads.

    What comes before the crawl has made the file waits for it. A file that is there already is another crawl's.
    """

    def __init__(self, path: Path) -> None:
        self._path, self._is_anothers = path, path.exists()
        self._waiting: list[Exchange | Failure] = []

    def put(self, record: Exchange | Failure) -> None:
        """Write what came, and what waits. Raises :class:`CrawlError` when the file cannot be written."""
        self._waiting.append(record)
        if self._is_anothers or not self._path.exists():
            return
        try:
            with self._path.open("ab") as file:
                writer = WARCWriter(file, gzip=True, warc_version="1.1")
                for each in self._waiting:
                    _write(writer, each)
        except OSError as error:
            raise _unwritable(self._path, error) from error
        self._waiting.clear()


def _unwritable(path: Path, error: OSError) -> CrawlError:
    return CrawlError(f"{path}: cannot be written ({error.strerror})", hint="make room, or record elsewhere")


def _write(writer: WARCWriter, record: Exchange | Failure) -> None:
    if isinstance(record, Exchange):
        _write_exchange(writer, record)
    else:
        _write_failure(writer, record)


def _write_info(writer: WARCWriter, path: Path) -> None:
    software = f"linkwatch/{__version__}"
    info = {"software": software, "format": "WARC File Format 1.1", "robots": "obey"}
    writer.write_record(writer.create_warcinfo_record(path.name, info))


def _write_exchange(writer: WARCWriter, exchange: Exchange) -> None:
    address = ada_url.URL(exchange.url)
    shown = [("Host", address.host), *((name, value) for name, value in exchange.sent if name.lower() in SHOWN)]
    request_line = f"GET {address.pathname}{address.search} HTTP/1.1"
    fields = {"WARC-Date": _date(exchange.at)}
    extra = {
        "WARC-IP-Address": exchange.ip,
        "WARC-Truncated": "length" if exchange.truncated else "",
        "WARC-Linkwatch-Certificate": exchange.certificate,
        "WARC-Linkwatch-Fault": exchange.fault,
    }
    response = writer.create_warc_record(
        exchange.url,
        "response",
        payload=BytesIO(exchange.body),
        length=len(exchange.body),
        http_headers=_Verbatim(str(exchange.status), _stored(exchange), protocol="HTTP/1.1"),
        warc_headers_dict=fields | {name: value for name, value in extra.items() if value},
    )
    request = writer.create_warc_record(
        exchange.url,
        "request",
        payload=BytesIO(),
        length=0,
        http_headers=_Verbatim(request_line, shown, is_http_request=True),
        warc_headers_dict=dict(fields),
    )
    writer.write_request_response_pair(request, response)


def _stored(exchange: Exchange) -> list[tuple[str, str]]:
    """The headers, true of the body as it is stored."""
    kept = [
        (f"X-Archive-Orig-{name}" if name.lower() in ("transfer-encoding", "content-length") else name, value)
        for name, value in exchange.headers
    ]
    return [*kept, ("Content-Length", str(len(exchange.body)))]


def _write_failure(writer: WARCWriter, failure: Failure) -> None:
    words = failure.fault.detail.encode()
    record = writer.create_warc_record(
        failure.url,
        "metadata",
        payload=BytesIO(words),
        length=len(words),
        warc_content_type="text/plain",
        warc_headers_dict={"WARC-Date": _date(failure.at), "WARC-Linkwatch-Fault": failure.fault.kind.value},
    )
    writer.write_record(record)


def _date(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
