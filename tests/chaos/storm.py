"""The plan happens: each event at its moment, whatever state the rest is in."""

import asyncio
import random

from tests.chaos.after_all import met_after_all
from tests.chaos.plan import Event
from tests.chaos.stage import Stage
from tests.chaos.worst import worst_moment

DEVICE = (
    "save",
    "talk",
    "correct",
    "share",
    "answer",
    "kick",
    "everywhere",
    "close",
    "open",
    "worker_killed",
    "update",
)
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
    await met_after_all(stage)
    await stage.weather.clear_up()
    while stage.line.door is None:  # noqa: ASYNC110  it is opened again by `door`
        await asyncio.sleep(0.05)
    await asyncio.gather(*happening)
    await stage.pushes.mend()


async def _happen(stage: Stage, event: Event, number: int) -> None:
    dice = random.Random(f"{stage.plan.seed}/{number}")
    if event.what in (*DEVICE, *PERSON):
        if await stage.hands.do(event, dice) and event.what == "save":
            stage.written += event.more["children"]
    elif event.what == "kill":
        moment = worst_moment(stage, event.who, event.more["when"], dice)
        await stage.servers.kill(event.who, event.more["pause"], moment)
    elif event.what == "new_keys":
        await stage.new_keys()
    elif event.what == "clock_jumps":
        stage.jump(event.more["hours"])
        stage.hands.met[event.what] += 1
    elif event.what == "push_breaks":
        stage.pushes.break_some(event, dice)


async def door(stage: Stage) -> None:
    """For ever: refuse connections while the weather does, and hear from the phones what only they can know."""
    while True:
        stage.weather.told(stage.hands.node.refused, stage.hands.node.given_up)
        if stage.weather.refuses and stage.line.door:
            stage.line.refuse()
        elif not stage.weather.refuses:
            await stage.line.listen()
        await asyncio.sleep(0.05)
