"""Everything that is driven by the clock or by a queue, as one visible list.

A sweep looks every so many seconds whether something is due; a job is put in the queue by a request, in the request's
own transaction, and runs within a second. Both may run twice or in two workers at once: they look again first.
"""

import asyncio
import gc
import signal
import sys
from collections.abc import Callable, Coroutine
from functools import partial

from klankbord.house import upkeep
from klankbord.house.cannot_start import CannotStart
from klankbord.house.house import House
from klankbord.house.logs import set_up_logs
from klankbord.house.push.transport import PushTransport
from klankbord.house.settings import Settings
from klankbord.house.working import Job, Sweep, work_until
from klankbord.rooms.agreements import jobs as agreements
from klankbord.rooms.alarms import jobs as alarms
from klankbord.rooms.cases import jobs as cases
from klankbord.rooms.reminders import jobs as reminders
from klankbord.rooms.watches import jobs as watches


def work(push: PushTransport) -> tuple[Sweep | Job, ...]:
    """The list."""
    return (
        Sweep("heartbeat", 15, upkeep.Heartbeat()),
        Sweep("alarms that climb", 2, alarms.climb),
        Sweep("alarms that ring", 4, partial(alarms.ring, push)),
        Sweep("letters about alarms", 4, alarms.write),
        Job("call_for_alarm", partial(alarms.call, push)),
        Sweep("reminders that came due", 5, partial(reminders.send_due, push)),
        Sweep("pushes on their way", 5, partial(reminders.deliver, push)),
        Sweep("watches that a crash left behind", 600, watches.mend),
        Sweep("cases of somebody who left", 600, cases.mend),
        Sweep("what was agreed with a child, before its next lesson", 120, agreements.mend),
        Sweep("old lines of the queue's log", 3600, upkeep.tidy),
        Job("send_reminder", partial(reminders.send_reminder, push)),
        Job("realign_watches", watches.realign_watches),
        Job("realign_agreements", agreements.realign_agreements),
    )


async def run(house: House, stop: asyncio.Event) -> None:
    """Do the work until `stop`. Raises CannotStart when push services would refuse our key or subject."""
    async with PushTransport.from_settings(house.settings) as push:
        await work_until(stop, house, work(push))


async def _until_a_signal(house: House) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    try:
        await run(house, stop)
    finally:
        await house.database.close()


def _quick_loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    try:
        import uvloop
    except ImportError:
        return None
    return uvloop.new_event_loop


def live(work: Coroutine[None, None, None]) -> None:
    """Run until it is done: on uvicorn's loop where there is one (not on Windows), and without looking again and again
    for garbage among what was loaded at the start (a tenth of the work of a push)."""
    gc.collect()
    gc.freeze()
    with asyncio.Runner(loop_factory=_quick_loop()) as runner:
        runner.run(work)


def main() -> None:
    """One worker process, until SIGINT or SIGTERM."""
    set_up_logs()
    try:
        live(_until_a_signal(House.for_worker(Settings())))
    except CannotStart as problem:
        sys.exit(str(problem))
