"""A slow phone without a line: a real Chromium with a profile that outlives it, its processor slowed down."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

from playwright.async_api import Playwright, async_playwright

from tests.bench.browser_probe import PROBE
from tests.browser.device import Device
from tests.browser.devices import ARGUMENTS, PHONE, settings_of
from tests.browser.running import Running
from tests.support.chromium import ensure_chromium

SLOWER = 4  # times, for what the page's own thread does (Emulation.setCPUThrottlingRate)
NOTEREN = "/notes/new"
SETTLING = 1.0  # seconds in which a browser that was just started is busy with itself


@contextlib.asynccontextmanager
async def a_phone(playwright: Playwright, running: Running, profile: Path, line: bool = True) -> AsyncIterator[Device]:
    """A browser process on this profile, until the end of the block. `line=False`: none from its first moment."""
    running.proxy.gone = not line
    context = await playwright.chromium.launch_persistent_context(
        profile,
        executable_path=ensure_chromium(),
        args=list(ARGUMENTS),
        **settings_of(running, PHONE, {"offline": not line}),
    )
    try:
        await asyncio.sleep(SETTLING)
        await context.add_init_script(PROBE)
        yield Device(context, context.pages[0], running)
    finally:
        await context.close()


async def slow_down(device: Device, times: int = SLOWER) -> None:
    """From now on the page's thread runs at a fraction of its speed, also after the next navigation."""
    await (await device.tools()).send("Emulation.setCPUThrottlingRate", {"rate": times})


async def make_ready(running: Running, profile: Path, person: UUID) -> None:
    """A profile in which this person signed in once, and in which the worker keeps all it needs."""
    async with async_playwright() as playwright, a_phone(playwright, running, profile) as phone:
        await phone.sign_in(person, NOTEREN)
        await phone.under_a_worker()
        if not await phone.kept("roster"):
            raise AssertionError("the phone has no names to choose from")
