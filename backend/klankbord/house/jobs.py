"""Jobs in PostgreSQL (pgqueuer), put there by the same transaction as what they are about (decision 4).

pgqueuer's own asyncpg driver on SQLAlchemy's raw connection would leak: SQLAlchemy begins the transaction late, so the
job could stay while everything else is rolled back. This driver goes through the session instead.
"""

import asyncio
import json
from collections.abc import Mapping
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


async def enqueue(db: AsyncSession, job: str, payload: Mapping[str, str], *, once: str | None = None) -> None:
    """Hand `job` to the worker when this transaction commits; nothing happens when it does not.

    `payload` holds ids and kinds, never content: it also stands in the queue's log. With `once`, a second job with
    the same key is not added while the first waits or runs.
    """
    body = json.dumps(dict(payload)).encode()
    await Queries(SessionDriver(db)).enqueue(job, body, dedupe_key=once and f"{job}:{once}", on_conflict="skip")
