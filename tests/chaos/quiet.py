"""After the storm: lines and processes are good again, and people look at their phones. Then it must be quiet."""

import asyncio
import contextlib
import math
from collections.abc import AsyncIterator, Coroutine
from datetime import datetime
from time import monotonic
from typing import Any
from uuid import UUID

from sqlalchemy.exc import SQLAlchemyError

from tests.browser.running import answers
from tests.chaos.ledger import OVER
from tests.chaos.phone import Phone
from tests.chaos.phones import PhoneRefused
from tests.chaos.stage import Stage
from tests.support.rows import rows

OWED = """
    select count(*) from reminders r where r.state = 'waiting' and greatest(r.due_at, r.snoozed_until) <= :now
       or exists (select 1 from deliveries d where d.reminder_id = r.id and d.state in ('waiting', 'claimed'))
"""
A_TURN = 8.0  # seconds; a worker that lives looks every five whether something is due
STILL, MOST_ROUNDS = 6, 24  # rounds in a row in which nothing moved, and rounds in all


async def quiet_down(stage: Stage) -> dict[str, list[dict[str, Any]]]:
    """Kick until nothing waits, or until it has taken too long; the rows of each phone then."""
    await answers(f"{stage.line.address}/readyz", stage.servers.web.said, stage.plan.size.rest)
    for phone in stage.hands.phones:
        for tab in ("t1", "t2"):
            await stage.hands.close_tab(phone, tab, True)  # everybody opens the app anew
    await asyncio.gather(*(_emptied(stage, phone) for phone in stage.hands.phones))
    await reminded(stage)
    await stage.pushes.arrived()
    await stage.ledger.settle()
    found = [stage.hands.node.do("items", phone.name) for phone in stage.hands.phones]
    items = [answer["items"] for answer in await asyncio.gather(*found)]
    return {phone.name: rows for phone, rows in zip(stage.hands.phones, items, strict=True)}


async def _emptied(stage: Stage, phone: Phone) -> None:
    """Whoever has something waiting on this phone signs in again and looks at it, until nothing waits or nothing has
    left for too long."""
    tried, least, end = 0, math.inf, 0.0
    while waits := await _waits(stage, phone):
        if len(waits) < least:
            least, end = len(waits), monotonic() + stage.plan.size.rest
        if monotonic() > end:
            return
        people = sorted({*waits})
        person = people[tried % len(people)]
        tried += 1
        with contextlib.suppress(PhoneRefused, SQLAlchemyError, OSError):
            await stage.hands.close_tab(phone, "t1", False)
            await stage.hands.sign_in(phone, person)
            await stage.hands.open_tab(phone, "t1")
            await stage.hands.node.do("kick", phone.name, tab="t1", force=True)
        for _ in range(30):
            if person not in await _waits(stage, phone):
                break
            await asyncio.sleep(0.1)


async def _waits(stage: Stage, phone: Phone) -> list[UUID]:
    """Whose each thing is that waits there."""
    items = (await stage.hands.node.do("items", phone.name))["items"]
    return [UUID(one["person"]) for one in items if one["state"] not in (*OVER, "attention")]


async def reminded(stage: Stage) -> None:
    """Let the clock go on until nothing that is due waits for its next attempt. A slow worker has all the time it
    needs: only rounds in which it had its turn and nothing moved come to an end."""
    still = 0
    for _ in range(MOST_ROUNDS):
        stage.jump(1.1)
        still = 0 if await _moved(stage) else still + 1
        if still == STILL or not await _owed(stage):
            return


async def _moved(stage: Stage) -> bool:
    """Whether anything did, once nothing is owed any more, or nothing moved for a while in which the worker lived."""
    began, now = stage.clock.now(), monotonic()
    first = last = (await _owed(stage), len(stage.pushes.service.knocks))
    quiet, patience = now + A_TURN, now + stage.plan.size.rest
    while last[0] and (monotonic() < quiet or (monotonic() < patience and not await _lived(stage, began))):
        await asyncio.sleep(0.3)
        if (here := (await _owed(stage), len(stage.pushes.service.knocks))) != last:
            last, quiet, patience = here, monotonic() + A_TURN, monotonic() + stage.plan.size.rest
    await asyncio.sleep(0.5)
    return last != first


async def _lived(stage: Stage, since: datetime) -> bool:
    """Whether a worker said so after this moment of the house's clock."""
    return bool(await rows(stage.owner, "select 1 from worker_heartbeats where at > :since limit 1", since=since))


async def _owed(stage: Stage) -> int:
    return int((await rows(stage.owner, OWED, now=stage.clock.now()))[0][0])


@contextlib.asynccontextmanager
async def beside(*work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """This goes on beside the block, until its end; what fails in it fails the block."""
    tasks = [asyncio.create_task(one) for one in work]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        ended = await asyncio.gather(*tasks, return_exceptions=True)
    for problem in ended:
        if isinstance(problem, Exception):
            raise problem
