"""One ear per process hears from PostgreSQL that an alarm changed, and tells whoever watches it."""

import asyncio
import contextlib
import logging
from collections import defaultdict
from collections.abc import Callable
from typing import Any
from uuid import UUID

import asyncpg
from fastapi import Request

from klankbord.house.door import house_of
from klankbord.house.logs import log
from klankbord.rooms.alarms.queries import CHANNEL

logger = logging.getLogger(__name__)
PATIENCE = 5.0  # seconds for a connection to be made
Look = Callable[[], None]


class Ear:
    """Listens while somebody watches; a connection that was lost is made anew at the next `listen`."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._told: defaultdict[str, set[Look]] = defaultdict(set)
        self._line: asyncpg.Connection[asyncpg.Record] | None = None
        self._opening = asyncio.Lock()

    def tell(self, alarm_id: UUID, look: Look) -> None:
        """From now on `look` is called at each change of this alarm."""
        self._told[str(alarm_id)].add(look)

    async def leave(self, alarm_id: UUID, look: Look) -> None:
        """Not any more."""
        key = str(alarm_id)
        self._told[key].discard(look)
        if not self._told[key]:
            del self._told[key]
        if not self._told:
            await self.close()

    async def listen(self) -> None:
        """Be connected, if that can be."""
        async with self._opening:
            if self._line is not None and not self._line.is_closed():
                return
            try:
                self._line = await asyncpg.connect(self._url, timeout=PATIENCE)
                await self._line.add_listener(CHANNEL, self._heard)
            except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError, TimeoutError) as failure:
                self._line = None
                log(logger, logging.WARNING, "nobody listens", kind=type(failure).__name__)

    def _heard(self, _connection: Any, _pid: int, _channel: str, alarm_id: object) -> None:
        for look in tuple(self._told.get(str(alarm_id), ())):
            look()

    async def close(self) -> None:
        """Give the connection back."""
        line, self._line = self._line, None
        if line is not None:
            with contextlib.suppress(Exception):
                await line.close(timeout=PATIENCE)


def ear_of(request: Request) -> Ear:
    """The ear of this process."""
    state = request.app.state
    if not hasattr(state, "alarm_ear"):
        state.alarm_ear = Ear(house_of(request).settings.web_database_url.get_secret_value())
    ear: Ear = state.alarm_ear
    return ear
