"""The live screen (server-sent events): when the ear hears that an alarm changed every screen looks again, with the
rights of whoever watches, and at the latest after a few seconds.

A screen on which nothing happens is a line that is waited on and a clock; it holds no page and no connection.
"""

import asyncio
import logging
from contextlib import asynccontextmanager
from uuid import UUID

from fastapi import Request
from fastapi.sse import format_sse_event
from starlette.types import Receive, Send

from klankbord.house.door import signed_visit
from klankbord.house.errors import NotHere, NotSignedIn
from klankbord.house.logs import log
from klankbord.house.pages import render
from klankbord.rooms.alarms.ear import ear_of
from klankbord.rooms.alarms.screen import screen_of

logger = logging.getLogger(__name__)
EVERY = 5.0  # seconds after which a screen looks again by itself: rights may have ended, and time passes
_visit = asynccontextmanager(signed_visit)


class LiveScreen:
    """Sends the live parts each time they differ, until it is over, or (`bye`) not this visitor's to see any more.

    A look that fails ends it: the browser comes again by itself.
    """

    __slots__ = ("_again", "_alarm_id", "_clock", "_look", "_request", "_send", "_shown")

    def __init__(self, request: Request, alarm_id: UUID) -> None:
        self._request, self._alarm_id = request, alarm_id
        self._shown, self._again = 0, False
        self._look: asyncio.Task[None] | None = None
        self._clock: asyncio.TimerHandle | None = None
        self._send: Send

    async def __call__(self, receive: Receive, send: Send) -> None:
        """Until whoever watches has gone, or there is nothing more to show."""
        self._send, ear = send, ear_of(self._request)
        ear.tell(self._alarm_id, self.look)
        self.look()
        try:
            while (await receive())["type"] != "http.disconnect":
                pass
        finally:
            self._rest()
            await ear.leave(self._alarm_id, self.look)

    def look(self) -> None:
        """Look now; when it is looking, once more after that."""
        self._again = self._look is not None
        if self._look is None:
            self._look = asyncio.create_task(self._until_nothing_changes())

    def _rest(self) -> None:
        if self._look is not None:
            self._look.cancel()
        if self._clock is not None:
            self._clock.cancel()

    async def _until_nothing_changes(self) -> None:
        if self._clock is not None:
            self._clock.cancel()
        try:
            while not (over := await self._show()) and self._again:
                self._again = False
        except (NotSignedIn, NotHere):
            over = True
            await self._say(format_sse_event(data_str="", event="bye"))
        except Exception as failure:
            over = True
            log(logger, logging.WARNING, "a live screen ended", kind=type(failure).__name__)
        if over:  # and this was the last look
            await self._say(b"", more=False)
            return
        self._look = None
        self._clock = asyncio.get_running_loop().call_later(EVERY, self.look)

    async def _show(self) -> bool:
        """Whether it is over now."""
        await ear_of(self._request).listen()
        html, over = await look(self._request, self._alarm_id)
        differs = hash(html) != self._shown
        self._shown = hash(html)
        await self._say(format_sse_event(data_str=html) if differs else format_sse_event(comment=""))
        return over

    async def _say(self, words: bytes, more: bool = True) -> None:
        await self._send({"type": "http.response.body", "body": words, "more_body": more})


async def look(request: Request, alarm_id: UUID) -> tuple[str, bool]:
    """(live parts as HTML, is it over) in a transaction of its own. Raises NotSignedIn or NotHere."""
    async with _visit(request) as visit:
        page = await screen_of(visit, alarm_id)
    return bytes(render(request, "alarms/_live.html", page).body).decode(), page.over
