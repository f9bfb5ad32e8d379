"""Ready means: the database answers, it is migrated, and a worker was heard of in the last minute."""

from datetime import timedelta
from pathlib import Path

from httpx2 import ASGITransport, AsyncClient
from sqlalchemy import text

from klankbord.app import create_app
from klankbord.house.clock import Clock
from klankbord.house.database import Database
from klankbord.house.database_roles import DatabaseUrls
from klankbord.house.house import House
from klankbord.house.ids import new_id
from klankbord.rooms.reminders.models import WorkerHeartbeat
from tests.factories import add
from tests.support.secrets import made_up_settings


async def test_without_a_worker_it_is_alive_and_not_ready(client: AsyncClient) -> None:
    assert (await client.get("/healthz")).status_code == 200
    answer = await client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"database": True, "migrations": True, "worker": False}


async def test_with_a_worker_it_is_ready_until_the_worker_is_silent_for_a_minute(
    client: AsyncClient, owner: Database, clock: Clock
) -> None:
    await add(owner, WorkerHeartbeat(worker_id=new_id(), at=clock.now()))
    assert (await client.get("/readyz")).status_code == 200
    clock.move_to(clock.now() + timedelta(seconds=90))
    assert (await client.get("/readyz")).json()["worker"] is False


async def test_a_database_behind_its_migrations_is_not_ready(
    client: AsyncClient, owner: Database, clock: Clock
) -> None:
    await add(owner, WorkerHeartbeat(worker_id=new_id(), at=clock.now()))
    async with owner.transaction() as db:
        await (await db.connection()).execute(text("update alembic_version set version_num = '0000_before'"))
    assert (await client.get("/readyz")).json()["migrations"] is False


async def test_a_database_that_is_gone_is_a_503_and_not_a_crash(database: DatabaseUrls, tmp_path: Path) -> None:
    elsewhere = DatabaseUrls(
        *(url.replace("test_", "gone_") for url in (database.owner, database.web, database.worker))
    )
    settings = made_up_settings(elsewhere, tmp_path)
    app = create_app(settings, House.for_web(settings))
    async with AsyncClient(transport=ASGITransport(app=app), base_url=settings.address) as client:
        answer = await client.get("/readyz")
    assert (answer.status_code, answer.json()["database"]) == (503, False)
