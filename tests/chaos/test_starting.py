"""A browser that is killed starts again on what it had kept, and what waited in it arrives."""

import random

from playwright.async_api import async_playwright

from tests.browser import faults
from tests.chaos.browser_person import write
from tests.chaos.browsers import some_browsers
from tests.chaos.conftest import Calm
from tests.chaos.starting import kill_browser


async def test_what_waits_in_a_browser_that_is_killed_arrives_afterwards(calm: Calm) -> None:
    line = calm.stage.line
    async with async_playwright() as playwright, some_browsers(calm.stage, playwright) as [who]:
        with line.switched(faults.status(503), "/outbox/", "PUT"):
            await write(calm.stage, who, random.Random(0))
            written, first = await who.device.items(), who.device
            await kill_browser(calm.stage, who, random.Random(0))
            assert who.device is not first
            assert not first.context.pages, "it is gone"
            assert {item["id"] for item in await who.device.items()} == {item["id"] for item in written}
        await who.device.offline()
        await who.device.online()
        await who.device.until_items(*["sent"] * len(written))
        assert (await calm.judge()).clean
