"""``linkwatch serve`` as a process of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
import viewer_world as world

from linkwatch.errors import UsageError
from linkwatch.viewer import serving
from linkwatch.viewer.checking import Checker
from linkwatch.viewer.security import is_loopback


def start(database: Path, *words: str, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "linkwatch", "serve", "--database", str(database), *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=database.parent,
        env={**os.environ, **environment},
    )


@pytest.fixture
def database(tmp_path: Path) -> Path:
    world.make(tmp_path / "world.db")
    return tmp_path / "world.db"


@pytest.fixture
def served(database: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    process = start(database, "--port", "0")
    assert process.stdout is not None
    told = process.stdout.readline()
    yield process, told.split()[2]
    process.kill()
    process.communicate()


def test_port_0_tells_the_address_and_ctrl_c_ends_it_well(served: tuple[subprocess.Popen[str], str]) -> None:
    process, address = served
    assert address.startswith("http://127.0.0.1:")
    with urllib.request.urlopen(address) as answer:
        assert answer.status == 200
        assert answer.headers["server"] is None
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=20)
    assert (process.returncode, errors) == (0, "")


@pytest.mark.parametrize("words", [("--host", "0.0.0.0"), ("--host", "::")])
def test_others_are_not_let_in_without_a_password(database: Path, words: tuple[str, ...]) -> None:
    _, errors = (process := start(database, *words)).communicate(timeout=20)
    assert process.returncode == 2
    assert errors.startswith(f"linkwatch: serving on {words[1]} lets others read the database: set a password")
    assert errors.count("\n") == 1


def test_a_password_in_the_environment_lets_others_ask(database: Path) -> None:
    process = start(database, "--host", "0.0.0.0", "--port", "0", LINKWATCH_AUTH="geheim")
    assert process.stdout is not None
    address = process.stdout.readline().split()[2]
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"{address}api/links")
    assert refused.value.code == 401
    refused.value.close()
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=20)


def test_a_port_that_is_taken_is_told_in_a_line(database: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        _, errors = (process := start(database, "--port", port)).communicate(timeout=20)
    assert process.returncode == 2
    assert errors == (
        f"linkwatch: 127.0.0.1:{port} cannot be listened on: Address already in use: "
        "name another with --host or --port; --port 0 takes a free one\n"
    )


@pytest.mark.parametrize(
    ("address", "loopback"),
    [
        ("127.0.0.1", True),
        ("127.1.2.3", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("a.example", False),
    ],
)
def test_what_is_reached_from_here_only(address: str, loopback: bool) -> None:
    assert is_loopback(address) is loopback


def test_a_name_that_does_not_exist_is_told() -> None:
    with pytest.raises(UsageError, match="cannot be listened on"):
        serving.listen("nowhere.invalid", 0)


def test_a_visit_on_demand_is_a_crawl_of_that_link_alone(database: Path) -> None:
    checker = Checker(("--database", str(database)))
    assert checker.wait() is None
    assert checker.begin("https://nowhere.invalid/")
    assert not checker.begin("https://nowhere.invalid/")
    assert checker.wait() in (0, 2)
