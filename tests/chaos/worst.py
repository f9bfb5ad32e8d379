"""When to kill: in the middle of a request, of a push, or with pushes on the line that nobody took yet."""

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator, Callable, Sized

from tests.chaos.servers import WORKER
from tests.chaos.stage import Stage
from tests.chaos.telling import tell_something

LONGEST_WAIT = 4.0  # seconds until something comes in or is brought


@contextlib.asynccontextmanager
async def worst_moment(stage: Stage, name: str, when: str, dice: random.Random) -> AsyncIterator[None]:
    """It is there when the block begins. `when`: busy (something has just come in, or was just brought), claimed
    (pushes are on the line, and if the worker dies now no service has taken them), or whenever."""
    if when == "claimed":
        async with stage.pushes.unanswered() as came:
            while not await _some_reminders(stage, dice):  # noqa: ASYNC110  until the database is back
                await asyncio.sleep(0.1)
            await _more(came, 0, stage.plan.size.rest)  # a worker that has just been started needs its time
            await asyncio.sleep(dice.uniform(0, 0.02))
            yield
        return
    if when == "busy":
        work: Sized = stage.pushes.service.knocks if name == WORKER else stage.line.asked
        await _more(lambda: len(work), len(work), LONGEST_WAIT)
        await asyncio.sleep(dice.uniform(0, 0.02))
    yield


async def _more(there: Callable[[], int], before: int, patience: float) -> None:
    """Until there is more than `before`, or it has taken too long."""
    loop = asyncio.get_running_loop()
    end = loop.time() + patience
    while there() <= before and loop.time() < end:  # noqa: ASYNC110  in the middle of it is what is wanted
        await asyncio.sleep(0.002)


async def _some_reminders(stage: Stage, dice: random.Random) -> bool:
    """A few people are told something now; whether the database could take it."""
    reachable = stage.pushes.reachable
    return await tell_something(stage, dice.sample(reachable, min(4, len(reachable))))
