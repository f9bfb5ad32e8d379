import asyncpg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from klankbord.house.database import Database
from klankbord.house.database_roles import DatabaseUrls
from tests.factories import an_organisation

COLUMNS = """select column_name, data_type, character_maximum_length as longest from information_schema.columns
              where table_schema = 'public' and table_name = 'pupils'"""
CHECKS = """select pg_get_constraintdef(oid) as rule from pg_constraint
             where conrelid = 'public.pupils'::regclass and contype = 'c'"""


async def test_of_a_child_the_database_holds_a_first_name_and_a_hint_and_nothing_more(database: DatabaseUrls) -> None:
    connection = await asyncpg.connect(database.owner)
    try:
        columns = {row["column_name"]: row for row in await connection.fetch(COLUMNS)}
        rules = " ".join(row["rule"] for row in await connection.fetch(CHECKS))
    finally:
        await connection.close()
    assert set(columns) == {"id", "organisation_id", "group_id", "first_name", "hint", "left_at"}
    room_for_words = {
        name for name, row in columns.items() if row["data_type"] not in ("uuid", "timestamp with time zone")
    }
    assert room_for_words == {"first_name", "hint"}
    assert columns["first_name"]["longest"] == 40 or "length((first_name)::text) <= 40" in rules
    assert columns["hint"]["longest"] == 20 or "length((hint)::text) <= 20" in rules


@pytest.mark.parametrize(("column", "longest"), [("first_name", 40), ("hint", 20)])
async def test_the_database_itself_refuses_more_than_a_name_or_a_hint(
    owner: Database, column: str, longest: int
) -> None:
    world = await an_organisation(owner)
    write = text(f"update pupils set {column} = :words where id = :id")
    async with owner.transaction() as db:
        await (await db.connection()).execute(write, {"words": "x" * longest, "id": world.sara})
    with pytest.raises(DBAPIError):
        async with owner.transaction() as db:
            await (await db.connection()).execute(write, {"words": "x" * (longest + 1), "id": world.sara})
