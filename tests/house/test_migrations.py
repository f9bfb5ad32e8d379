"""The database that the migrations build is the one the models describe."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

import asyncpg
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine
from sqlmodel import SQLModel

from klankbord.house.database import async_url
from klankbord.house.database_roles import DatabaseUrls
from klankbord.house.migrate import migrate
from klankbord.house.newest_migration import MIGRATIONS, newest
from klankbord.rooms import ROOMS

for room in ROOMS:
    if find_spec(f"klankbord.rooms.{room}.models"):
        import_module(f"klankbord.rooms.{room}.models")


def _ours(_object: Any, name: str | None, kind: str, *_: Any) -> bool:
    return not (kind == "table" and name is not None and name.startswith(("pgqueuer", "alembic")))


def _differences(connection: Connection) -> list[Any]:
    context = MigrationContext.configure(connection, opts={"include_object": _ours, "compare_type": True})
    return list(compare_metadata(context, SQLModel.metadata))


async def test_the_models_and_the_migrated_database_do_not_differ(database: DatabaseUrls) -> None:
    engine = create_async_engine(async_url(database.owner))
    async with engine.connect() as connection:
        assert await connection.run_sync(_differences) == []
    await engine.dispose()


async def test_migrating_again_changes_nothing(database: DatabaseUrls) -> None:
    before = await _tables(database)
    await migrate(database.owner)
    assert await _tables(database) == before
    assert before


async def _tables(database: DatabaseUrls) -> list[tuple[str, int]]:
    """Every table with its number in the catalogue: one that was made anew has another."""
    connection = await asyncpg.connect(database.owner)
    rows = await connection.fetch("select relname, oid from pg_class where relkind in ('r', 'i') order by oid")
    await connection.close()
    return [(row["relname"], row["oid"]) for row in rows]


def test_the_last_file_is_alembics_head() -> None:
    assert ScriptDirectory(str(MIGRATIONS)).get_current_head() == newest()
