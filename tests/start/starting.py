"""`klankbord run` as a person starts it: a real process, watched from outside."""

import contextlib
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import psutil  # type: ignore[import-untyped]
from httpx2 import Client, HTTPError

import klankbord
from klankbord.house.embedded_postgres.service_user import ServiceUser
from klankbord.house.settings import Settings

NOBODY = 65534
BACKEND = Path(klankbord.__file__).parent.parent
PACKAGES = Path(psutil.__file__).parent.parent
REAL = {"DEMO": "0", "PUBLIC_URL": "https://klankbord.example.org", "VAPID_SUBJECT": "mailto:it@klankbord.example.org"}
READY = re.compile(r"ready: (http://\S+)")
FIRST_TIME = 90.0  # seconds, on a busy machine
SOON = 20.0


class Start:
    """One running `klankbord run`, and everything it said."""

    def __init__(self, data_dir: Path, user: int | None = None, /, **wishes: str) -> None:
        ours = {name.upper() for name in Settings.model_fields}
        inherited = {name: value for name, value in os.environ.items() if name not in ours}
        asked: Mapping[str, str] = {"PORT": "0", "DATA_DIR": str(data_dir), **wishes}
        self.data_dir = data_dir
        python = sys.executable if user is None else python_of(user)
        paths = os.pathsep.join([str(BACKEND), str(PACKAGES)])
        self.process = subprocess.Popen(
            [python, "-m", "klankbord", "run"], env={**inherited, **asked, "PYTHONPATH": paths}, cwd="/",
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, process_group=0,
            user=user, group=user, extra_groups=None if user is None else [],
        )  # fmt: skip
        self.said = ""
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    @property
    def address(self) -> str:
        """Where it is ready. Raises AssertionError with everything it said when it never gets there."""
        until(lambda: READY.search(self.said) or self.process.poll() is not None, FIRST_TIME)
        found = READY.search(self.said)
        assert found, self.said
        return found[1]

    def family(self) -> dict[str, psutil.Process]:
        """Its children by what they are: web, worker, postgres."""
        named = {}
        for child in psutil.Process(self.process.pid).children():
            words = " ".join(child.cmdline())
            # one that was just born, or has just died, is nothing yet, or nothing any more
            named |= {name: child for name in ("klankbord web", "klankbord worker", "postgres") if name in words}
        return {name.rpartition(" ")[2]: child for name, child in named.items()}

    def everybody(self) -> list[psutil.Process]:
        """It and everything below it."""
        me = psutil.Process(self.process.pid)
        return [me, *me.children(recursive=True)]

    def ends(self) -> int:
        """Its exit code, once it is gone and everything it said is here."""
        code = self.process.wait(SOON)
        self._listener.join(SOON)
        return code

    def stop(self) -> int:
        """Ctrl-C."""
        self.process.send_signal(signal.SIGINT)
        return self.ends()

    def _listen(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.said += line


@contextlib.contextmanager
def started(data_dir: Path, user: int | None = None, /, **wishes: str) -> Iterator[Start]:
    """A start that is over at the end, whatever the test did."""
    start = Start(data_dir, user, **wishes)
    everybody: list[psutil.Process] = []
    try:
        yield start
    finally:
        with contextlib.suppress(psutil.NoSuchProcess):
            everybody = start.everybody()
        if start.process.poll() is None:
            start.process.terminate()
            start.ends()
        for process in everybody:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()


def until(true: object, seconds: float = SOON) -> None:
    """Wait for a callable to be true; a test that waits in vain fails."""
    assert callable(true)
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.05)


def gone(processes: list[psutil.Process]) -> bool:
    """Whether all of them ended (one that init has not yet buried counts as ended)."""
    with contextlib.suppress(psutil.NoSuchProcess):
        return all(not each.is_running() or each.status() == psutil.STATUS_ZOMBIE for each in processes)
    return gone([each for each in processes if each.is_running()])


def is_ready(address: str) -> bool:
    """What /readyz says."""
    try:
        with Client(base_url=address, timeout=5) as client:
            return client.get("/readyz").status_code == 200
    except HTTPError:
        return False


def others() -> list[int | None]:
    """Who else to start as: for root an ordinary user, if that one can walk to our code; else ourselves (None)."""
    return [NOBODY] if os.geteuid() == 0 and python_of(NOBODY) else [None]


def python_of(user: int) -> str:
    """A Python of our own version that `user` can reach; empty when there is none, or our code is out of reach."""
    reader = ServiceUser(user, user)
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    candidates = [sys.executable, *(f"{folder}/{version}" for folder in ("/usr/local/bin", "/usr/bin"))]
    found = (path for path in candidates if Path(path).exists() and reader.reaches(Path(path)))
    return next(found, "") if reader.reaches(BACKEND) and reader.reaches(PACKAGES) else ""
