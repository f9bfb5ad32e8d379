"""A finger on Bewaar: what is made ready while it is down is kept only when it lifts there, if it still holds."""

from tests.browser.device import Device, until
from tests.browser.steps import kept_line, tick
from tests.pages.moments import chosen
from tests.pages.tour import Tour

BEWAAR = "button.primary[form=note-form]:visible"
# The pages scroll in their sheet, or as a whole.
BRING_TO = """(one, y) => {
  const {top, height} = one.getBoundingClientRect();
  for (const scrolled of [one.closest('.sheet'), document.documentElement]) scrolled.scrollBy(0, top + height / 2 - y);
}"""
A_MOMENT = 400  # milliseconds in which a note that was to be kept would have been


async def touch(device: Device, kind: str, *points: dict[str, float]) -> None:
    """What the glass tells the browser."""
    await (await device.tools()).send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": list(points)})


async def on_the_button(device: Device) -> dict[str, float]:
    """The middle of Bewaar."""
    box = await device.page.locator(BEWAAR).bounding_box()
    assert box
    return {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}


async def test_a_finger_that_slides_off_bewaar_keeps_nothing_and_says_nothing(tour: Tour) -> None:
    device = await chosen(tour)
    before = len(await device.items())
    at = await on_the_button(device)
    await touch(device, "touchStart", at)
    await touch(device, "touchMove", {"x": at["x"], "y": at["y"] - 200})
    await touch(device, "touchEnd")
    await device.page.wait_for_timeout(A_MOMENT)
    assert len(await device.items()) == before
    assert not await kept_line(device)
    for words in ("Sara", "te laat"):  # what was chosen would be there again
        await tick(device, words)


async def test_what_is_kept_is_what_stands_there_when_the_finger_lifts_not_when_it_came_down(tour: Tour) -> None:
    device = await chosen(tour)
    before = len(await device.items())
    at = await on_the_button(device)
    await touch(device, "touchStart", at)
    await device.page.locator("label.chip:has-text('Milan') input").evaluate("(one) => (one.checked = true)")
    await touch(device, "touchEnd")
    await until(lambda: kept_line(device), bool, "the line of what was saved")
    assert len(await device.items()) == before + 2


async def test_the_line_of_what_was_saved_stands_between_the_page_and_bewaar_until_a_next_note_begins(
    tour: Tour,
) -> None:
    device = await chosen(tour)
    line = device.page.locator("[data-kept]")
    assert not await kept_line(device)
    await device.page.locator(BEWAAR).tap()
    await until(lambda: kept_line(device), bool, "the line of what was saved")
    said, button = await line.bounding_box(), await device.page.locator(BEWAAR).bounding_box()
    assert said
    assert button
    assert said["width"] == tour.size["width"]
    assert abs(said["y"] + said["height"] - button["y"]) < 1
    await tick(device, "Milan")
    assert not await kept_line(device)


async def test_a_finger_on_the_line_of_what_was_saved_ticks_nobody_under_it(tour: Tour) -> None:
    device = await chosen(tour)
    await device.page.locator(BEWAAR).tap()
    line = device.page.locator("[data-kept][data-state]")
    await line.wait_for()
    at = await line.bounding_box()
    assert at
    y = at["y"] + at["height"] / 4
    under = device.page.locator("label.chip:has(input[name=pupil])", has_text="Milan")
    await under.evaluate(BRING_TO, y)
    chip = await under.bounding_box()
    assert chip
    assert chip["y"] < y < chip["y"] + chip["height"], "the chip is under the line"
    await device.page.touchscreen.tap(chip["x"] + chip["width"] / 2, y)
    await device.page.wait_for_timeout(A_MOMENT)
    assert not await device.page.locator("input[name=pupil]:checked").count()
    assert await kept_line(device)
