"""Whether the process that holds a crawl's lease still lives."""

from __future__ import annotations

import os
import socket
from datetime import datetime, timedelta
from pathlib import Path

from db.sqlite.values import dumps

SILENCE = timedelta(minutes=2)
"""How long a crawl on another host may be silent and still count as living."""


def holder() -> str:
    """Return what tells this process from every other: host, process id, and when the process began."""
    return dumps([socket.gethostname(), os.getpid(), _began(os.getpid())])


def lives(host: str, pid: int, began: str, *, heartbeat: datetime, now: datetime) -> bool:
    """Tell whether a holder lives: on this host by its process, elsewhere by its last heartbeat.

    The process comes first, since under ``--at`` clocks jump.
    """
    if host != socket.gethostname():
        return abs(now - heartbeat) < SILENCE
    return _runs(pid) and _began(pid) in (began, "")


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _began(pid: int) -> str:
    """Start of a process in clock ticks since boot (proc(5), stat, field 22), with the boot it belongs to.

    Empty where the system does not tell, or hides the processes of others (systemd's ProtectProc): there the process
    id alone decides.
    """
    try:
        stat = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace")
        boot = Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
    except OSError:
        return ""
    return f"{boot}/{stat.rpartition(')')[2].split()[19]}"
