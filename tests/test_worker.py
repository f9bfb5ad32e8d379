"""The worker: what is queued runs once, what fails is tried again, and neither a crash nor a restart loses anything."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import asyncpg
import pytest
import pytest_asyncio
from httpx2 import AsyncClient
from pgqueuer.adapters.persistence.qb import QueryBuilderEnvironment
from pgqueuer.db import AsyncpgDriver
from pgqueuer.queries import Queries

from klankbord.house import upkeep, working
from klankbord.house.database import Database
from klankbord.house.database_roles import DatabaseUrls
from klankbord.house.house import House
from klankbord.house.jobs import enqueue
from klankbord.house.migrate import MIGRATIONS
from klankbord.house.push.vapid import public_key
from klankbord.house.settings import Settings
from klankbord.house.working import Job, Sweep, work_until
from klankbord.rooms.reminders import actions
from klankbord.rooms.reminders.models import PushSubscription
from klankbord.worker import run
from tests.conftest import Cluster
from tests.factories import World, add, an_organisation
from tests.support.push_service import PushService, running
from tests.support.rows import change, rows
from tests.support.worker_process import process, soon

NOON = datetime(2026, 11, 3, 11, 0, tzinfo=UTC)


@pytest_asyncio.fixture
async def service() -> AsyncIterator[PushService]:
    async with running() as one:
        yield one


@pytest.fixture
def settings(settings: Settings, service: PushService) -> Settings:
    """As everywhere, with the local push service on the list."""
    return settings.model_copy(update={"push_hosts": service.origin})


@asynccontextmanager
async def at_work(work: Callable[[asyncio.Event], Awaitable[None]]) -> AsyncIterator[None]:
    """A worker in this process, stopped at the end of the block."""
    stop = asyncio.Event()
    task = asyncio.ensure_future(work(stop))
    try:
        yield
    finally:
        stop.set()
        await asyncio.wait_for(task, 20)


async def a_phone(owner: Database, world: World, service: PushService, settings: Settings) -> PushSubscription:
    said = service.subscribe(public_key(settings.vapid_private_key.get_secret_value()))
    about = {"organisation_id": world.organisation_id, "person_id": world.karim, "created_at": NOON}
    phone = PushSubscription(endpoint=said["endpoint"], **said["keys"], **about)
    await add(owner, phone)
    return phone


async def press_test(house: House, world: World) -> None:
    async with house.database.transaction(world.karim, world.organisation_id) as db:
        now = house.clock.now()
        await actions.send_test(db, organisation_id=world.organisation_id, person_id=world.karim, now=now)


def test_the_migration_installs_exactly_what_this_pgqueuer_asks_for() -> None:
    wanted = [line.rstrip() for line in QueryBuilderEnvironment().build_install_query().strip().splitlines()]
    assert "\n".join(wanted) in (MIGRATIONS / "pgqueuer.sql").read_text()


async def test_pgqueuer_finds_nothing_to_upgrade(database: DatabaseUrls) -> None:
    connection = await asyncpg.connect(database.owner)
    try:
        plan = await Queries(AsyncpgDriver(connection)).plan_upgrade()
    finally:
        await connection.close()
    assert not plan.statements + plan.notes


async def test_a_reminder_leaves_within_seconds_of_the_commit_and_the_worker_is_heard_of(
    house: House,
    worker_house: House,
    owner: Database,
    client: AsyncClient,
    service: PushService,
    settings: Settings,
) -> None:
    world = await an_organisation(owner)
    await a_phone(owner, world, service, settings)
    assert (await client.get("/readyz")).status_code == 503
    async with at_work(lambda stop: run(worker_house, stop)):
        await soon(lambda: heard(owner))
        await press_test(house, world)
        await soon(lambda: len(service.got) == 1, 3)
        assert (await client.get("/readyz")).json()["worker"] is True
    assert json.loads(service.got[0]["text"])["notification"]["title"] == "Klankbord"
    assert await rows(owner, "select id from pgqueuer") == []


async def heard(owner: Database) -> bool:
    return bool(await rows(owner, "select worker_id from worker_heartbeats"))


async def test_a_worker_whose_connections_are_cut_goes_on(
    house: House, worker_house: House, owner: Database, service: PushService, settings: Settings, cluster: Cluster
) -> None:
    world = await an_organisation(owner)
    await a_phone(owner, world, service, settings)
    async with at_work(lambda stop: run(worker_house, stop)):
        await soon(lambda: heard(owner))
        admin = await asyncpg.connect(cluster.admin_url)
        cut = await admin.fetchval(
            "select count(pg_terminate_backend(pid)) from pg_stat_activity where usename = 'klankbord_worker'"
        )
        await admin.close()
        assert cut >= 1
        await press_test(house, world)
        await soon(lambda: len(service.got) == 1)


async def test_a_job_that_fails_is_tried_again_and_its_log_keeps_no_message(
    house: House,
    worker_house: House,
    owner: Database,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(working, "FIRST_RETRY", timedelta(milliseconds=50))
    runs: list[str] = []

    async def stumble(_: House, about: dict[str, str]) -> None:
        runs.append(about["id"])
        if len(runs) < 3:
            raise ValueError("Sara zei iets")

    async with house.database.transaction() as db:
        await enqueue(db, "stumble", {"id": "1"})
    async with at_work(lambda stop: work_until(stop, worker_house, [Job("stumble", stumble)])):
        await soon(lambda: len(runs) == 3, 30)
        await soon(lambda: gone(owner))
    log = await rows(owner, "select coalesce(traceback::text, '') from pgqueuer_log")
    assert not [line for (line,) in log if "Sara" in line]


async def gone(owner: Database) -> bool:
    return not await rows(owner, "select id from pgqueuer")


async def test_a_sweep_that_fails_stops_neither_itself_nor_another(worker_house: House) -> None:
    broken, fine = [], []

    async def fail(_: House) -> int:
        broken.append(1)
        raise OSError("nothing there")

    async def go_on(_: House) -> int:
        fine.append(1)
        return 1

    sweeps = [Sweep("broken", 0.05, fail), Sweep("fine", 0.05, go_on)]
    async with at_work(lambda stop: work_until(stop, worker_house, sweeps)):
        await soon(lambda: len(broken) >= 3 and len(fine) >= 3)


async def test_the_same_job_waits_in_the_queue_once(house: House, owner: Database) -> None:
    for _ in range(2):
        async with house.database.transaction() as db:
            await enqueue(db, "realign_watches", {"group": "1"}, once="1")
    assert len(await rows(owner, "select id from pgqueuer")) == 1


async def test_old_lines_of_the_queues_log_are_removed(worker_house: House, owner: Database) -> None:
    for age in ("15 days", "1 day"):
        line = "insert into pgqueuer_log (created, job_id, status, priority, entrypoint) values"
        await change(owner, f"{line} (now() - interval '{age}', 1, 'successful', 0, 'x')")
    old = worker_house.clock.now() - timedelta(days=2)
    await change(owner, "insert into worker_heartbeats values (:id, :at)", id=uuid4(), at=old)
    await upkeep.Heartbeat()(worker_house)
    assert await upkeep.tidy(worker_house) == 2
    assert len(await rows(owner, "select 1 from pgqueuer_log union all select 1 from worker_heartbeats")) == 2


async def test_a_worker_killed_while_it_sends_is_followed_by_the_next_which_sends_it_once_more(
    house: House, owner: Database, service: PushService, settings: Settings
) -> None:
    house.clock.move_to(NOON)
    world = await an_organisation(owner)
    phone = await a_phone(owner, world, service, settings)
    service.set_mode(phone.endpoint, "slow")
    await press_test(house, world)
    async with process(settings):
        await soon(lambda: len(service.knocks) == 1, 60)
    service.set_mode(phone.endpoint, "201")
    house.clock.move_to(NOON + timedelta(seconds=62))
    async with process(settings) as second:
        await soon(lambda: len(service.got) == 1, 60)
        await soon(lambda: sent(owner))
        second.terminate()
        assert await asyncio.wait_for(second.wait(), 20) == 0
    assert len(service.knocks) == 2


async def sent(owner: Database) -> bool:
    return [tuple(row) for row in await rows(owner, "select state, attempts from deliveries")] == [("sent", 2)]


async def test_a_subject_that_push_services_refuse_stops_the_worker_with_one_sentence(settings: Settings) -> None:
    async with process(settings.model_copy(update={"vapid_subject": "mailto:beheer@localhost"})) as refused:
        assert refused.stderr is not None
        said = (await refused.stderr.read()).decode()
        assert await refused.wait() == 1
    assert "VAPID_SUBJECT" in said
    assert "Traceback" not in said
