"""Vraagt aandacht: what arrives and does not fit is kept, and can be mended."""

import pytest

from tests.browser.device import Device
from tests.browser.devices import Devices
from tests.browser.running import Running
from tests.browser.steps import on_the_note_page, write_note
from tests.factories import World
from tests.support.rows import change, rows

WORDS = "Had haar cello niet bij zich."
NOTES = "select pupil_id from notes where organisation_id = :o"


async def to_the_item(phone: Device) -> None:
    """From the banner to the form that mends it."""
    await phone.page.locator("[data-banner=filed] a").click()
    await phone.page.wait_for_url("**/attention")
    await phone.page.locator("main a[href^='/attention/']").click()
    await phone.page.wait_for_url("**/attention/*")


@pytest.mark.parametrize(
    "meanwhile",
    [
        "update pupils set left_at = now() where id = :pupil",
        "update groups set closed_at = now() where id = (select group_id from pupils where id = :pupil)",
    ],
    ids=["the child left", "the group was closed"],
)
async def test_a_note_that_no_longer_fits_arrives_whole_and_is_mended(
    devices: Devices, running: Running, world: World, meanwhile: str
) -> None:
    phone = await on_the_note_page(devices, world.iris)
    await phone.under_a_worker()
    await phone.offline()
    await write_note(phone, "Sara", "te laat", seen=WORDS)
    await change(running.owner, meanwhile, pupil=world.sara)
    await phone.online()
    await phone.until_items("filed")
    assert await rows(running.owner, NOTES, o=world.organisation_id) == []

    await to_the_item(phone)
    assert await phone.page.locator("textarea[name=observation]").input_value() == WORDS
    if "groups" in meanwhile:
        await change(running.owner, "update groups set closed_at = null where id = :group", group=world.strijkers)
        await phone.page.reload()
    await phone.page.locator("select[name=pupil]").select_option(str(world.milan))
    await phone.page.get_by_role("button", name="Bewaar").click()
    await phone.page.wait_for_url(lambda url: "/mending" not in url)
    (note,) = await rows(running.owner, NOTES, o=world.organisation_id)
    assert note.pupil_id == world.milan
    await phone.open("/attention")
    assert await phone.page.locator("main a[href^='/attention/']").count() == 0
    assert phone.errors == []
