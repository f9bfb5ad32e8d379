"""Plain notes of many teachers, kept together: after the last lesson of the afternoon they all come at once.

Nobody waits for company: what arrives while a statement is on its way goes with the next. Only a new note that simply
fits is kept here; everything else (a repeat, another's child, a session that is over, a fault) is left to the long way
in `actions`, one by one, and that gives the answer.
"""

import asyncio
import logging
from collections.abc import Collection
from datetime import datetime
from typing import cast
from uuid import UUID

from klankbord.house.direct import NOTES, Direct
from klankbord.house.house import House
from klankbord.house.logs import FIELDS, log
from klankbord.rooms.outbox import quick
from klankbord.rooms.outbox.quick import PlainNote

LOGGER = logging.getLogger("klankbord.outbox")
AT_MOST = 64  # notes in one statement
# One statement at a time, so that many go with the next; two would lock the same rows of people and groups beside each
# other, and PostgreSQL writes that down each time. A second goes when the first has been away this long.
HELD = 0.05  # seconds; a held row can keep a statement waiting
AT_ONCE = NOTES  # statements on their way, the held one too


class Together:
    """One for each web process."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._waiting: list[tuple[PlainNote, asyncio.Future[bool]]] = []
        self._away: set[asyncio.Task[None]] = set()  # each with a statement on its way
        self._held: set[asyncio.Task[None]] = set()  # of these, who has been away longer than HELD

    async def keep(self, note: PlainNote) -> bool:
        """Whether it is kept now, and committed. False says nothing about it: take the long way."""
        kept: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.append((note, kept))
        self._begin()
        return await kept

    def _begin(self) -> None:
        """Let what waits go, unless a statement is on its way that will soon be back."""
        if self._waiting and self._away == self._held and len(self._away) < AT_ONCE:
            self._away.add(asyncio.create_task(self._keep_who_waits()))

    async def _keep_who_waits(self) -> None:
        task = cast("asyncio.Task[None]", asyncio.current_task())
        late = asyncio.get_running_loop().call_later(HELD, self._hold, task)
        try:
            await self._keep_batch()
        finally:
            late.cancel()
            self._away.discard(task)
            self._held.discard(task)
            # here, and not in a callback a turn later: a note that comes in between would find nobody free, and wait
            self._begin()

    def _hold(self, task: asyncio.Task[None]) -> None:
        self._held.add(task)
        self._begin()

    async def _keep_batch(self) -> None:
        batch, self._waiting = self._waiting[:AT_MOST], self._waiting[AT_MOST:]
        one_each = {note.draft.id: note for note, _ in batch}
        kept: set[UUID] = set()
        try:
            kept = await _keep(self._house.database.notes, one_each.values(), self._house.clock.now())
        except Exception:  # one of them, or the database; the long way will tell which
            LOGGER.warning("not kept together", exc_info=True, extra={FIELDS: {"count": len(batch)}})
        finally:
            for note, answer in batch:
                if not answer.done():  # who asked may have gone
                    answer.set_result(note.draft.id in kept and one_each[note.draft.id] is note)


async def _keep(direct: Direct, notes: Collection[PlainNote], now: datetime) -> set[UUID]:
    """Keep those that simply fit, in one statement; their ids."""
    kept = await quick.keep(direct, notes, now)
    if kept:
        log(LOGGER, logging.INFO, "item taken in", items=kept, kind="note", state="stored")
    return set(kept)
