"""After the storm: lines and processes are good again, and people look at their phones. Then it must be quiet."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Coroutine
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
ROUNDS, A_ROUND = 6, 8.0  # the clock goes on, and the worker gets so many seconds for what came due


async def quiet_down(stage: Stage) -> dict[str, list[dict[str, Any]]]:
    """Kick until nothing waits, or until it has taken too long; the rows of each phone then."""
    await answers(f"{stage.line.address}/readyz", stage.servers.web.said, stage.plan.size.rest)
    for phone in stage.hands.phones:
        for tab in ("t1", "t2"):
            await stage.hands.close_tab(phone, tab, True)  # everybody opens the app anew
    await asyncio.gather(*(_emptied(stage, phone, monotonic() + stage.plan.size.rest) for phone in stage.hands.phones))
    await _reminded(stage)
    await stage.pushes.arrived()
    await stage.ledger.settle()
    found = [stage.hands.node.do("items", phone.name) for phone in stage.hands.phones]
    items = [answer["items"] for answer in await asyncio.gather(*found)]
    return {phone.name: rows for phone, rows in zip(stage.hands.phones, items, strict=True)}


async def _emptied(stage: Stage, phone: Phone, end: float) -> None:
    """Whoever has something waiting on this phone signs in again and looks at it."""
    tried = 0
    while waits := await _waits(stage, phone):
        if monotonic() > end:
            return
        person = waits[tried % len(waits)]
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
    items = (await stage.hands.node.do("items", phone.name))["items"]
    return sorted({UUID(one["person"]) for one in items if one["state"] not in (*OVER, "attention")})


async def _reminded(stage: Stage) -> None:
    """Let the clock go on until nothing that is due waits for its next attempt."""
    for _ in range(ROUNDS):
        stage.jump(1.1)
        end = monotonic() + A_ROUND
        while monotonic() < end and await _owed(stage):  # noqa: ASYNC110  the database tells it no other way
            await asyncio.sleep(0.3)
        await asyncio.sleep(0.5)
        if not await _owed(stage):
            return


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
