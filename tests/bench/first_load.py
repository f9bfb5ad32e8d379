"""What comes over the line to a phone that was never here before it can do anything, and what Lighthouse says.

Counted in a real browser: head and body, compressed or not as the product sends them, of the page and of every file
the page asked for before it had loaded. What comes later (the sealing code, the worker and its copies of everything)
holds nobody up, but somebody pays for it: that too is reported.
"""

import sys
from collections.abc import Mapping
from statistics import median

from playwright.async_api import async_playwright

from tests.bench.browser_stage import Stage
from tests.bench.figure import Figure, Goal
from tests.bench.lighthouse.runs import CATEGORIES, Scores, scores
from tests.bench.over_the_line import OverTheLine, WholeLine
from tests.bench.size import FULL, Size
from tests.browser.device import Device
from tests.browser.devices import ARGUMENTS, Devices
from tests.browser.scripts import SIGN_IN
from tests.pages.test_budgets import EVERYTHING, LOADED
from tests.pages.tour import Tour
from tests.pages.visits import VISITS, Visit
from tests.support.chromium import ensure_chromium

KB = 1024
WEIGHED = "write"
JUDGED = ("sign-in", "write", "today", "queue", "case-social-worker")
GOALS = {"performance": 98, "accessibility": 100, "best-practices": 100}


async def measure(size: Size, stage: Stage) -> list[Figure]:
    """KB on the first visit; in the full size Lighthouse's scores too, for its slow phone on a slow line."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=ensure_chromium(), args=list(ARGUMENTS))
        tour = Tour(stage.running, Devices(playwright, browser, stage.running))
        visits = {visit.name: visit for visit in VISITS}
        loaded, everything = await weighed(stage, tour, visits[WEIGHED])
        light = Goal(at_most=EVERYTHING, of="value")
        figures = [
            Figure("first load of Noteren, until the page has loaded", "KB", loaded, goal=light, promise=True),
            Figure("first load of Noteren, everything until the line is quiet", "KB", everything),
        ]
        if size == FULL:
            found = {name: await judged(stage, tour, visits[name]) for name in JUDGED}
            figures += [lowest(found, category) for category in CATEGORIES]
        await tour.devices.put_away()
        await browser.close()
    return figures


async def a_visitor(stage: Stage, tour: Tour, visit: Visit) -> Device:
    """A browser that was never here, signed in without having opened a page of the app."""
    device = await tour.devices.make()
    await device.open("/healthz", ready=False)
    if visit.who:
        await device.page.evaluate(SIGN_IN, str(await stage.person(visit.who)))
    return device


async def weighed(stage: Stage, tour: Tour, visit: Visit) -> tuple[float, float]:
    """KB of 1024 bytes until the page has loaded, as the browser counts them; and all that came until nothing came any
    more. What each file came to is said on standard error."""
    device, line, whole = await a_visitor(stage, tour, visit), OverTheLine(), WholeLine()
    await line.listen(device)
    home, path = stage.running.address, await tour.address(visit)
    with stage.running.proxy.switched(whole.count):
        await device.open(path)
        if device.page.url != home + path:
            raise AssertionError(f"{visit.who} was sent on to {device.page.url}")
        came = await line.of({home + file for file in (path, *await device.page.evaluate(LOADED))})
        await whole.until_quiet()
    first = {file.removeprefix(home): size for file, size in came.items()}
    tell("until the page has loaded", first)
    tell("all in all", whole.came)
    return sum(first.values()) / KB, sum(whole.came.values()) / KB


def tell(when: str, came: Mapping[str, int]) -> None:
    """What each file came to, on standard error."""
    lines = [f"  {size / KB:5.1f} KB  {file}" for file, size in came.items()]
    print(f"  {when}:", *lines, sep="\n", file=sys.stderr, flush=True)


async def judged(stage: Stage, tour: Tour, visit: Visit) -> Scores:
    """Lighthouse on this page as this person, in a browser of Lighthouse's own."""
    device = await a_visitor(stage, tour, visit)
    cookies = await device.context.cookies()
    headers = {"Cookie": "; ".join(f"{one.get('name')}={one.get('value')}" for one in cookies)} if visit.who else {}
    return await scores(stage.running.address + await tour.address(visit), headers, stage.folder, visit.name)


def lowest(found: dict[str, Scores], category: str) -> Figure:
    """The page that did worst stands for all; which one it was is said on standard error."""
    value, name = min((median(scored[category]), name) for name, scored in found.items())
    print(f"  {category}: {name} has least, {value:.0f}", file=sys.stderr, flush=True)
    goal = Goal(at_least=GOALS[category], of="value")
    return Figure(f"Lighthouse mobile, {category}, lowest page", "of 100", value, goal=goal)
