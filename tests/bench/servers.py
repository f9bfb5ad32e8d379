"""Real processes to measure: PostgreSQL, the product's web process, and a bare server that is the limit.

Where there are two cores or more, what is measured has the first for itself, and everything else shares the others.
"""

import asyncio
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import asyncpg
import psutil  # type: ignore[import-untyped]

import klankbord
from klankbord.house.database_roles import DatabaseUrls, RolePasswords, make_passwords, prepare_database
from klankbord.house.embedded_postgres import EmbeddedPostgres
from klankbord.house.migrate import migrate
from klankbord.house.settings import Settings
from tests.support.secrets import made_up_settings

TREE = Path(__file__).parents[2]
BACKEND = Path(klankbord.__file__).parents[1]
ADDRESS = "https://klankbord.example.org"  # production settings: secure cookies, no demo
PATIENCE = 30.0  # seconds to start or to stop
LAST_WORDS = 20  # lines of a server's log that are shown when something about it failed
CORES = sorted(os.sched_getaffinity(0))
MEASURED, OTHERS = set(CORES[:1]), set(CORES[1:] or CORES)


@dataclass(frozen=True)
class Cluster:
    """A PostgreSQL of this run, as durable as a real one."""

    postgres: EmbeddedPostgres
    passwords: RolePasswords

    def admin_url(self, name: str) -> str:
        """The superuser's way into a database."""
        return self.postgres.url(name)

    async def database(self, name: str) -> DatabaseUrls:
        """A new, migrated, empty database."""
        urls = await prepare_database(self.admin_url("postgres"), name, self.passwords)
        await migrate(urls.owner)
        return urls

    def cpu_seconds(self) -> float:
        """Processor time of PostgreSQL and of the connections that are open."""
        assert self.postgres.process
        parent = psutil.Process(self.postgres.process.pid)
        times = [used for one in (parent, *parent.children(recursive=True)) if (used := _cpu_times(one))]
        return sum(float(one.user + one.system) for one in times)

    async def settle(self, name: str) -> None:
        """Statistics and visibility up to date and everything on disk, so that no background work disturbs."""
        admin = await asyncpg.connect(self.admin_url(name))
        await admin.execute("vacuum (analyze)")
        await admin.execute("checkpoint")
        await admin.close()


@asynccontextmanager
async def a_cluster() -> AsyncIterator[Cluster]:
    """PostgreSQL in a folder of its own, gone at the end."""
    folder = _a_public_folder()
    postgres = EmbeddedPostgres(folder / "database")
    os.sched_setaffinity(0, OTHERS)  # ourselves, and so PostgreSQL and whatever else is started
    try:
        await asyncio.to_thread(postgres.start)
        yield Cluster(postgres, make_passwords())
    finally:
        await asyncio.to_thread(postgres.stop)
        os.sched_setaffinity(0, CORES)
        shutil.rmtree(folder, ignore_errors=True)


def _a_public_folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="klankbord-bench-"))
    folder.chmod(0o755)  # PostgreSQL's user must get through
    return folder


def settings_for(urls: DatabaseUrls) -> Settings:
    """Settings of a real installation (no demo) on this database, with fresh keys."""
    return made_up_settings(urls, Path("/nonexistent"), demo=False, public_url=ADDRESS, pool_size=8)


def environment_of(settings: Settings) -> dict[str, str]:
    """Those settings as a process is told them."""
    told = {name: getattr(settings, name) for name in Settings.model_fields}
    plain = {name: getattr(value, "get_secret_value", lambda v=value: v)() for name, value in told.items()}
    return {name.upper(): str(int(v) if isinstance(v, bool) else v) for name, v in plain.items() if v not in ("", None)}


@dataclass(frozen=True)
class Server:
    """A running web server on loopback."""

    process: subprocess.Popen[bytes]
    port: int

    def cpu_seconds(self) -> float:
        """Processor time it has used so far: a measure that needs no quiet machine."""
        times = psutil.Process(self.process.pid).cpu_times()
        return float(times.user + times.system)


@contextmanager
def web(settings: Settings, **more: str) -> Iterator[Server]:
    """The product's own web process, started as `klankbord run` starts it."""
    with _serving(["-m", "klankbord", "web"], environment_of(settings) | more) as server:
        yield server


@contextmanager
def bare(factory: str, **environment: str) -> Iterator[Server]:
    """Another ASGI app (`module:function`) in the same kind of server: a limit."""
    with _serving(["-m", "tests.bench.serve", factory], environment) as server:
        yield server


@contextmanager
def _serving(what: list[str], environment: dict[str, str]) -> Iterator[Server]:
    ours = {name.upper() for name in Settings.model_fields}
    inherited = {name: value for name, value in os.environ.items() if name not in ours}
    paths = {"PYTHONPATH": os.pathsep.join([str(BACKEND), str(TREE)])}
    with (
        socket.create_server(("127.0.0.1", 0), backlog=2048) as listening,
        tempfile.TemporaryFile() as said,
    ):
        process = subprocess.Popen(
            [sys.executable, *what, "--socket", str(listening.fileno())],
            env={**inherited, **paths, **environment}, pass_fds=[listening.fileno()], process_group=0, cwd="/",
            stdout=subprocess.DEVNULL, stderr=said,
        )  # fmt: skip
        os.sched_setaffinity(process.pid, MEASURED)
        try:
            server = Server(process, listening.getsockname()[1])
            with urlopen(f"http://127.0.0.1:{server.port}/healthz", timeout=PATIENCE):
                yield server
        except Exception:
            said.seek(0)
            sys.stderr.write("".join(said.read().decode(errors="replace").splitlines(keepends=True)[-LAST_WORDS:]))
            raise
        finally:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _cpu_times(process: psutil.Process) -> Any:
    """What a process used; None for a helper of PostgreSQL that ended while they were being listed."""
    try:
        return process.cpu_times()
    except psutil.NoSuchProcess:
        return None
