"""*Bewaar*: from a finger that leaves the glass to *op deze telefoon*, and from a cold start to a form to write in.

Real Chromium, real worker, real sealing, a write that waits for the disk; no line, the page's thread 4x slower.
Half of the saves on Noteren, opened while there was a line; half in the shell, on a phone that had none from the start.
Each page is opened anew after a lesson's worth of notes, so that the first save of a page counts as often as it comes.
The goal is for notes with words; beside them, notes with ticks alone. A finger comes so soon after the last word that
what the page does with words (sealing them in the tab, looking for names) is still to come or under way.
"""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from statistics import median, quantiles

from playwright.async_api import Playwright, async_playwright

from tests.bench.browser_phone import NOTEREN, a_phone, make_ready, slow_down
from tests.bench.browser_probe import KEPT, TIMES, USABLE
from tests.bench.browser_stage import Stage
from tests.bench.figure import Figure, Goal
from tests.bench.size import FULL, Size
from tests.bench.writing import WORDS, asked, bewaar, chip, tap, type_in, write
from tests.browser.device import Device, until

A_LESSON = 5  # notes on one page
A_BREATH = 0.8  # seconds between two notes: longer than the form takes a second tap for the same one
STARTS = 4  # one cold start to so many taps
TYPED_TO_TICKED = 2  # notes with words to one with ticks alone, which is only reported
SAID = "op deze telefoon"
SAVED = "Bewaar: tap to 'op deze telefoon', 4x slowed, no line"
TYPED = f"{SAVED}, {len(WORDS)} characters typed"
TICKED = f"{SAVED}, ticks alone"
COLD = "cold offline start to a form, 4x slowed"


async def measure(size: Size, stage: Stage) -> list[Figure]:
    """95th percentiles with a goal, medians beside them (ms)."""
    async with async_playwright() as playwright:
        profile = stage.folder / "phone"
        await make_ready(stage.running, profile, await stage.person("Iris"))
        typed = await saves(playwright, stage, profile, size.taps, WORDS)
        ticked = await saves(playwright, stage, profile, size.taps // TYPED_TO_TICKED, "") if size == FULL else []
        starts = [await cold_start(playwright, stage, profile) for _ in range(max(2, size.taps // STARTS))]
    beside = ((f"{TICKED}, p95", worst), (f"{TICKED}, median", median)) if ticked else ()
    return [
        Figure(f"{TYPED}, p95", "ms", worst(typed), goal=Goal(at_most=50, of="value")),
        Figure(f"{TYPED}, median", "ms", median(typed)),
        *(Figure(name, "ms", of(ticked)) for name, of in beside),
        Figure(f"{COLD}, p95", "ms", worst(starts), goal=Goal(at_most=1000, of="value")),
        Figure(f"{COLD}, median", "ms", median(starts)),
    ]


def worst(times: Sequence[float]) -> float:
    """The 95th percentile; never less than what was seen would allow."""
    return quantiles(times, n=20, method="inclusive")[-1]


async def saves(playwright: Playwright, stage: Stage, profile: Path, taps: int, words: str) -> list[float]:
    """So many notes with these words, each timed (ms)."""
    times: list[float] = []
    with_line = True
    while len(times) < taps:
        async with a_phone(playwright, stage.running, profile, line=with_line) as phone:
            await phone.open(NOTEREN)
            await phone.offline()
            await slow_down(phone)
            times += await notes(phone, min(A_LESSON, taps - len(times)), words)
        with_line = not with_line
    return times


async def notes(phone: Device, count: int, words: str) -> list[float]:
    """A note each about the next child."""
    before = len(await phone.items())
    for number in range(count):
        await write(phone, number, words)
        await tap(phone, bewaar(phone))
        await asyncio.sleep(A_BREATH)  # nobody asks the page anything while it is timed
        await until(lambda: asked(phone, KEPT), lambda kept: kept > number, "words on the screen")  # noqa: B023
    kept = await phone.page.evaluate(TIMES)
    if {one["words"] for one in kept} != {SAID} or len(await phone.items()) != before + count:
        raise AssertionError(f"{count} notes were to be kept, and the page said {kept}")
    return [one["ms"] for one in kept]


async def cold_start(playwright: Playwright, stage: Stage, profile: Path) -> float:
    """A new browser process without a line: from the navigation to a form that takes a tap and a word (ms)."""
    async with a_phone(playwright, stage.running, profile, line=False) as phone:
        await slow_down(phone)
        await phone.open(NOTEREN, ready=False)
        usable = await until(lambda: asked(phone, USABLE), bool, "a usable form")
        await chip(phone, "pupil", 0).tap()
        await type_in(phone, "x")
        if not await phone.page.locator("input[name=pupil]:checked").count():
            raise AssertionError("the form was called usable, but took no tap")
        return float(usable)
