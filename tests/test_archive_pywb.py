"""The archive client against a real Memento server: pywb on loopback, its TimeGate, TimeMap, CDX and raw copies.

pywb pins an older cryptography than we do, so it lives in an environment of its own: ``make pywb`` makes it in
.venv/pywb; LINKWATCH_PYWB names another one's folder of programs.
"""

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from web.records import SENTENCE, Record, article, write

from linkwatch.archive import Archives, Outcome, Source
from linkwatch.archive.transport import live

PROGRAMS = Path(os.environ.get("LINKWATCH_PYWB") or Path(__file__).parent.parent / ".venv/pywb/bin")
pytestmark = pytest.mark.skipif(
    not (PROGRAMS / "pywb").is_file(), reason=f"no pywb in {PROGRAMS}: make pywb, or set LINKWATCH_PYWB"
)

URL = "http://news.example.jp/a/1"
VERSIONS = {
    "2024-05-01T00:00:00Z": "けが人は2人という。",
    "2024-05-20T01:02:03Z": "けが人は3人という。",
    "2024-06-09T04:05:06Z": "けが人は5人という。",
}
WHEN = datetime(2024, 6, 1, tzinfo=UTC)


def records() -> Iterator[Record]:
    for date, text in VERSIONS.items():
        yield Record(
            url=URL, date=date, body=article("被害の状況", f"県は4日、被害の状況を発表した。{text}", SENTENCE)
        )


@pytest.fixture(scope="module")
def pywb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a collection of a running pywb."""
    folder = tmp_path_factory.mktemp("pywb")
    write(folder / "copies.warc.gz", records())
    for arguments in (["init", "web"], ["add", "web", "copies.warc.gz"]):
        subprocess.run([PROGRAMS / "wb-manager", *arguments], cwd=folder, check=True, capture_output=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    serving = subprocess.Popen(
        [PROGRAMS / "pywb", "-b", "127.0.0.1", "-p", str(port)],
        cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert serving.poll() is None, "pywb ended"
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}/web"
    finally:
        serving.terminate()
        serving.wait(10)


def sources(base: str) -> dict[str, Source]:
    raw, reader = f"{base}/{{timestamp}}id_/{{url}}", f"{base}/{{timestamp}}/{{url}}"
    listed = f"{base}/timemap/link/{{url}}"
    return {
        "timegate": Source(name="timegate", timegate=f"{base}/{{url}}", timemap=listed, raw=raw, delay=0),
        "timemap": Source(name="timemap", timemap=listed, raw=raw, delay=0),
        "cdx": Source(name="cdx", cdxj=f"{base}/cdx?url={{quoted}}&output=json", memento=reader, raw=raw, delay=0),
    }


@pytest.mark.parametrize("way", ["timegate", "timemap", "cdx"])
def test_copies_around_a_moment_are_found_and_read(pywb: str, way: str) -> None:
    asked = Archives([sources(pywb)[way]], live(user_agent="linkwatch tests", timeout=20))
    found = asked.around(URL, WHEN)
    assert [each.outcome for each in found.asked] == [Outcome.FOUND], found.asked
    taken = [f"{each.taken_at:%Y-%m-%dT%H:%M:%SZ}" for each in found.captures]
    assert {"2024-05-20T01:02:03Z", "2024-06-09T04:05:06Z"} <= set(taken)
    for capture in found.captures:
        read = asked.read(capture)
        assert read.status == 200
        assert VERSIONS[f"{capture.taken_at:%Y-%m-%dT%H:%M:%SZ}"] in (read.text or "")


@pytest.mark.parametrize("way", ["timegate", "timemap", "cdx"])
def test_a_page_of_which_there_is_no_copy(pywb: str, way: str) -> None:
    asked = Archives([sources(pywb)[way]], live(user_agent="linkwatch tests", timeout=20))
    found = asked.around("http://news.example.jp/a/2", WHEN)
    assert found.captures == ()
    assert [each.outcome for each in found.asked] == [Outcome.NONE], found.asked
