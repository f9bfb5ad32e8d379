"""The plan happens: each event at its moment, whatever state the rest is in."""

import asyncio
import random
from collections.abc import Sized

from tests.chaos.plan import Event
from tests.chaos.servers import WORKER
from tests.chaos.stage import Stage

LONGEST_WAIT = 4.0  # seconds

DEVICE = ("save", "correct", "share", "answer", "kick", "everywhere", "close", "open", "worker_killed", "update")
PERSON = ("clock", "person", "sign_out")


async def storm(stage: Stage) -> None:
    """Everything in the plan, and then good weather: everything runs again and nothing breaks any more."""
    loop, happening = asyncio.get_running_loop(), set[asyncio.Task[None]]()
    began = loop.time()
    stage.weather.begin()
    for number, event in enumerate(stage.plan.events):
        await asyncio.sleep(max(0.0, began + event.at - loop.time()))
        happening.add(asyncio.create_task(_happen(stage, event, number)))
    await asyncio.sleep(max(0.0, began + stage.plan.size.seconds - loop.time()))
    await stage.weather.clear_up()
    await stage.line.listen()
    await stage.pushes.mend()
    await asyncio.gather(*happening)


async def _happen(stage: Stage, event: Event, number: int) -> None:
    dice = random.Random(f"{stage.plan.seed}/{number}")
    if event.what in (*DEVICE, *PERSON):
        await stage.hands.do(event, dice)
    elif event.what == "kill":
        if event.more["busy"]:
            await _busy(stage, event.who, dice)
        await stage.servers.kill(event.who, event.more["pause"])
    elif event.what == "new_keys":
        await stage.new_keys()
    elif event.what == "clock_jumps":
        stage.jump(event.more["hours"])
    elif event.what == "push_breaks":
        stage.pushes.break_some(event, dice)


async def _busy(stage: Stage, name: str, dice: random.Random) -> None:
    """Wait for the worst moment: something has just come in, or is on its way to a phone."""
    work: Sized = stage.pushes.service.knocks if name == WORKER else stage.line.asked
    before, loop = len(work), asyncio.get_running_loop()
    end = loop.time() + LONGEST_WAIT
    while len(work) == before and loop.time() < end:  # noqa: ASYNC110  in the middle of it is what is wanted
        await asyncio.sleep(0.002)
    await asyncio.sleep(dice.uniform(0, 0.02))


async def door(stage: Stage) -> None:
    """Until the good weather: refuse connections while the weather does."""
    while not stage.weather.calm.is_set():
        if stage.weather.refuses and stage.line.door:
            stage.weather.met["refused"] += 1
            stage.line.refuse()
        elif not stage.weather.refuses:
            await stage.line.listen()
        await asyncio.sleep(0.05)
