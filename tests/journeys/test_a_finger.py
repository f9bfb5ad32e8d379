"""A finger on Bewaar: heard by itself, without the click that follows, and still one note for one tap."""

import re

from tests.browser.device import until
from tests.browser.devices import Devices
from tests.browser.running import Running
from tests.browser.steps import kept_line, on_the_note_page, tick
from tests.factories import World


async def test_a_finger_on_bewaar_keeps_one_note_and_says_so_at_the_thumb(
    devices: Devices, running: Running, world: World
) -> None:
    phone = await on_the_note_page(devices, world.iris)
    await phone.under_a_worker()
    await phone.offline()
    button = phone.page.get_by_role("button", name=re.compile("^Bewaar"))
    for number in (1, 2):
        await tick(phone, "Sara")
        await tick(phone, "Te laat")
        await button.tap()
        await until(lambda: kept_line(phone), bool, "the line at the thumb")
        assert await phone.page.locator("[data-kept]").inner_text() == "op deze telefoon"
        await phone.page.locator("[data-saved] .voyage").nth(number - 1).wait_for()
        assert await phone.states() == ["waiting"] * number
    await tick(phone, "Sara")
    assert not await kept_line(phone)
    await phone.online()
    await phone.until_items("sent", "sent")
    assert len(set(running.proxy.puts())) == 2
