"""Looking at a real page: at its rows, at the words beside each item, and at what a new page says of all of them."""

import asyncio
import contextlib
import json
import random
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from playwright.async_api import ConsoleMessage, Error

from tests.chaos.browser_person import Person
from tests.chaos.claims import promises
from tests.chaos.ledger import PROMISES
from tests.chaos.phones import moment
from tests.chaos.screen import ARRIVED, LOOK, OVERHEAR, SHOWN, Mark, Screen
from tests.chaos.stage import Stage

LONGEST = 30  # seconds for anything at all in a browser
WAITING_PAGE, SIGN_IN = "/outbox", "/sign-in"


async def overhear(stage: Stage, who: Person) -> None:
    """From now on each page of this browser tells what it shows beside which item, the moment it shows it."""

    def heard(message: ConsoleMessage) -> None:
        if message.text.startswith(SHOWN):
            told = json.loads(message.text.removeprefix(SHOWN))
            for id, state in _said(Mark.of(told)):
                _hear(stage, who, id, state, moment(told["at"]))

    await who.device.context.add_init_script(OVERHEAR)
    who.device.context.on("console", heard)


def _said(mark: Mark) -> list[tuple[UUID, str]]:
    """What it promises; the other words are only written down."""
    return [*promises(mark), *((id, state) for id in mark.ids for state in mark.states if state not in PROMISES)]


def _hear(stage: Stage, who: Person, id: UUID, state: str, at: float | None = None) -> None:
    if (id, state) not in who.shown:
        who.shown.add((id, state))
        stage.ledger.hear(who.screen, id, state, at)


async def watch(stage: Stage, who: Person) -> list[dict[str, Any]]:
    """Look at what the rows say now; what is new is said."""
    items: list[dict[str, Any]] = []
    with contextlib.suppress(Error, TimeoutError):
        async with asyncio.timeout(LONGEST):  # a page that is on its way elsewhere may never answer
            items = await who.device.items()
    for item in items:
        id, state = UUID(item["id"]), str(item["state"])
        if who.states.get(id) != state:
            who.states[id] = state
            stage.ledger.hear(who.name, id, state)
    return items


async def look(who: Person) -> Screen:
    """What stands on the page now."""
    return Screen.of(await who.device.page.evaluate(LOOK))


async def hear_all_sent(stage: Stage, who: Person, before: Iterable[UUID]) -> None:
    """A page that says that everything was sent, says it of each row that was there `before` it was opened."""
    if (await look(who)).all_sent:
        for id in before:
            _hear(stage, who, id, ARRIVED)


async def look_what_waits(stage: Stage, who: Person, dice: random.Random) -> None:
    """Somebody asks what still waits, and goes back to writing."""
    await watch(stage, who)
    before = [*who.states]
    for page in (WAITING_PAGE, who.page_of_group):
        await who.device.open(page)
        await hear_all_sent(stage, who, before)


async def reopen(stage: Stage, who: Person, dice: random.Random) -> None:
    """The page is closed, whatever it was doing, and opened again: by the server, or by the worker's shell. Who finds
    that they must sign in, does."""
    before = [*who.states]  # what was seen until now: a page that hangs tells nothing more
    await another_page(who)
    await who.device.open(who.page_of_group, ready=False)
    if SIGN_IN in who.device.page.url:
        await who.device.sign_in(who.teacher.id, who.page_of_group)
    await who.device.is_ready()
    await hear_all_sent(stage, who, before)


async def another_page(who: Person) -> None:
    """In place of this one, which may hang; nothing is opened in it yet."""
    page = await who.device.context.new_page()
    await who.device.page.close()
    who.device.page, who.device._tools = page, None
