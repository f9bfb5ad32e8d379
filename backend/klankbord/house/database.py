"""Transactions. The first statement says who is asking; without it row-level security shows nothing.

SQLAlchemy's pool hands out connections in no fair order, so a first-in-first-out gate of the pool's size stands
in front of it.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

from sqlalchemy import event, text
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker, create_async_engine
from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.house.direct import NOTES, PLANS, Direct

SPEAK_AS = text(
    "select set_config('klankbord.person', :person, true), set_config('klankbord.organisation', :organisation, true)"
)


def async_url(url: str) -> str:
    """The SQLAlchemy form of a plain `postgresql://` address."""
    return url.replace("postgresql://", "postgresql+asyncpg://", 1)


async def speak_as(db: AsyncSession, person_id: UUID | None, organisation_id: UUID | None) -> None:
    """Tell row-level security who asks, until the end of this transaction."""
    words = {"person": str(person_id or ""), "organisation": str(organisation_id or "")}
    await (await db.connection()).execute(SPEAK_AS, words)


def _still_there(connection: Any, *_: object) -> None:
    """Another connection for one that PostgreSQL ended (a restart, a failover): the driver hears of it by itself.

    SQLAlchemy's own way (`pool_pre_ping`) asks three questions before every transaction.
    """
    if connection.driver_connection.is_closed():
        raise DisconnectionError


class Database:
    """One role's way into PostgreSQL."""

    def __init__(self, url: str, pool_size: int = 8) -> None:
        # hide_parameters: an error of the database must not carry what somebody wrote
        self.engine: AsyncEngine = create_async_engine(
            async_url(url),
            pool_size=pool_size,
            max_overflow=0,
            hide_parameters=True,
            connect_args={"server_settings": PLANS},
        )
        event.listen(self.engine.sync_engine, "checkout", _still_there)
        self._sessions = async_sessionmaker(self.engine, class_=AsyncSession, expire_on_commit=False)
        self._gate = asyncio.Semaphore(pool_size)
        self.direct, self.notes = Direct(url), Direct(url, NOTES)

    @asynccontextmanager
    async def transaction(
        self, person_id: UUID | None = None, organisation_id: UUID | None = None
    ) -> AsyncIterator[AsyncSession]:
        """One transaction on behalf of one person, committed at the end, rolled back on an error."""
        async with self._gate, self._sessions() as db, db.begin():
            if person_id or organisation_id:
                await speak_as(db, person_id, organisation_id)
            yield db

    async def close(self) -> None:
        """Give every connection back."""
        await self.direct.close()
        await self.notes.close()
        await self.engine.dispose()
