"""*Bewaar*: from a finger that leaves the glass to *op deze telefoon*, and from a cold start to a form to write in.

Real Chromium, real worker, real sealing, a write that waits for the disk; no line, the page's thread 4x slower.
Half of the saves on Noteren, opened while there was a line; half in the shell, on a phone that had none from the start.
Each page is opened anew after a lesson's worth of notes, so that the first save of a page counts as often as it comes.
"""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from playwright.async_api import Locator, Playwright, async_playwright

from tests.bench.browser_phone import NOTEREN, a_phone, make_ready, slow_down
from tests.bench.browser_probe import KEPT, TIMES, USABLE
from tests.bench.browser_stage import Stage, a_stage
from tests.bench.figure import Figure, Goal
from tests.bench.size import Size
from tests.browser.device import Device, until

A_LESSON = 5  # notes on one page
A_BREATH = 0.8  # seconds between two notes: longer than the form takes a second tap for the same one
A_TAP = 0.08  # seconds that a finger stays
A_LOOK = 0.3  # seconds between two taps: three in five seconds is quick for a person
STARTS = 4  # one cold start to so many taps
WORDS = "op deze telefoon"
SAVED = "Bewaar: tap to 'op deze telefoon', 4x slowed, no line"
COLD = "cold offline start to a form, 4x slowed"


async def measure(size: Size) -> list[Figure]:
    """95th percentiles with a goal, medians beside them (ms)."""
    async with a_stage() as stage, async_playwright() as playwright:
        profile = stage.folder / "phone"
        await make_ready(stage.running, profile, await stage.person("Iris"))
        taps = await saves(playwright, stage, profile, size.taps)
        starts = [await cold_start(playwright, stage, profile) for _ in range(max(2, size.taps // STARTS))]
    return [
        Figure(f"{SAVED}, p95", "ms", worst(taps), goal=Goal(at_most=50, of="value")),
        Figure(f"{SAVED}, median", "ms", median(taps)),
        Figure(f"{COLD}, p95", "ms", worst(starts), goal=Goal(at_most=1000, of="value")),
        Figure(f"{COLD}, median", "ms", median(starts)),
    ]


def worst(times: Sequence[float]) -> float:
    """The 95th percentile; never less than what was seen would allow."""
    return quantiles(times, n=20, method="inclusive")[-1]


async def saves(playwright: Playwright, stage: Stage, profile: Path, taps: int) -> list[float]:
    """So many notes, each timed (ms)."""
    times: list[float] = []
    with_line = True
    while len(times) < taps:
        async with a_phone(playwright, stage.running, profile, line=with_line) as phone:
            await phone.open(NOTEREN)
            await phone.offline()
            await slow_down(phone)
            times += await notes(phone, min(A_LESSON, taps - len(times)))
        with_line = not with_line
    return times


async def notes(phone: Device, count: int) -> list[float]:
    """A note each about the next child."""
    before = len(await phone.items())
    for number in range(count):
        await chip(phone, "pupil", number).tap()
        await asyncio.sleep(A_LOOK)
        await chip(phone, "signal", number).tap()
        await asyncio.sleep(A_LOOK)
        await tap(phone, bewaar(phone))
        await asyncio.sleep(A_BREATH)  # nobody asks the page anything while it is timed
        await until(lambda: asked(phone, KEPT), lambda kept: kept > number, "words on the screen")  # noqa: B023
    kept = await phone.page.evaluate(TIMES)
    if {one["words"] for one in kept} != {WORDS} or len(await phone.items()) != before + count:
        raise AssertionError(f"{count} notes were to be kept, and the page said {kept}")
    return [one["ms"] for one in kept]


def chip(phone: Device, field: str, number: int) -> Locator:
    """One of the visible chips of a field, around and around."""
    return phone.page.locator(f"label.chip:visible:has(input[name={field}])").nth(number % 3)


def bewaar(phone: Device) -> Locator:
    """The button."""
    return phone.page.locator("button.primary[form=note-form]:visible")


async def asked(phone: Device, expression: str) -> Any:
    """A number of the page, without the scripts that Playwright brings along for its own questions."""
    answer = await (await phone.tools()).send("Runtime.evaluate", {"expression": expression, "returnByValue": True})
    return answer["result"].get("value")


async def tap(phone: Device, button: Locator) -> None:
    """A finger that stays as long as a finger does; Playwright's own tap takes no time, and listens to the page."""
    box = await button.bounding_box()
    if box is None:
        raise AssertionError("there is no button to tap")
    at = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
    tools = await phone.tools()
    await tools.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [at]})
    await asyncio.sleep(A_TAP)
    await tools.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


async def cold_start(playwright: Playwright, stage: Stage, profile: Path) -> float:
    """A new browser process without a line: from the navigation to a form that takes a tap and a word (ms)."""
    async with a_phone(playwright, stage.running, profile, line=False) as phone:
        await slow_down(phone)
        await phone.open(NOTEREN, ready=False)
        usable = await until(lambda: asked(phone, USABLE), bool, "a usable form")
        await chip(phone, "pupil", 0).tap()
        await phone.page.locator("details:has(textarea[name=observation]) summary").tap()
        await phone.page.locator("textarea[name=observation]").type("x")
        typed = await phone.page.locator("textarea[name=observation]").input_value()
        if typed != "x" or not await phone.page.locator("input[name=pupil]:checked").count():
            raise AssertionError("the form was called usable, but took no tap or no word")
        return float(usable)
