"""DATABASE_URL: nothing embedded is started, and the database of an organisation is never mistaken for a demo's."""

import asyncio
from collections.abc import Coroutine, Iterator
from pathlib import Path
from typing import TypeVar

import asyncpg
import pytest

from klankbord.house.cannot_start import CannotStart
from klankbord.house.database_roles import (
    DatabaseUrls,
    make_passwords,
    prepare_database,
    prepare_roles,
    url_for,
)
from klankbord.house.embedded_postgres import EmbeddedPostgres
from klankbord.house.migrate import migrate
from klankbord.start.database import DEMO_DONE, leave_mark, state_of
from tests.start.folders import a_public_folder
from tests.start.starting import REAL, is_ready, started

T = TypeVar("T")


@pytest.fixture
def server() -> Iterator[EmbeddedPostgres]:
    """A PostgreSQL of somebody else, so to say."""
    with a_public_folder() as folder:
        made = EmbeddedPostgres(folder / "other", durable=False)
        made.start()
        try:
            yield made
        finally:
            made.stop()


def do(work: Coroutine[None, None, T]) -> T:
    return asyncio.run(work)


async def run_sql(url: str, *statements: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


def an_owner(server: EmbeddedPostgres, rights: str) -> str:
    """The address of an empty database whose owner has these rights."""
    admin = server.url("postgres")
    do(run_sql(admin, f"create role chief login {rights} password 'chief'", "create database given owner chief"))
    return url_for(admin, "chief", "chief", "given")


def test_it_is_used_and_nothing_embedded_is_started(server: EmbeddedPostgres, tmp_path: Path) -> None:
    with started(tmp_path / "data", DATABASE_URL=an_owner(server, "createrole"), **REAL) as start:
        assert is_ready(start.address)
        assert set(start.family()) == {"web", "worker"}
    assert not (tmp_path / "data" / "postgres").exists()


def test_an_owner_who_may_not_make_roles_is_told_what_to_do(server: EmbeddedPostgres) -> None:
    with pytest.raises(CannotStart, match=r"may not create the database role klankbord_web.*WEB_DATABASE_URL"):
        do(prepare_roles(an_owner(server, "nocreaterole"), make_passwords()))


def test_a_role_with_another_password_is_left_alone(server: EmbeddedPostgres) -> None:
    owner, theirs = an_owner(server, "createrole"), make_passwords()
    urls = do(prepare_roles(owner, theirs))
    with pytest.raises(CannotStart, match="does not know"):
        do(prepare_roles(owner, make_passwords()))
    do(run_sql(urls.web, "select 1"))


def test_the_roles_made_for_us_are_under_row_level_security(server: EmbeddedPostgres) -> None:
    urls = do(prepare_database(server.url("postgres"), "ours", make_passwords()))
    assert do(powers(urls)) == []


async def powers(urls: DatabaseUrls) -> list[str]:
    connection = await asyncpg.connect(urls.web)
    question = """select rolname from pg_roles where rolname like 'klankbord%'
                     and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication)"""
    try:
        return [row["rolname"] for row in await connection.fetch(question)]
    finally:
        await connection.close()


def test_preparing_twice_at_once_is_harmless(server: EmbeddedPostgres) -> None:
    async def twice() -> None:
        passwords, admin = make_passwords(), server.url("postgres")
        both = await asyncio.gather(*(prepare_database(admin, "ours", passwords) for _ in range(2)))
        await run_sql(both[1].owner, "select 1")

    do(twice())


def test_a_demo_refuses_the_database_of_a_real_organisation(server: EmbeddedPostgres, tmp_path: Path) -> None:
    owner = an_owner(server, "superuser")
    passwords = make_passwords()
    urls = do(prepare_database(server.url("postgres"), "given", passwords))
    do(migrate(owner))
    assert not state_of(owner).holds_real_people
    do(
        run_sql(
            owner, "insert into organisations (id, name, zone) values (gen_random_uuid(), 'Echt', 'Europe/Amsterdam')"
        )
    )
    assert state_of(owner).holds_real_people
    given = {"DATABASE_URL": owner, "WEB_DATABASE_URL": urls.web, "WORKER_DATABASE_URL": urls.worker}
    with started(tmp_path / "data", **given) as start:
        assert start.ends() == 1
        assert "holds a real organisation" in start.said
    leave_mark(owner, DEMO_DONE)
    assert not state_of(owner).holds_real_people
