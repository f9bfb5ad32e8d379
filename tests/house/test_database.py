"""The way into PostgreSQL survives its restarts, and asks nothing to find out."""

import asyncio
from collections.abc import Awaitable, Callable

import asyncpg
import pytest
from sqlalchemy import text

from klankbord.house.database import Database
from klankbord.house.house import House
from tests.conftest import Cluster

PID = "select pg_backend_pid()"


async def by_transaction(database: Database) -> int:
    async with database.transaction() as db:
        return int((await (await db.connection()).execute(text(PID))).scalar_one())


async def by_itself(database: Database) -> int:
    return int((await database.direct.fetch(PID))[0][0])


@pytest.mark.parametrize("ask", [by_transaction, by_itself])
async def test_a_connection_that_postgresql_ended_is_replaced(
    house: House, cluster: Cluster, ask: Callable[[Database], Awaitable[int]]
) -> None:
    before = await ask(house.database)
    admin = await asyncpg.connect(cluster.admin_url)
    await admin.execute("select pg_terminate_backend($1)", before)
    await admin.close()
    await asyncio.sleep(0.2)
    assert await ask(house.database) != before
