"""What was planned and met nobody when the time of the storm is over. It stands until somebody met it: how much that
takes is a matter of what people do, and not of how fast the machine is."""

import asyncio
import contextlib
import random

from tests.chaos.hands import TWO_NOTES
from tests.chaos.plan import GIVEN_UP, Event
from tests.chaos.stage import Stage
from tests.chaos.telling import tell_something

A_WHILE = 1.0  # seconds


async def met_after_all(stage: Stage) -> None:
    """Somebody writes and looks again, somebody is told something; until all was met, or for too long nothing was."""
    dice, before, loop = random.Random(f"{stage.plan.seed}/after all"), set[str](), asyncio.get_running_loop()
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(None) as patience:
            while unmet := stage.weather.unmet | stage.pushes.unmet:
                if unmet != before:
                    before = unmet
                    patience.reschedule(loop.time() + stage.plan.size.rest)
                if unmet != {GIVEN_UP} or not stage.weather.holds:
                    await _somebody_writes(stage, dice)
                await _somebody_is_told(stage, dice)
                await asyncio.sleep(A_WHILE)


async def _somebody_writes(stage: Stage, dice: random.Random) -> None:
    if stage.weather.unmet:
        who = dice.randrange(stage.plan.phones)
        await stage.hands.do(Event(0, "save", who, TWO_NOTES.more), dice)
        await stage.hands.do(Event(0, "kick", who, {"tab": "t1"}), dice)


async def _somebody_is_told(stage: Stage, dice: random.Random) -> None:
    """Of those whose push service breaks as it was to break; when none does any more, it begins again."""
    for mode in sorted(stage.pushes.unmet):
        if not (broken := stage.pushes.breaking(mode)):
            stage.pushes.break_some(Event(0, "push_breaks", None, {"mode": mode, "seconds": A_WHILE}), dice)
            broken = stage.pushes.breaking(mode)
        await tell_something(stage, broken[:1])
