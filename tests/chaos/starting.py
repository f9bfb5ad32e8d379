"""A browser of one's own: started on its profile, killed, and started again on what it had kept."""

import asyncio
import contextlib
import random
from pathlib import Path

import psutil  # type: ignore[import-untyped]

from tests.browser.device import Device
from tests.browser.devices import Devices
from tests.chaos.browser_person import Person
from tests.chaos.looking import overhear, reopen
from tests.chaos.stage import Stage

PATIENCE = 6_000  # milliseconds for one thing on a page
GOING = 13_000  # to go to one: a worker waits ten seconds for the server before it gives its shell
TO_CLOSE = 5  # seconds, for what was killed already


async def start(devices: Devices, profile: Path) -> Device:
    """A browser process on this profile."""
    device = await devices.own_browser(profile)
    device.context.set_default_timeout(PATIENCE)
    device.context.set_default_navigation_timeout(GOING)
    return device


async def start_again(stage: Stage, who: Person) -> None:
    """kill -9 of all of it, and another on what it had kept. Broken off, it is to be done anew."""
    who.lost = who.hangs = True
    await asyncio.to_thread(_kill, who.profile)
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(TO_CLOSE):
            await who.device.close()
    who.device, who.hangs = await start(who.devices, who.profile), False
    await overhear(stage, who)


async def kill_browser(stage: Stage, who: Person, dice: random.Random) -> None:
    """The phone needs the memory, or hangs; its owner opens the app again."""
    await start_again(stage, who)
    stage.hands.met["browser killed"] += 1
    who.killed = True
    await reopen(stage, who, dice)


def _kill(profile: Path) -> None:
    """The process that holds this profile; its renderers go with it."""
    mine = f"--user-data-dir={profile}"
    found = [one for one in psutil.process_iter(["cmdline"]) if mine in (one.info["cmdline"] or ())]
    for one in found:
        with contextlib.suppress(psutil.NoSuchProcess):
            one.kill()
    psutil.wait_procs(found, timeout=TO_CLOSE)
