"""Run linkwatch as a user does: a process of its own, in a folder of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


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


def one_line(done: subprocess.CompletedProcess[str]) -> str:
    """The one line on stderr that an error is; fails when there is a traceback, or more than one line."""
    assert "Traceback" not in done.stderr
    lines = done.stderr.splitlines()
    assert len(lines) == 1, done.stderr
    assert lines[0].startswith("linkwatch: ")
    return lines[0].removeprefix("linkwatch: ")
