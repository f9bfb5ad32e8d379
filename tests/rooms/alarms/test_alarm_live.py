"""The live screen over a real connection: at once after a change, and over when the right to look is."""

import asyncio
import socket
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import asyncpg
import pytest_asyncio
import uvicorn
from httpx2 import AsyncClient
from sqlalchemy import text

from klankbord.app import create_app
from klankbord.house.database import Database
from klankbord.house.database_roles import DatabaseUrls, database_of
from klankbord.house.door import session_cookie
from klankbord.house.house import House
from klankbord.rooms.alarms import live
from klankbord.rooms.alarms.queries import CHANNEL
from klankbord.rooms.people import actions as people
from tests.conftest import Cluster
from tests.support.alarm_story import see_alarm, send_alarm, take_alarm
from tests.support.rows import change, rows
from tests.support.story import Story

LISTENING = "from pg_stat_activity where query ilike 'listen %klankbord_alarms%'"


@pytest_asyncio.fixture
async def address(house: House) -> AsyncIterator[str]:
    """A web server of our own; its answers stream."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    config = uvicorn.Config(
        create_app(house.settings, house), log_config=None, lifespan="off", timeout_graceful_shutdown=1
    )
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    while not server.started:  # noqa: ASYNC110  uvicorn tells it no other way
        await asyncio.sleep(0.01)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    await serving


class Watching:
    """Events as they come."""

    def __init__(self, lines: AsyncIterator[str]) -> None:
        self._lines = lines

    async def until(self, words: str, seconds: float = 12) -> float:
        """Wait until an event holds these words; how long it took."""
        begin = time.monotonic()
        async with asyncio.timeout(seconds):
            async for line in self._lines:
                if words in line:
                    return time.monotonic() - begin
        raise AssertionError(f"it ended before it said {words}")

    async def end(self, seconds: float = 12) -> list[str]:
        """Everything until the end."""
        async with asyncio.timeout(seconds):
            return [line async for line in self._lines]


@asynccontextmanager
async def watching(story: Story, address: str, alarm_id: object, who: str) -> AsyncIterator[Watching]:
    """This person looks at the alarm."""
    world = story.world
    async with story.house.database.transaction() as db:
        tokens = await people.sign_in(db, world.organisation_id, getattr(world, who), story.now)
    cookie = f"{session_cookie(story.house)}={tokens.session_token}"
    headers = {"cookie": cookie, "accept": "text/event-stream"}
    async with (
        AsyncClient(timeout=30, headers=headers) as client,
        client.stream("GET", f"{address}/alarms/{alarm_id}/live") as answer,
    ):
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/event-stream")
        assert answer.headers["cache-control"] == "no-store"
        yield Watching(answer.aiter_lines())


async def test_the_sender_sees_at_once_who_reads_it_and_who_takes_it_up_and_then_it_ends(
    story: Story, address: str
) -> None:
    alarm = await send_alarm(story)
    async with watching(story, address, alarm, "iris") as screen:
        await screen.until("Onderweg")
        await see_alarm(story, alarm, story.world.karim)
        assert await screen.until("Gelezen door Karim") < live.EVERY / 2
        await take_alarm(story, alarm, story.world.karim)
        assert await screen.until("Karim pakt dit op") < live.EVERY / 2
        await screen.end()


async def test_without_a_change_the_screen_moves_on_with_the_time(story: Story, address: str) -> None:
    alarm = await send_alarm(story)
    async with watching(story, address, alarm, "iris") as screen:
        await screen.until("Onderweg")
        story.move_to(story.now + timedelta(minutes=2))
        await screen.until("Bel.")


async def test_what_changes_while_it_looks_is_looked_at_as_well(story: Story, address: str, owner: Database) -> None:
    alarm = await send_alarm(story)
    async with watching(story, address, alarm, "iris") as screen:
        await screen.until("Onderweg")
        async with owner.transaction() as db:
            await (await db.connection()).execute(text("lock table alarm_takings in access exclusive mode"))
            await change(owner, f"select pg_notify('{CHANNEL}', :a)", a=str(alarm))
            while not (await rows(owner, "select 1 from pg_locks where not granted")):  # noqa: ASYNC110  it looks now
                await asyncio.sleep(0.01)
            await see_alarm(story, alarm, story.world.karim)
        assert await screen.until("Gelezen door Karim") < live.EVERY / 2


async def test_a_look_that_fails_ends_the_line_so_that_the_browser_comes_again(
    story: Story, address: str, owner: Database
) -> None:
    alarm = await send_alarm(story)
    async with watching(story, address, alarm, "iris") as screen:
        await screen.until("Onderweg")
        await change(owner, "alter table alarm_sightings rename to alarm_sightings_away")
        await screen.end(live.EVERY + 3)
    await change(owner, "alter table alarm_sightings_away rename to alarm_sightings")
    async with watching(story, address, alarm, "iris") as screen:
        await screen.until("Onderweg")


async def test_it_ends_within_fifteen_seconds_of_signing_out(story: Story, address: str, owner: Database) -> None:
    alarm = await send_alarm(story)
    async with watching(story, address, alarm, "karim") as screen:
        await screen.until("Onderweg")
        await change(owner, "update sessions set ended_at = now()")
        assert "event: bye" in await screen.end(15)


async def test_it_ends_within_fifteen_seconds_of_losing_the_role(story: Story, address: str, owner: Database) -> None:
    alarm = await send_alarm(story)
    async with watching(story, address, alarm, "karim") as screen:
        await screen.until("Onderweg")
        await change(owner, "delete from alarm_calls where person_id = :k", k=story.world.karim)
        await change(owner, "update roles set ended_at = now() where person_id = :k", k=story.world.karim)
        said = await screen.end(15)
        assert "event: bye" in said
        assert not [line for line in said if "ruzie" in line]


async def test_an_ear_whose_connection_was_cut_listens_again(
    story: Story, address: str, database: DatabaseUrls, cluster: Cluster
) -> None:
    alarm = await send_alarm(story)
    async with watching(story, address, alarm, "iris") as screen:
        await screen.until("Onderweg")
        admin = await asyncpg.connect(cluster.admin_url)
        assert await admin.fetch(f"select pg_terminate_backend(pid) {LISTENING} and datname = $1", _name(database))
        await admin.close()
        await see_alarm(story, alarm, story.world.karim)
        await screen.until("Gelezen door Karim")
        await take_alarm(story, alarm, story.world.karim)
        assert await screen.until("Karim pakt dit op") < live.EVERY / 2


def _name(database: DatabaseUrls) -> str:
    return database_of(database.web)


async def test_who_may_not_see_it_watches_nothing(story: Story, address: str) -> None:
    alarm = await send_alarm(story)
    async with story.house.database.transaction() as db:
        tokens = await people.sign_in(db, story.world.organisation_id, story.world.noortje, story.now)
    headers = {"cookie": f"{session_cookie(story.house)}={tokens.session_token}", "accept": "text/event-stream"}
    async with AsyncClient(headers=headers) as client:
        assert (await client.get(f"{address}/alarms/{alarm}/live")).status_code == 404


async def test_the_ear_lets_go_when_nobody_watches_any_more(
    story: Story, address: str, database: DatabaseUrls, cluster: Cluster
) -> None:
    alarm = await send_alarm(story)
    admin = await asyncpg.connect(cluster.admin_url)
    listening = f"select count(*) {LISTENING} and datname = $1"
    async with watching(story, address, alarm, "iris") as screen:
        await screen.until("Onderweg")
        assert await admin.fetchval(listening, _name(database)) == 1
    async with asyncio.timeout(10):
        while await admin.fetchval(listening, _name(database)):  # noqa: ASYNC110  it is another process
            await asyncio.sleep(0.1)
    await admin.close()
