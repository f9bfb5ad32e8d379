"""What runs for a school, held together as `klankbord run` holds it: PostgreSQL, web, worker. And their kill -9."""

import asyncio
import contextlib
import os
import signal
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from pathlib import Path

from klankbord.house.database_roles import DatabaseUrls, make_passwords, prepare_database
from klankbord.house.embedded_postgres import EmbeddedPostgres
from klankbord.house.migrate import migrate
from klankbord.house.settings import Settings
from klankbord.start.listening import listen
from tests.chaos.commit_times import keep_commit_times
from tests.chaos.part import Part

WEB, WORKER, POSTGRES = "web", "worker", "postgres"


@dataclass
class Servers:
    """The three. `kills`: how often each was killed while it ran; `by_themselves`: how often it was gone before that.
    `settings` are those of the next start. `down`: when there was no PostgreSQL, in seconds since 1970."""

    postgres: EmbeddedPostgres
    urls: DatabaseUrls
    web: Part
    worker: Part
    settings: Settings | None = None
    kills: Counter[str] = field(default_factory=Counter)
    by_themselves: Counter[str] = field(default_factory=Counter)
    down: list[tuple[float, float]] = field(default_factory=list)
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def start(self, settings: Settings) -> None:
        """Web and worker."""
        self.settings = settings
        await asyncio.gather(self.web.start(settings), self.worker.start(settings))

    async def kill(self, name: str, pause: float, moment: AbstractAsyncContextManager[object]) -> None:
        """Wait for the moment, kill -9 in it, and start it again after `pause` seconds. One after the other: what is
        down is not killed."""
        if name == POSTGRES:
            return await self._kill_postgres(pause, moment)
        part = self._part(name)
        async with part.turn:
            if part.gone:
                self.by_themselves[name] += 1
                await self._again(part)
            async with moment:
                killed = await part.kill()
            (self.kills if killed else self.by_themselves)[name] += 1
            await asyncio.sleep(pause)
            await self._again(part)

    async def renew(self, settings: Settings) -> None:
        """Web and worker again, with other settings; asked to stop, as an administrator does."""
        self.settings = settings
        for part in (self.web, self.worker):
            async with part.turn:
                await part.end(signal.SIGTERM)
                await self._again(part)

    async def look_after(self) -> None:
        """For ever: what stopped by itself is counted and started again, after a second."""
        while True:
            await asyncio.sleep(1)
            for part in (self.web, self.worker):
                if part.stopped_by_itself:
                    async with part.turn:
                        self.by_themselves[part.name] += 1
                        await self._again(part)

    async def _kill_postgres(self, pause: float, moment: AbstractAsyncContextManager[object]) -> None:
        async with self._turn:
            async with moment:
                began = time.time()
                killed = await self._postgres_killed()
            (self.kills if killed else self.by_themselves)[POSTGRES] += 1
            await asyncio.sleep(pause)
            await asyncio.to_thread(self.postgres.restart)
            self.down.append((began, time.time()))

    async def _postgres_killed(self) -> bool:
        if (process := self.postgres.process) is None or process.poll() is not None:
            return False
        process.kill()
        return await asyncio.to_thread(process.wait) == -signal.SIGKILL

    async def _again(self, part: Part) -> None:
        if self.settings is None:
            raise RuntimeError("start first")
        await part.start(self.settings)

    def _part(self, name: str) -> Part:
        return {WEB: self.web, WORKER: self.worker}[name]


@contextlib.asynccontextmanager
async def some_servers(folder: Path, port: int = 0) -> AsyncIterator[tuple[Servers, int]]:
    """A migrated PostgreSQL that keeps what it promised to keep (fsync), and the socket of the web; (servers, port).

    The socket is ours, so that a web process that starts again keeps nobody out.
    """
    postgres = EmbeddedPostgres(folder / "postgres", durable=True)
    await asyncio.to_thread(postgres.start)
    await keep_commit_times(postgres)
    leash, ours = os.pipe()  # our end closes when we are gone, however we went
    sock = listen("127.0.0.1", port)
    hold = ("--leash", str(leash))
    web = Part(WEB, folder / "web.log", (*hold, "--socket", str(sock.fileno())), (leash, sock.fileno()))
    worker = Part(WORKER, folder / "worker.log", hold, (leash,))
    try:
        urls = await prepare_database(postgres.url("postgres"), "klankbord", make_passwords())
        await migrate(urls.owner)
        yield Servers(postgres, urls, web, worker), sock.getsockname()[1]
    finally:
        await asyncio.gather(web.end(signal.SIGTERM), worker.end(signal.SIGTERM))
        await asyncio.to_thread(postgres.stop)
        sock.close()
        os.close(leash)
        os.close(ours)
