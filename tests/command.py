"""Run linkwatch as a user does, in a folder of its own: in a process of its own or, much quicker, in this one."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
from pathlib import Path
from unittest import mock

from linkwatch.__main__ import run


def environment(folder: Path, **more: str) -> dict[str, str]:
    """What the process sees: a home of its own, no settings of whoever runs the tests."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "LANG", "COVERAGE_PROCESS_START")}
    return kept | {"HOME": str(folder), "XDG_CACHE_HOME": str(folder / ".cache"), "NO_COLOR": "1"} | more


def linkwatch(
    *arguments: str, folder: Path, stdin: bytes = b"", timeout: float = 60, **more: str
) -> subprocess.CompletedProcess[str]:
    """Run ``python -m linkwatch`` in ``folder``; ``more`` are environment variables."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "linkwatch", *arguments],
        cwd=folder,
        env=environment(folder, **more),
        input=stdin,
        capture_output=True,
        timeout=timeout,
        check=False,
    )
    out, err = done.stdout.decode(), done.stderr.decode()
    return subprocess.CompletedProcess(done.args, done.returncode, out, err)


def called(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """The same in this process: for what needs no signals, no start-up time and loads no modules of the user."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    with (
        contextlib.chdir(folder),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        mock.patch.dict(os.environ, environment(folder), clear=True),
    ):
        code = run(arguments)
    written = [stream.buffer.getvalue().decode() for stream in (out, err)]  # type: ignore[attr-defined]
    return subprocess.CompletedProcess(list(arguments), code, *written)


def one_line(done: subprocess.CompletedProcess[str]) -> str:
    """The one line on stderr that an error is; fails when there is a traceback, or more than one line."""
    assert "Traceback" not in done.stderr
    lines = done.stderr.splitlines()
    assert len(lines) == 1, done.stderr
    assert lines[0].startswith("linkwatch: ")
    return lines[0].removeprefix("linkwatch: ")
