"""The whole of Klankbord as real processes on loopback, for a real browser: web, worker, push service, a bad line."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from httpx2 import AsyncClient, HTTPError
from pydantic import SecretStr

from klankbord.house.clock import Clock
from klankbord.house.database import Database
from klankbord.house.database_roles import DatabaseUrls
from klankbord.house.settings import Settings
from klankbord.start.listening import listen
from tests.browser.proxy import Proxy, a_line
from tests.support.push_service import PushService
from tests.support.push_service import running as push_running
from tests.support.secrets import made_up_settings

PATIENCE = 30.0  # seconds, on a busy machine


@dataclass
class Running:
    """Where people come (`address`, through the proxy), and what a test may look at or move."""

    settings: Settings
    proxy: Proxy
    push: PushService
    owner: Database
    clock: Clock
    said: Path

    @property
    def address(self) -> str:
        return self.settings.address


def environment_of(settings: Settings) -> dict[str, str]:
    """These settings as a process reads them."""
    told = {name.upper(): getattr(settings, name) for name in Settings.model_fields}
    plain = {k: v.get_secret_value() if isinstance(v, SecretStr) else str(v) for k, v in told.items() if v is not None}
    return {**os.environ, **plain, "DEMO": str(int(settings.demo))}


@contextlib.asynccontextmanager
async def a_process(name: str, settings: Settings, said: Path, *more: str, fd: int | None = None) -> AsyncIterator[int]:
    """`python -m klankbord <name>` until the end of the block; what it says is added to the file `said`."""
    with said.open("ab") as file:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "klankbord", name, *more, env=environment_of(settings),
            stdin=asyncio.subprocess.DEVNULL, stdout=file, stderr=file, pass_fds=() if fd is None else (fd,),
        )  # fmt: skip
    try:
        yield process.pid
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(signal.SIGTERM)
        try:
            await asyncio.wait_for(process.wait(), 10)
        except TimeoutError:
            process.kill()


@contextlib.asynccontextmanager
async def a_web(settings: Settings, port: int, said: Path) -> AsyncIterator[None]:
    """One web process on this port, ready to answer."""
    with contextlib.closing(listen("127.0.0.1", port)) as sock:
        fd = sock.fileno()
        async with a_process("web", settings, said, "--socket", str(fd), fd=fd):
            await answers(f"http://127.0.0.1:{port}/healthz", said)
            yield


async def answers(address: str, said: Path, patience: float = PATIENCE) -> None:
    """Wait until this address answers 200. Raises AssertionError with what the process said."""
    async with AsyncClient(timeout=2) as client:
        for _ in range(int(patience / 0.05)):
            with contextlib.suppress(HTTPError):
                if (await client.get(address)).status_code == 200:
                    return
            await asyncio.sleep(0.05)
    raise AssertionError(f"{address} never answered:\n{_end_of(said)}")


def _end_of(file: Path) -> str:
    return file.read_text()[-4000:]


def free_port() -> int:
    """A loopback port nobody has now."""
    with contextlib.closing(listen("127.0.0.1", 0)) as sock:
        return int(sock.getsockname()[1])


@contextlib.asynccontextmanager
async def klankbord(urls: DatabaseUrls, folder: Path, with_worker: bool = True) -> AsyncIterator[Running]:
    """Everything that runs for a school, on this machine, until the end of the block."""
    said, port = folder / "said.log", free_port()
    async with push_running() as push, a_line(f"http://127.0.0.1:{port}") as line, contextlib.AsyncExitStack() as rest:
        settings = made_up_settings(
            urls, folder, clock_file=folder / "clock", public_url=line.address, push_hosts=push.origin
        )
        await rest.enter_async_context(a_web(settings, port, said))
        if with_worker:
            await rest.enter_async_context(a_process("worker", settings, said))
            await answers(f"{line.address}/readyz", said)
        owner = Database(urls.owner, 2)
        rest.push_async_callback(owner.close)
        yield Running(settings, line, push, owner, Clock(settings.clock_file), said)
