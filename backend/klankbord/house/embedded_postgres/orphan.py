"""A PostgreSQL that outlived the process that started it (kill -9): found by what it answers, then stopped.

A pid file alone proves nothing: after a restart of the machine the number may belong to any program.
"""

import contextlib
import os
import shutil
import signal
import socket
import struct
import time
from pathlib import Path

HELLO = struct.pack("!i", 196608) + b"user\0postgres\0\0"  # protocol 3.0, as pg_isready sends it


def answers(socket_folder: Path) -> bool:
    """Whether a server on this socket is ready to let people in (it asks who we are; 'E' means not yet)."""
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as line:
        line.settimeout(2)
        line.connect(str(socket_folder / ".s.PGSQL.5432"))
        line.sendall(struct.pack("!i", len(HELLO) + 4) + HELLO)
        return line.recv(1) == b"R"
    return False


def stop_orphan(data: Path, home: Path, timeout: float = 60) -> None:
    """Stop the server that still answers for this cluster, if any, and wait until it is gone (seconds)."""
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
        pid, socket_folder = int(lines[0]), Path(lines[4])
    except (OSError, ValueError, IndexError):
        return
    if answers(socket_folder):
        os.kill(pid, signal.SIGINT)  # 'fast': everyone is disconnected, everything is written
        end = time.monotonic() + timeout
        while (data / "postmaster.pid").exists() and time.monotonic() < end:
            time.sleep(0.02)
    elif _is_something_else(pid):
        (data / "postmaster.pid").unlink(missing_ok=True)
    if socket_folder.parent != home:
        shutil.rmtree(socket_folder, ignore_errors=True)


def _is_something_else(pid: int) -> bool:
    """Whether that number now belongs to another program; False where the system cannot say."""
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip() not in ("postgres", "postmaster")
    except OSError:
        return False
