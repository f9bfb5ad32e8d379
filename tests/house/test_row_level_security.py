"""The second wall: whatever the code above forgets, the database shows a stranger nothing."""

import re

import asyncpg
import pytest
from sqlalchemy import text

from klankbord.house.database import Database
from klankbord.house.database_roles import DatabaseUrls
from tests.factories import an_organisation

# Nothing of any organisation or child in these.
NO_ORGANISATION = {"alembic_version", "worker_heartbeats"}
# Functions that run as the owner; each is looked at by hand before it may stand here.
AS_OWNER = {
    "kb_open_session",
    "kb_open_device",
    "kb_push_reach",
    "kb_push_release",
    "kb_teaches",
    "kb_take_in_notes",
    "kb_enter",
    "kb_holds",
    "kb_taught_groups",
    "kb_managed_locations",
    "kb_managed_groups",
    "kb_wrote_about",
    "kb_was_handed",
    "kb_names_around",
    "kb_sees_alarm",
    "kb_report_news",
    "kb_unopened",
    "kb_open_feed",
    "kb_align_reminders",
    "kb_may_see_subject",
    "kb_reads",
    "kb_colleague_reads",
    "kb_may_remind",
    "kb_earlier_goal",
    "kb_of_track",
    "kb_note_handover",
}
TABLES = """select c.relname, c.relrowsecurity, c.relforcerowsecurity,
                   array(select p.polname::text from pg_policy p where p.polrelid = c.oid) as policies,
                   exists (select 1 from pg_attribute a where a.attrelid = c.oid
                            and a.attname = 'organisation_id' and a.attnotnull) as owned
              from pg_class c join pg_namespace n on n.oid = c.relnamespace
             where c.relkind in ('r', 'p') and n.nspname = 'public' and c.relname not like 'pgqueuer%'"""


async def test_every_table_forces_row_level_security_and_has_a_rule_for_others_than_its_owner(
    database: DatabaseUrls,
) -> None:
    connection = await asyncpg.connect(database.owner)
    rows = {row["relname"]: row for row in await connection.fetch(TABLES)}
    await connection.close()
    assert len(rows) > 20
    for name, row in rows.items():
        if name in NO_ORGANISATION:
            continue
        assert row["relrowsecurity"], f"{name} has no row-level security"
        assert row["relforcerowsecurity"], f"{name} does not force it on its owner"
        assert set(row["policies"]) - {"owner_all"}, f"{name} has no policy"


async def test_every_row_carries_its_organisation(database: DatabaseUrls) -> None:
    connection = await asyncpg.connect(database.owner)
    rows = await connection.fetch(TABLES)
    await connection.close()
    without = {row["relname"] for row in rows if not row["owned"]}
    assert without == NO_ORGANISATION | {"organisations"}


async def test_no_rule_collects_what_may_be_seen_before_it_looks_at_a_row(database: DatabaseUrls) -> None:
    """`in (select …)` reads all of a table for one row of another; `exists (… offset 0)` asks about that row."""
    connection = await asyncpg.connect(database.owner)
    rules = await connection.fetch("select tablename, policyname, concat(qual, with_check) as rule from pg_policies")
    await connection.close()
    assert len(rules) > 100
    assert {
        (row["tablename"], row["policyname"]) for row in rules if re.search(r"(IN|ANY) \( SELECT", row["rule"])
    } == set()


async def test_nobody_at_runtime_is_superuser_or_may_bypass_the_rules(database: DatabaseUrls) -> None:
    connection = await asyncpg.connect(database.web)
    roles = await connection.fetch(
        """select rolname from pg_roles where rolname like 'klankbord%'
            and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication)"""
    )
    await connection.close()
    assert roles == []


async def test_only_listed_functions_run_as_the_owner(database: DatabaseUrls) -> None:
    connection = await asyncpg.connect(database.owner)
    found = await connection.fetch(
        """select p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace
            where n.nspname = 'public' and p.prosecdef"""
    )
    views = await connection.fetch("select viewname from pg_views where schemaname = 'public'")
    await connection.close()
    assert {row["proname"] for row in found} == AS_OWNER
    assert views == []


@pytest.mark.parametrize("role", ["web", "worker"])
async def test_who_says_nothing_sees_nothing_of_a_child(database: DatabaseUrls, owner: Database, role: str) -> None:
    await an_organisation(owner)
    connection = await asyncpg.connect(getattr(database, role))
    try:
        for table in ("pupils", "notes", "corrections", "cases", "reports", "case_views", "outbox_items"):
            try:
                assert await connection.fetchval(f"select count(*) from {table}") == 0
            except asyncpg.InsufficientPrivilegeError:
                assert role == "worker"
    finally:
        await connection.close()


async def test_the_worker_may_not_even_ask_for_what_was_written(database: DatabaseUrls) -> None:
    connection = await asyncpg.connect(database.worker)
    try:
        for table in ("notes", "corrections", "pupils", "outbox_items", "case_views", "sessions", "devices"):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.fetchval(f"select count(*) from {table}")
    finally:
        await connection.close()


async def test_another_organisation_does_not_exist(database: DatabaseUrls, owner: Database) -> None:
    ours, theirs = await an_organisation(owner), await an_organisation(owner)
    web = Database(database.web, 1)
    try:
        async with web.transaction(ours.iris, ours.organisation_id) as db:
            connection = await db.connection()
            for table in ("people", "roles", "locations", "groups", "pupils"):
                found = set((await connection.execute(text(f"select organisation_id from {table}"))).scalars())
                assert found == {ours.organisation_id}, table
        # a person of theirs who claims to be in our organisation still sees no child
        async with web.transaction(theirs.iris, ours.organisation_id) as db:
            assert (await (await db.connection()).execute(text("select count(*) from pupils"))).scalar() == 0
    finally:
        await web.close()


async def test_a_written_note_can_be_neither_changed_nor_removed(database: DatabaseUrls) -> None:
    connection = await asyncpg.connect(database.web)
    try:
        for table in ("notes", "corrections", "reports", "handovers", "case_views"):
            for statement in (f"update {table} set organisation_id = organisation_id", f"delete from {table}"):
                with pytest.raises(asyncpg.InsufficientPrivilegeError):
                    await connection.execute(statement)
    finally:
        await connection.close()
