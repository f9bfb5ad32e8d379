"""asyncpg without SQLAlchemy, for the few statements that are asked most.

One statement is one transaction here: PostgreSQL commits it before it answers. Who asks must stand in the statement
itself (a token), because nobody was introduced to row-level security first.
"""

import asyncio
from typing import Any, Protocol

import asyncpg

SIZE = 4  # connections, beside those of SQLAlchemy's pool
NOTES = 2  # and beside these: what people wrote must not wait until others have read
PATIENCE = 10.0  # seconds a statement may take, or the making of a connection
# What waits for a row that somebody else holds gives up sooner, and PostgreSQL itself ends what we no longer wait for:
# otherwise it would go on holding what the long way needs.
LIMITS = {"lock_timeout": "2000", "statement_timeout": "9000"}  # milliseconds
# On a disk without a moving arm the next page costs no less than any other. PostgreSQL takes it for four times as dear,
# and of a few thousand cases it then fetches and sorts all where walking an index in its order needs the first fifty.
PLANS = {"random_page_cost": "1.1"}


class Asks(Protocol):
    """What sends one statement: `Direct`, or a connection of asyncpg in a transaction of its own."""

    async def fetch(self, query: str, *args: object) -> list[Any]:
        """Rows of one statement."""


class Direct:
    """A few connections of its own, made when they are first needed; who comes first is served first.

    Not asyncpg's pool: a statement that is a transaction leaves nothing behind to be cleaned up after it, and the
    cleaning is a round trip more than the statement itself.
    """

    def __init__(self, url: str, size: int = SIZE) -> None:
        self._url = url
        self._gate = asyncio.Semaphore(size)
        self._idle: list[asyncpg.Connection[asyncpg.Record]] = []

    async def fetch(self, query: str, *args: object) -> list[Any]:
        """Rows of one statement, committed. Raises asyncpg.PostgresError, asyncpg.InterfaceError, OSError."""
        async with self._gate:
            connection = self._kept() or await self._open()
            try:
                rows: list[Any] = await connection.fetch(query, *args)
            except BaseException:
                connection.terminate()
                raise
            self._idle.append(connection)
            return rows

    async def _open(self) -> "asyncpg.Connection[asyncpg.Record]":
        settings = LIMITS | PLANS
        return await asyncpg.connect(self._url, timeout=PATIENCE, command_timeout=PATIENCE, server_settings=settings)

    def _kept(self) -> "asyncpg.Connection[asyncpg.Record] | None":
        while self._idle:
            if not (connection := self._idle.pop()).is_closed():  # it is when the database was away
                return connection
        return None

    async def close(self) -> None:
        """Give every connection back."""
        while self._idle:
            await self._idle.pop().close()
