"""What one idle live connection holds in the memory of the web process: an alarm's screen that somebody leaves open."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime

import psutil  # type: ignore[import-untyped]

from klankbord.house.ids import new_id
from klankbord.house.settings import Settings
from klankbord.rooms.alarms.live import EVERY
from tests.bench.dataset import NOTES, Town, fill, session_of, tables
from tests.bench.figure import Figure, Goal
from tests.bench.load import drive, request
from tests.bench.memory import proportional
from tests.bench.servers import Server, a_cluster, settings_for, web
from tests.bench.size import Size

FIRST, MANY, MANY_FOR_CI = 20, 200, 50  # the first ones make what all of them share
IDLE = 2 * EVERY + 1  # seconds: each has looked again twice by itself
BUSY, PATIENCE = 8.0, 30.0
KB_OF_A_CONNECTION = 60


async def measure(size: Size) -> list[Figure]:
    """Growth of the web process in KB of 1024 bytes (proportional set size), over so many connections."""
    many = MANY if size.name == "full" else MANY_FOR_CI
    async with a_cluster() as cluster:
        urls = await cluster.database("klankbord")
        settings = settings_for(urls)
        town = await fill(cluster.admin_url("klankbord"), settings, NOTES)
        events, once = await _screen(cluster.admin_url("klankbord"), settings, town)
        with web(settings) as server:
            async with _open(server, [events] * FIRST):
                before = await _at_rest(server, once)
                async with _open(server, [events] * many):
                    each = 1024 * (await _at_rest(server, once) - before) / many
    return [Figure("memory of an idle live connection", "KB", each, goal=Goal(at_most=KB_OF_A_CONNECTION, of="value"))]


async def _at_rest(server: Server, once: bytes) -> float:
    """MB, when it has answered so many requests that its litter lies as high as it ever does, and then nothing."""
    await drive(server.port, lambda: once, seconds=BUSY, lines=2)
    await asyncio.sleep(IDLE)
    return proportional(psutil.Process(server.process.pid))


async def _screen(admin_url: str, settings: Settings, town: Town) -> tuple[bytes, bytes]:
    """The requests of its sender for the events of an alarm that nobody has taken up yet, and for what it shows now."""
    at, alarm = town.children[0].of, new_id()
    async with tables(admin_url, town.organisation) as into:
        columns = "sender_id location_id drill sent_at next_rung ended_at"
        await into.put("alarms", columns, [(alarm, at.teacher, at.location, False, datetime.now(UTC), 1, None)])
    tokens = await session_of(settings.web_database_url.get_secret_value(), town.organisation, at.teacher)
    headers = {"cookie": f"__Host-klankbord={tokens.session_token}"}
    address = f"/alarms/{alarm}/live"
    return request("GET", address, headers | {"accept": "text/event-stream"}), request("GET", address, headers)


@asynccontextmanager
async def _open(server: Server, asked: Sequence[bytes]) -> AsyncIterator[None]:
    """A connection for each, on which the screen has come; one after another."""
    async with AsyncExitStack() as lines:
        for each in asked:
            reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
            lines.callback(writer.close)
            writer.write(each)
            async with asyncio.timeout(PATIENCE):
                await reader.readuntil(b"data: ")
        yield
