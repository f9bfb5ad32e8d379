"""The live screen (server-sent events): one ear per process hears from PostgreSQL that an alarm changed, and every
stream looks again with the rights of whoever watches, at the latest after a few seconds. Without it, only then."""

import asyncio
import contextlib
import logging
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import asyncpg
from fastapi import Request
from fastapi.sse import format_sse_event

from klankbord.house.door import house_of, signed_visit
from klankbord.house.errors import NotHere, NotSignedIn
from klankbord.house.logs import log
from klankbord.house.pages import render
from klankbord.rooms.alarms.queries import CHANNEL
from klankbord.rooms.alarms.screen import screen_of

logger = logging.getLogger(__name__)
EVERY = 5.0  # seconds after which a stream looks again by itself: rights may have ended, and time passes
PATIENCE = 5.0  # seconds for a connection to be made
_visit = asynccontextmanager(signed_visit)


class Ear:
    """Listens while somebody watches; a connection that was lost is made anew at the next look."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._waiting: defaultdict[str, set[asyncio.Event]] = defaultdict(set)
        self._line: asyncpg.Connection[asyncpg.Record] | None = None
        self._opening = asyncio.Lock()

    async def looks(self, alarm_id: UUID) -> AsyncIterator[None]:
        """Now, after each change, and every few seconds."""
        changed, key = asyncio.Event(), str(alarm_id)
        self._waiting[key].add(changed)
        try:
            while True:
                await self._listen()
                changed.clear()
                yield
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(changed.wait(), EVERY)
        finally:
            self._waiting[key].discard(changed)
            if not self._waiting[key]:
                del self._waiting[key]
            if not self._waiting:
                await self.close()

    async def _listen(self) -> None:
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
        for changed in self._waiting.get(str(alarm_id), ()):
            changed.set()

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


async def stream(request: Request, alarm_id: UUID) -> AsyncIterator[bytes]:
    """The live parts each time they differ, until it is over, or (`bye`) not this visitor's to see any more."""
    shown = ""
    async with contextlib.aclosing(ear_of(request).looks(alarm_id)) as looks:  # type: ignore[type-var]
        async for _ in looks:
            try:
                html, over = await look(request, alarm_id)
            except (NotSignedIn, NotHere):
                yield format_sse_event(data_str="", event="bye")
                return
            yield format_sse_event(data_str=html) if html != shown else format_sse_event(comment="")
            shown = html
            if over:
                return


async def look(request: Request, alarm_id: UUID) -> tuple[str, bool]:
    """(live parts as HTML, is it over) in a transaction of its own. Raises NotSignedIn or NotHere."""
    async with _visit(request) as visit:
        page = await screen_of(visit, alarm_id)
    return bytes(render(request, "alarms/_live.html", page).body).decode(), page.over
