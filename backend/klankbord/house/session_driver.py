"""pgqueuer's way into the database, through the transaction of one session.

pgqueuer's own asyncpg driver on SQLAlchemy's raw connection would leak: SQLAlchemy begins the transaction late, so the
job could stay while everything else is rolled back.
"""

import asyncio
from typing import Self

from pgqueuer.ports.driver import Driver, NotifyCallback, TaskManagerPort
from pgqueuer.queries import Queries
from sqlmodel.ext.asyncio.session import AsyncSession


class SessionDriver(Driver):
    """Lets pgqueuer write through the transaction of one session. It cannot listen: that is the worker's."""

    def __init__(self, db: AsyncSession) -> None:
        self._db = db

    async def fetch(self, query: str, *args: object) -> list[dict[str, object]]:
        """Rows of `query` ($1-style) as dictionaries."""
        result = await (await self._db.connection()).exec_driver_sql(query, tuple(args))
        return [dict(row) for row in result.mappings()]

    async def execute(self, query: str, *args: object) -> str:
        """Run `query` ($1-style); there is no command tag to give back."""
        await (await self._db.connection()).exec_driver_sql(query, tuple(args))
        return ""

    async def notify(self, channel: str, payload: str) -> None:
        """A NOTIFY that is heard when the transaction commits."""
        await self.fetch("select pg_notify($1, $2)", channel, payload)

    async def add_listener(self, channel: str, callback: NotifyCallback) -> None:
        """Refuses: a transaction is too short to listen."""
        raise RuntimeError("a session cannot listen")

    @property
    def shutdown(self) -> asyncio.Event:
        """Refuses: there is nothing here that runs on."""
        raise RuntimeError("a session has no shutdown")

    @property
    def tm(self) -> TaskManagerPort:
        """Refuses: there are no tasks here."""
        raise RuntimeError("a session has no tasks")

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        return None


def queue_of(db: AsyncSession) -> Queries:
    """pgqueuer's queries, in this session's transaction."""
    return Queries(SessionDriver(db))
