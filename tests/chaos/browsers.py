"""A few real Chromium pages in the same storm: they write by the words on the screen, and lose page and worker."""

import asyncio
import contextlib
import math
import random
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from itertools import count
from pathlib import Path
from typing import Any

from playwright.async_api import Error, Playwright

from tests.browser.devices import Devices
from tests.browser.proxy import Switch
from tests.chaos.browser_person import Person, kill_worker, underground, write
from tests.chaos.ledger import OVER
from tests.chaos.looking import LONGEST, another_page, look_what_waits, overhear, reopen, watch
from tests.chaos.release import Releases
from tests.chaos.resting import read_screens
from tests.chaos.stage import Stage
from tests.chaos.starting import kill_browser, start, start_again
from tests.chaos.updating import update

Deed = Callable[[Stage, Person, random.Random], Awaitable[None]]
TRIES = 6  # opening the page anew is one too
GONE = "has been closed"  # what Playwright says of a browser that is no longer there
AFTERWARDS = 120  # seconds of good weather in which nothing leaves, before what still waits is a finding


@contextlib.asynccontextmanager
async def some_browsers(stage: Stage, playwright: Playwright | None) -> AsyncIterator[list[Person]]:
    """People who have signed in and stand on the page where notes are written, with a worker in charge."""
    devices = Devices(playwright, None, stage.running) if playwright else None
    people, releases = list[Person](), Releases(stage.weather)
    stage.line.switches.insert(0, switch := Switch("", "/", releases))
    try:
        for number in range(stage.plan.size.browsers if devices else 0):
            assert devices
            teacher = stage.town.teachers[-1 - number]
            name, group = f"c{number}", teacher.children[0][0]
            profile = Path(tempfile.mkdtemp(prefix=f"{name}-", dir=stage.folder))
            who = Person(name, teacher, group, devices, profile, await start(devices, profile), releases)
            await overhear(stage, who)
            await who.device.sign_in(teacher.id, who.page_of_group)
            await who.device.under_a_worker()
            people.append(who)
        yield people
    finally:
        stage.line.switches.remove(switch)
        if devices:
            await devices.put_away()


async def use(stage: Stage, who: Person, dice: random.Random) -> None:
    """Until the good weather: write, and now and then look what waits, or lose the line, the page or the worker; an
    update comes early, and again until it was met, and then the browser is killed once."""
    for number in count():
        if stage.weather.calm.is_set():
            return
        deed = dice.choices(
            (write, look_what_waits, reopen, kill_worker, kill_browser, underground), (8, 2, 1, 1, 1, 1)
        )[0]
        owed = update if not who.updated else None if who.killed else kill_browser
        await _do(stage, who, owed if number and owed else deed, dice)
        await asyncio.sleep(dice.uniform(0.2, 1.5))


async def after_all(stage: Stage, who: Person, dice: random.Random) -> None:
    """In good weather, in a seed of full size, what a busy machine left no time for in the storm."""
    for _ in range(TRIES if stage.plan.size.full else 0):
        if not who.updated:
            await _do(stage, who, update, dice)
        elif not who.killed:
            await write_and_do(stage, who, kill_browser, dice)


async def write_and_do(stage: Stage, who: Person, deed: Deed, dice: random.Random) -> None:
    """Not before there is something it could lose."""
    await _do(stage, who, write, dice)
    await _do(stage, who, deed, dice)


async def _do(stage: Stage, who: Person, deed: Deed, dice: random.Random) -> None:
    """On a page that did not come, or stands half filled, this only opens it anew; the browser, when that hangs too."""
    instead = kill_browser if who.hangs else reopen
    try:
        async with asyncio.timeout(LONGEST):
            await (instead if who.lost else deed)(stage, who, dice)
        who.lost = False
    except (Error, AssertionError) as error:
        who.lost, who.hangs = True, who.hangs or GONE in str(error)
    except TimeoutError:
        who.lost, who.hangs = True, who.hangs or who.lost
    await watch(stage, who)


async def come_to_rest(stage: Stage, people: Sequence[Person]) -> dict[str, list[dict[str, Any]]]:
    """In good weather: open the page again until nothing waits; the rows of each browser then, and what its screens
    show, as `Person.screen`."""
    found: dict[str, list[dict[str, Any]]] = {}
    for rested in await asyncio.gather(*(_rest_and_read(stage, who) for who in people)):
        found |= rested
    return found


async def _rest_and_read(stage: Stage, who: Person) -> dict[str, list[dict[str, Any]]]:
    before = await _rest(stage, who)
    shown = await read_screens(stage, who)
    rows = await watch(stage, who) or before
    return {who.name: rows, who.screen: [{"id": str(id), "state": state} for id, state in shown.items()]}


async def _rest(stage: Stage, who: Person) -> list[dict[str, Any]]:
    items, least = list[dict[str, Any]](), math.inf
    kept = sum(one.phone == who.name for one in stage.ledger.kept.values())
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(AFTERWARDS) as patience:
            while True:
                await _sign_in_anew(stage, who)
                items = await watch(stage, who)
                left = kept - sum(item["state"] in OVER for item in items)
                if left < least:
                    least = left
                    patience.reschedule(asyncio.get_running_loop().time() + AFTERWARDS)
                if len(items) >= kept and all(item["state"] in OVER for item in items):
                    return items
    return items


async def _sign_in_anew(stage: Stage, who: Person) -> None:
    try:
        async with asyncio.timeout(LONGEST):
            await (start_again(stage, who) if who.hangs else another_page(who))
            await who.device.sign_in(who.teacher.id, who.page_of_group)
            await asyncio.sleep(0.5)
    except (Error, AssertionError) as error:
        who.hangs = who.hangs or GONE in str(error)
    except TimeoutError:
        who.hangs = True
