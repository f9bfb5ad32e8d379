"""The manager passes a case on; the social worker reads it on a tablet, with list and case side by side."""

from typing import Any

from tests.browser.device import Device
from tests.browser.devices import TABLET, Devices
from tests.browser.running import Running
from tests.factories import World
from tests.support.story import FACT, Story

FOCUS = "() => document.activeElement?.tagName ?? 'NONE'"


async def focused(tablet: Device) -> str:
    """What the keyboard stands on; never the body."""
    return str(await tablet.page.evaluate(FOCUS))


async def box(tablet: Device, selector: str) -> dict[str, Any]:
    """Where something stands on the screen."""
    found = await tablet.page.locator(selector).first.bounding_box()
    assert found is not None, selector
    return dict(found)


async def test_the_manager_passes_a_case_on_and_the_social_worker_sees_it_in_the_queue(
    devices: Devices, running: Running, world: World, story: Story
) -> None:
    case = await story.reported()
    manager = await devices.make()
    await manager.sign_in(world.karim, f"/cases/{case.id}")
    form = manager.page.locator("form#handover")
    await form.locator("textarea[name=question]").fill("Wil je meedenken?")
    await form.get_by_role("button").click()
    await manager.page.wait_for_url(f"**/cases/{case.id}")
    await manager.page.get_by_text("Wil je meedenken?").wait_for()

    tablet = await devices.make(TABLET)
    await tablet.sign_in(world.marjan)
    await tablet.page.wait_for_url("**/cases")
    await tablet.page.locator("[data-queue-item]", has_text="Sara").click()
    await tablet.page.get_by_text(FACT).wait_for()
    await tablet.page.get_by_text("Wil je meedenken?").wait_for()
    assert manager.errors == tablet.errors == []


async def test_on_a_tablet_list_and_case_stand_side_by_side_and_the_keyboard_walks_through(
    devices: Devices, running: Running, world: World, story: Story
) -> None:
    for pupil in (world.sara, world.milan, world.noor_viool):
        await story.hand_over((await story.report(await story.note(pupil=pupil))).id)
    tablet = await devices.make(TABLET, has_touch=False)
    await tablet.sign_in(world.marjan, "/cases")
    items = tablet.page.locator("[data-queue-item]")
    assert await items.count() == 3

    await tablet.page.keyboard.press("j")
    assert await items.nth(0).evaluate("(link) => link === document.activeElement")
    await tablet.page.keyboard.press("j")
    assert await items.nth(1).evaluate("(link) => link === document.activeElement")
    await tablet.page.keyboard.press("k")
    name = (await items.nth(0).locator(".who").inner_text()).split()[0]
    await tablet.page.keyboard.press("Enter")
    await tablet.page.wait_for_url("**/cases/*")
    await tablet.page.locator(".desk h1", has_text=name).wait_for()
    assert await focused(tablet) != "BODY"

    queue, desk = await box(tablet, ".queue"), await box(tablet, ".desk")
    assert queue["x"] + queue["width"] <= desk["x"] + 1
    assert queue["width"] >= 250, "a list that can be read"
    assert abs(queue["y"] - desk["y"]) < 100
    assert desk["x"] + desk["width"] <= TABLET["width"]

    await tablet.page.keyboard.press("j")
    assert await focused(tablet) == "A"
    await tablet.page.keyboard.press("Enter")
    await tablet.page.wait_for_function(
        "(name) => document.querySelector('.desk h1').textContent.trim() !== name", arg=name
    )
    assert await focused(tablet) != "BODY"
    await tablet.page.go_back()
    await tablet.page.locator(".desk h1", has_text=name).wait_for()
    assert tablet.errors == []
