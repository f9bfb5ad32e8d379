"""The run's own PostgreSQL: one migrated database, and copies of it (or of one in which more was told)."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

import asyncpg

from klankbord.house.database_roles import DatabaseUrls, RolePasswords, prepare_database, url_for
from klankbord.house.embedded_postgres import EmbeddedPostgres
from klankbord.house.migrate import migrate

TEMPLATE = "klankbord_template"


@dataclass
class Cluster:
    """The PostgreSQL and how to get a fresh database from it."""

    postgres: EmbeddedPostgres
    passwords: RolePasswords
    made: int = 0
    _inside: "asyncpg.Connection | None" = None

    @property
    def admin_url(self) -> str:
        return self.postgres.url("postgres")

    async def prepare(self) -> None:
        """The three roles, and the migrated database that copies are made of."""
        await prepare_database(self.admin_url, TEMPLATE, self.passwords)
        await self._let_in_quickly()
        await migrate(self.urls(TEMPLATE).owner)

    def urls(self, name: str) -> DatabaseUrls:
        """The addresses of this database."""
        web = url_for(self.admin_url, "klankbord_web", self.passwords.web, name)
        owner = url_for(web, "klankbord_owner", self.passwords.owner, name)
        return DatabaseUrls(owner, web, url_for(web, "klankbord_worker", self.passwords.worker, name))

    async def copy(self, of: str = TEMPLATE) -> tuple[str, DatabaseUrls]:
        """(name, addresses) of a database of one's own; nobody may be in the one that is copied."""
        self.made += 1
        name = f"test_{self.made}"
        await self._say(f"create database {name} template {of} owner klankbord_owner strategy file_copy")
        return name, self.urls(name)

    async def drop(self, name: str) -> None:
        await self._say(f"drop database {name} with (force)")

    async def _let_in_quickly(self) -> None:
        """Working a password out takes 4096 rounds, and each test comes in some four times: here it takes one."""
        mine = unquote(urlsplit(self.admin_url).password or "")
        known = {"current_user": mine} | {
            f"klankbord_{role}": getattr(self.passwords, role) for role in ("owner", "web", "worker")
        }
        words = [f"alter role {role} password '{password}'" for role, password in known.items()]
        await self._say("; ".join(["set scram_iterations = 1", *words]))

    @asynccontextmanager
    async def stay_inside(self) -> AsyncIterator[None]:
        """Until the end of the block copies are asked for without coming in anew, which takes a third of their time."""
        self._inside = await asyncpg.connect(self.admin_url)
        try:
            yield
        finally:
            await self._inside.close()
            self._inside = None

    async def _say(self, words: str) -> None:
        if self._inside and not self._inside.is_closed():
            await self._inside.execute(words)
            return
        admin = await asyncpg.connect(self.admin_url)
        try:
            await admin.execute(words)
        finally:
            await admin.close()
