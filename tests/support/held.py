"""Two transactions at once: one holds a case while another wants it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

from sqlalchemy import text

from klankbord.house.database import Database

WAITING = "select count(*) from pg_locks where not granted"


@asynccontextmanager
async def closing(owner: Database, case_id: UUID) -> AsyncIterator[None]:
    """Somebody is closing this case: it is closed when the block ends, and locked until then."""
    async with owner.transaction() as db:
        connection = await db.connection()
        await connection.execute(text("update cases set closed_at = now() where id = :id"), {"id": case_id})
        yield


async def waits_for_it(owner: Database, act: Awaitable[Any], seconds: float = 10) -> "asyncio.Task[Any]":
    """Begin `act`, and go on when it waits for what another transaction holds. Fails when it never waits."""
    task: asyncio.Task[Any] = asyncio.ensure_future(act)
    async with asyncio.timeout(seconds):
        while not task.done():
            async with owner.transaction() as db:
                if (await (await db.connection()).execute(text(WAITING))).scalar_one():
                    return task
            await asyncio.sleep(0.02)
    return task


async def everything(owner: Database, but: tuple[str, ...] = ()) -> dict[str, list[str]]:
    """Every row of every table, as text, by table; not of those in `but`."""
    tables = "select table_name from information_schema.tables where table_schema = 'public' order by 1"
    async with owner.transaction() as db:
        connection = await db.connection()
        names = [row[0] for row in (await connection.execute(text(tables))).all() if row[0] not in but]
        return {
            name: [
                row[0] for row in (await connection.execute(text(f'select t::text from "{name}" t order by 1'))).all()
            ]
            for name in names
        }
