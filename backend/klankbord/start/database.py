"""The database of this start: the one in DATABASE_URL, or our own embedded one; with a way in for each role."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import TypeVar

import asyncpg

from klankbord.house.cannot_start import CannotStart
from klankbord.house.database_roles import DatabaseUrls, RolePasswords, prepare_database, prepare_roles
from klankbord.house.embedded_postgres import EmbeddedPostgres
from klankbord.house.newest_migration import newest
from klankbord.start.wishes import Wishes

NAME = "klankbord"
T = TypeVar("T")
DEMO_BEGUN, DEMO_DONE = "demo begun", "demo"


@dataclass(frozen=True)
class State:
    """How far a database is: its newest migration, the mark the demo left, whether it holds an organisation."""

    revision: str | None
    mark: str | None
    used: bool

    @property
    def holds_real_people(self) -> bool:
        """Whether there is an organisation that the demo did not make."""
        return self.used and self.mark not in (DEMO_BEGUN, DEMO_DONE)

    @property
    def at_head(self) -> bool:
        return self.revision == newest()


def urls_of_embedded(server: EmbeddedPostgres, passwords: RolePasswords) -> DatabaseUrls:
    """The roles and the database exist after this."""
    return asyncio.run(prepare_database(server.url("postgres"), NAME, passwords))


def urls_of_given(wishes: Wishes, passwords: RolePasswords) -> DatabaseUrls:
    """For DATABASE_URL. Raises CannotStart when it cannot be entered or lacks the roles."""
    owner, web, worker = wishes.database_url, wishes.web_database_url, wishes.worker_database_url
    if not owner:
        raise CannotStart("WEB_DATABASE_URL and WORKER_DATABASE_URL are given without DATABASE_URL, the owner's.")
    if web and worker:
        return DatabaseUrls(owner, web, worker)
    if web or worker:
        raise CannotStart("Give both WEB_DATABASE_URL and WORKER_DATABASE_URL, or neither.")
    return asyncio.run(_entered(prepare_roles(owner, passwords)))


def state_of(owner_url: str) -> State:
    """Look, without changing anything. Raises CannotStart when the database cannot be entered."""
    return asyncio.run(_entered(_look(owner_url)))


def leave_mark(owner_url: str, mark: str) -> None:
    """Write on the database itself that its organisation is the made-up one."""
    asyncio.run(_write(owner_url, f"comment on table alembic_version is '{mark}'"))


async def _look(owner_url: str) -> State:
    connection = await asyncpg.connect(owner_url)
    try:
        if not await connection.fetchval("select to_regclass('alembic_version')"):
            return State(None, None, False)
        revision = await connection.fetchval("select version_num from alembic_version")
        mark = await connection.fetchval("select obj_description('alembic_version'::regclass)")
        # forced row-level security hides every row from the owner, but not that there are some
        used = await connection.fetchval("select pg_relation_size(to_regclass('organisations')) > 0")
        return State(revision, mark, bool(used))
    finally:
        await connection.close()


async def _write(owner_url: str, statement: str) -> None:
    connection = await asyncpg.connect(owner_url)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


async def _entered(work: Coroutine[None, None, T]) -> T:
    try:
        return await work
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        # the type only: what the driver says may hold the address, and the address holds the password
        raise CannotStart(
            f"The database in DATABASE_URL cannot be entered ({type(error).__name__}): is it running, and are user, "
            "password and name right?"
        ) from None
