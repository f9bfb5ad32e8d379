"""A noodmelding climbs on when its worker is killed: every rung is called once, and none is lost."""

import json
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest
import pytest_asyncio
from sqlalchemy import text

from klankbord.house.database import Database
from klankbord.house.house import House
from klankbord.house.push.vapid import public_key
from klankbord.house.settings import Settings
from klankbord.rooms.alarms.calls import LEASE
from klankbord.rooms.alarms.models import Channel
from klankbord.rooms.reminders.models import PushSubscription
from tests.conftest import Cluster
from tests.factories import add, an_organisation
from tests.support.alarm_story import send_alarm
from tests.support.push_service import PushService, running
from tests.support.rows import rows
from tests.support.story import Story
from tests.support.worker_process import process, soon

NOON = datetime(2026, 11, 3, 11, 0, tzinfo=UTC)
RUNGS = (timedelta(), timedelta(minutes=2), timedelta(minutes=5))
# The worker is in the middle of a rung: it is about to say that the one before is over.
CLIMBING = "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and query like '%overtaken%'"
WORKERS = "select count(*) from pg_stat_activity where usename = 'klankbord_worker'"


@pytest_asyncio.fixture
async def service() -> AsyncIterator[PushService]:
    async with running() as one:
        yield one


@pytest.fixture
def settings(settings: Settings, service: PushService) -> Settings:
    """As everywhere, with the local push service on the list."""
    return settings.model_copy(update={"push_hosts": service.origin})


@pytest_asyncio.fixture
async def story(house: House, owner: Database) -> Story:
    """Tuesday at noon; everybody works."""
    told = Story(house, await an_organisation(owner))
    told.move_to(NOON)
    return told


@pytest_asyncio.fixture
async def phone(story: Story, owner: Database, service: PushService, settings: Settings) -> str:
    """Karim's; its endpoint."""
    said = service.subscribe(public_key(settings.vapid_private_key.get_secret_value()))
    about = {"organisation_id": story.world.organisation_id, "person_id": story.world.karim, "created_at": NOON}
    await add(owner, PushSubscription(endpoint=said["endpoint"], **said["keys"], **about))
    return str(said["endpoint"])


def buzzed(service: PushService) -> int:
    """How often the phone buzzed: the same message twice is one."""
    return len({json.loads(got["text"])["id"] for got in service.got})


async def told(owner: Database, story: Story) -> dict[int, int]:
    """By rung: how many calls to Karim were handed over."""
    query = "select rung from alarm_calls where person_id = :karim and told_at is not null and failed is null"
    return dict(Counter(row.rung for row in await rows(owner, query, karim=story.world.karim)))


async def once_each(owner: Database, rungs: int) -> None:
    """Nobody is called twice on a rung, and there is no rung without its calls."""
    found = await rows(owner, "select rung, person_id, channel, count(*) as n from alarm_calls group by 1, 2, 3")
    assert {row.n for row in found} == {1}
    assert Counter(row.rung for row in found) == dict.fromkeys(range(rungs), 2)
    (row,) = await rows(owner, "select next_rung from alarms")
    assert row.next_rung == rungs


async def test_a_worker_killed_at_every_rung_while_it_rings_loses_and_doubles_none(
    story: Story, owner: Database, service: PushService, settings: Settings, phone: str
) -> None:
    await send_alarm(story, channels=(Channel.PUSH,))
    for rung, after in enumerate(RUNGS):
        service.set_mode(phone, "slow")
        story.move_to(NOON + after + timedelta(seconds=1))
        knocks = len(service.knocks)
        async with process(settings) as killed:
            await soon(lambda knocks=knocks: len(service.knocks) > knocks, 60)
            killed.kill()
            await killed.wait()
        assert rung not in await told(owner, story), "it died before it knew what became of the call"
        service.set_mode(phone, "201")
        story.move_to(NOON + after + LEASE + timedelta(seconds=2))
        async with process(settings):
            await soon(lambda rung=rung: _told(owner, story, rung), 60)
    await once_each(owner, len(RUNGS))
    assert await told(owner, story) == {0: 1, 1: 1, 2: 1}
    assert buzzed(service) == len(RUNGS)


async def test_a_worker_killed_in_the_middle_of_a_rung_leaves_no_half_of_it(
    story: Story, owner: Database, service: PushService, settings: Settings, phone: str, cluster: Cluster
) -> None:
    await send_alarm(story, channels=(Channel.PUSH,))
    admin = await asyncpg.connect(cluster.admin_url)
    try:
        async with process(settings) as killed:
            await soon(lambda: _told(owner, story, 0), 60)
            async with _held(owner):
                story.move_to(NOON + RUNGS[1] + timedelta(seconds=1))
                await soon(lambda: _some(admin, CLIMBING), 60)
                killed.kill()
                await killed.wait()
        await soon(lambda: _none(admin, WORKERS), 60)
    finally:
        await admin.close()
    await once_each(owner, 1)
    assert await told(owner, story) == {0: 1}
    async with process(settings):
        await soon(lambda: _told(owner, story, 1), 60)
    await once_each(owner, 2)
    assert await told(owner, story) == {0: 1, 1: 1}
    assert buzzed(service) == 2


@asynccontextmanager
async def _held(owner: Database) -> AsyncIterator[None]:
    """Nobody changes a call until the end of the block; who wants to, waits."""
    async with owner.transaction() as db:
        await (await db.connection()).execute(text("lock table alarm_calls in share row exclusive mode"))
        yield


async def _told(owner: Database, story: Story, rung: int) -> bool:
    return rung in await told(owner, story)


async def _some(admin: asyncpg.Connection, query: str) -> bool:
    return bool(await admin.fetchval(query))


async def _none(admin: asyncpg.Connection, query: str) -> bool:
    return not await admin.fetchval(query)
