"""The database that the migrations build is the one the models describe."""

from datetime import UTC, datetime
from importlib import import_module
from importlib.util import find_spec
from typing import Any
from uuid import uuid4

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
from tests.support.cluster import Cluster

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


PEOPLE_BEFORE = """
    insert into people (id, organisation_id, first_name, language)
    select id, id, 'Karim', 'nl' from unnest($1::uuid[]) as each (id)
"""
CASES_BEFORE = """
    insert into cases (id, organisation_id, location_id, group_id, pupil_id, opened_by_id, opened_at, step, waits_for,
                       waits_since)
    select id, id, id, id, id, id, now(), 3, 'social_worker', now() from unnest($1::uuid[]) as each (id)
"""
HANDOVERS_BEFORE = """
    insert into handovers (id, organisation_id, case_id, location_id, group_id, from_id, to_id, handed_at)
    select gen_random_uuid(), $1, $1, $1, $1, from_id, to_id, at
      from unnest($2::uuid[], $3::uuid[], $4::timestamptz[]) as each (from_id, to_id, at)"""


async def test_cases_from_before_know_whom_they_were_passed_on_to(copies: Cluster) -> None:
    handed, kept, first, last, to = [uuid4() for _ in range(5)]
    name, urls = await copies.copy("template1")
    try:
        await migrate(urls.owner, "0007_adding")
        admin = await asyncpg.connect(copies.postgres.url(name))
        await admin.execute("set session_replication_role = replica")  # only what is asked about is there
        await admin.execute(PEOPLE_BEFORE, [first, last, to])
        await admin.execute(CASES_BEFORE, [handed, kept])
        at = [datetime(2026, 10, day, tzinfo=UTC) for day in (5, 6)]
        await admin.execute(HANDOVERS_BEFORE, handed, [last, first], [to, to], at[::-1])
        await migrate(urls.owner)
        found = await admin.fetch("select id, handed_to, handed_by_id from cases")
        await admin.close()
    finally:
        await copies.drop(name)
    assert {row["id"]: (row["handed_to"], row["handed_by_id"]) for row in found} == {
        handed: ([to], last),
        kept: ([], None),
    }


async def _tables(database: DatabaseUrls) -> list[tuple[str, int]]:
    """Every table with its number in the catalogue: one that was made anew has another."""
    connection = await asyncpg.connect(database.owner)
    rows = await connection.fetch("select relname, oid from pg_class where relkind in ('r', 'i') order by oid")
    await connection.close()
    return [(row["relname"], row["oid"]) for row in rows]


def test_the_last_file_is_alembics_head() -> None:
    assert ScriptDirectory(str(MIGRATIONS)).get_current_head() == newest()
