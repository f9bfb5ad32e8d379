"""One PostgreSQL as our direct child: no network port, one socket, one password, one supervisor."""

import contextlib
import fcntl
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import IO
from urllib.parse import quote

from klankbord.house.cannot_start import CannotStart
from klankbord.house.embedded_postgres.binaries import find_binaries
from klankbord.house.embedded_postgres.home import ENVIRONMENT, Home, settle
from klankbord.house.embedded_postgres.orphan import answers, stop_orphan
from klankbord.house.embedded_postgres.service_user import reachable_binaries, run_as, service_user

PATIENCE = 10.0  # seconds for a killed server to disappear from the process table, and its backends behind it
NOT_YET_GONE = ("postmaster.pid", "pre-existing shared memory block")  # it says when something of a killed one is there
FORGETFUL = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_wal_size=2GB")
ALWAYS = (
    "listen_addresses=",
    "password_encryption=scram-sha-256",
    "timezone=UTC",
    "log_timezone=UTC",
    # a line of the log about a statement must not hold what was written
    "log_parameter_max_length=0",
    "log_parameter_max_length_on_error=0",
)


class EmbeddedPostgres:
    """The cluster in the folder `state`, made at the first start.

    With `durable=False` it is a throw-away for tests: nothing waits for the disk, and `stop` erases the folder.
    """

    def __init__(self, state: Path, durable: bool = True, binaries: Path | None = None) -> None:
        self.state = state.absolute()
        self.durable = durable
        self.process: subprocess.Popen[bytes] | None = None
        self._binaries = binaries
        self._programs: Path | None = None
        self._home: Home | None = None
        self._sockets: Path | None = None
        self._lock: IO[str] | None = None

    def start(self, timeout: float = 60.0) -> None:
        """Start and wait until it answers; a server left by a killed supervisor is taken over.

        `timeout` in seconds covers crash recovery too. Raises CannotStart with one sentence.
        """
        user = service_user(self.state / "data")
        binaries = self._binaries or find_binaries()
        programs = reachable_binaries(binaries, user) if user else binaries
        self._home = settle(self.state, user, self.durable)
        self._lock = _only_supervisor(self._home)
        self._home.fill(programs / "initdb", self.durable)
        self._programs = programs
        self.restart(timeout)

    def restart(self, timeout: float = 60.0) -> None:
        """Start it again after it stopped by itself; its addresses stay the same."""
        if not self._home or not self._programs:
            raise RuntimeError("start it first")
        self._run(self._home, self._programs, time.monotonic() + timeout)

    def stop(self) -> None:
        """Stop it (fast, everything written) and let the next supervisor in."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.send_signal(signal.SIGQUIT)
                self.process.wait(10)
        if self._home and self._sockets and self._sockets.parent != self._home.path:
            shutil.rmtree(self._sockets, ignore_errors=True)
        if self._home and not self.durable:
            self._erase(self._home)
        if self._lock:
            self._lock.close()

    def url(self, database: str, user: str = "postgres", password: str | None = None) -> str:
        """A plain postgresql:// address over the socket; without `password` the superuser's own."""
        if not self._home or not self._sockets:
            raise RuntimeError("start it first")
        secret = quote(password or self._home.password(), safe="")
        return f"postgresql://{user}:{secret}@/{quote(database, safe='')}?host={quote(str(self._sockets))}"

    def _run(self, home: Home, programs: Path, end: float) -> None:
        patience = time.monotonic() + PATIENCE
        while True:
            stop_orphan(home.data, home.path)
            self._sockets = home.socket_folder(self._sockets)
            before = home.log.stat().st_size
            self.process = self._spawn(home, programs, self._sockets)
            if self._became_ready(self._sockets, end):
                return
            said = home.log.read_bytes()[before:].decode(errors="replace")
            seen = any(sign in said for sign in NOT_YET_GONE)
            if self.process.poll() is None or not seen or time.monotonic() > patience:
                self.stop()
                raise CannotStart(_last_words(said, home.log))
            time.sleep(0.1)  # the system has not yet forgotten the killed one

    def _spawn(self, home: Home, programs: Path, sockets: Path) -> subprocess.Popen[bytes]:
        settings = [f"unix_socket_directories={sockets}", *ALWAYS, *([] if self.durable else FORGETFUL)]
        with home.log.open("ab") as log:
            return subprocess.Popen(  # noqa: S603
                [programs / "postgres", "-D", home.data, *(part for each in settings for part in ("-c", each))],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=home.data, env={**os.environ, **ENVIRONMENT},
                process_group=0,  # Ctrl-C in the terminal is for the parent, who stops everything in order
                **run_as(home.user),
            )  # fmt: skip

    def _became_ready(self, sockets: Path, end: float) -> bool:
        while self.process and self.process.poll() is None and time.monotonic() < end:
            if answers(sockets):
                return True
            time.sleep(0.01)
        return False

    def _erase(self, home: Home) -> None:
        shutil.rmtree(home.path, ignore_errors=True)
        with contextlib.suppress(OSError):
            self.state.unlink()  # the link to it, where there was one


def _only_supervisor(home: Home) -> IO[str]:
    lock = home.lock.open("a")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.close()
        raise CannotStart(
            f"Klankbord already runs on the database in {home.path}: stop it, or choose another DATA_DIR."
        ) from None
    return lock


def _last_words(said: str, log: Path) -> str:
    words = [line.split(":  ", 1)[-1] for line in said.splitlines() if "FATAL:" in line or "DETAIL:" in line]
    reason = " ".join(words[-2:]) or "it did not answer in time."
    return f"PostgreSQL could not start: {reason} (Its log: {log}.)"
