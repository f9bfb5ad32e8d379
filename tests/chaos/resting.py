"""In good weather: the screens of a real page, each held against the rows once nothing waits any more."""

import asyncio
import contextlib
import random
from collections.abc import Awaitable, Callable, Sequence
from uuid import UUID

from playwright.async_api import Error

from tests.chaos.browser_person import Person, write
from tests.chaos.claims import Rows, at_rest
from tests.chaos.ledger import OVER
from tests.chaos.looking import WAITING_PAGE, look
from tests.chaos.stage import Stage

LOGBOOK = "/notes"
Shown = dict[UUID, str]  # by item what a screen shows of it
Reading = Callable[[Stage, Person, Shown], Awaitable[None]]


async def read_screens(stage: Stage, who: Person) -> Shown:
    """What the card of one more note, the page of what waits, and the logbook show of everything this phone has; what
    differs from the row wins. A page that could not be opened says nothing: then the screen was not met."""
    shown: Shown = {}
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(stage.plan.size.rest):
            for reading in (_of_one_more_note, _of_what_waits, _of_the_logbook):
                await _insist(stage, who, reading, shown)
            stage.hands.met["screen at rest"] += 1
    return shown


async def _insist(stage: Stage, who: Person, reading: Reading, shown: Shown) -> None:
    """Until the page came."""
    while True:
        with contextlib.suppress(Error, AssertionError):
            return await reading(stage, who, shown)
        await asyncio.sleep(0.5)


async def _of_one_more_note(stage: Stage, who: Person, shown: Shown) -> None:
    """Its card stays where it was written, and goes along with the row."""
    await who.device.open(who.page_of_group)
    before = set(stage.ledger.kept)
    await write(stage, who, random.Random(stage.plan.seed))
    mine = [kept.id for kept in stage.ledger.kept.values() if kept.phone == who.name]
    await _agree(who, shown, [id for id in mine if id not in before])


async def _of_what_waits(stage: Stage, who: Person, shown: Shown) -> None:
    await who.device.open(WAITING_PAGE)
    await _agree(who, shown, [])


async def _of_the_logbook(stage: Stage, who: Person, shown: Shown) -> None:
    """Every note of this phone stands in it, on one of its pages."""
    wanted = {id for id, state in (await _rows(who)).items() if state == "sent"}
    address: str | None = LOGBOOK
    while address:
        await who.device.open(address)
        there = {id for mark in (await look(who)).marks for id in mark.ids}
        older = who.device.page.locator("a[href*='before=']")
        address = await older.first.get_attribute("href") if wanted - there and await older.count() else None
        await _agree(who, shown, [] if address else sorted(wanted - there))
        wanted -= there


async def _agree(who: Person, shown: Shown, wanted: Sequence[UUID]) -> None:
    """Look until nothing waits and all that is shown is so; when the time is up, what was shown last stands."""
    earlier = dict(shown)
    while True:
        rows = await _rows(who)
        now = at_rest(await look(who), rows, wanted)
        if rows and rows == await _rows(who):  # else they went on while we looked
            shown.clear()
            shown.update(now | {id: state for id, state in earlier.items() if state != rows.get(id) or id not in now})
            if all(state in OVER for state in rows.values()) and all(now[id] == rows[id] for id in now if id in rows):
                return
        await asyncio.sleep(0.1)


async def _rows(who: Person) -> Rows:
    return {UUID(item["id"]): item["state"] for item in await who.device.items()}
