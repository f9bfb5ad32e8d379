"""Every page, for whoever may open it: readable, reachable, quiet, and whole on a narrow phone."""

from pathlib import Path
from typing import Literal

import pytest
from playwright.async_api import ViewportSize

from klankbord.app import create_app
from tests.browser.devices import LAPTOP, PHONE, TABLET
from tests.browser.running import Running
from tests.pages.checks import (
    AXE,
    KEPT_BY_THE_BROWSER,
    NAME_UNDER_THE_TOP,
    NOT_ONE_HEADING,
    TOO_SMALL_TARGETS,
    TOO_SMALL_TEXT,
    TOO_WIDE,
    TOP_NOT_ONE_LINE,
    UNDER_THE_DOCK,
)
from tests.pages.tour import Tour
from tests.pages.visits import NOT_PAGES, VISITS, Visit
from tests.support.addresses import reads
from tests.support.rows import change, rows

AXE_SOURCE = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"
TALL = """() => Math.max(...[document.scrollingElement, ...document.querySelectorAll('.sheet')]
  .map((one) => one.scrollHeight))"""
NARROW: ViewportSize = {"width": 320, "height": 640}
# Which of axe's rules are asked, all when none are named: in the dark nothing is different but colours.
SCHEMES: dict[Literal["light", "dark"], list[str]] = {"light": [], "dark": ["color-contrast", "link-in-text-block"]}
LED = """select p.id, p.first_name as name from pupils p join cases c on c.pupil_id = p.id
          where c.id in (select case_id from handovers) order by c.opened_at"""
# Per module: what is asked of one page is asked while it stands open, and then comes the next page.
every_page = pytest.mark.parametrize("visit", VISITS, ids=[visit.name for visit in VISITS], scope="module")


def test_every_page_of_the_app_is_in_the_list(demo: Running) -> None:
    known = {visit.pattern for visit in VISITS} | NOT_PAGES
    assert reads(create_app(demo.settings)) - known == set()


@every_page
async def test_a_page_has_no_axe_violation_in_light_and_dark_and_no_complaint_in_the_console(
    tour: Tour, visit: Visit
) -> None:
    device = await tour.stand_on(visit)
    found = {}
    await device.page.set_viewport_size({"width": 390, "height": 600 + await device.page.evaluate(TALL)})
    await device.page.evaluate(AXE_SOURCE.read_text())
    for scheme, rules in SCHEMES.items():
        await device.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        found[scheme] = await device.page.evaluate(AXE, rules)
    await device.page.emulate_media(color_scheme="light")
    await device.page.set_viewport_size(PHONE)
    complaints = [one for one in device.errors if visit.name != "not-found" or "404" not in one]
    assert found == {"light": [], "dark": []}
    assert complaints == []


@every_page
async def test_a_page_fits_every_screen_with_text_to_read_and_targets_to_hit(tour: Tour, visit: Visit) -> None:
    device = await tour.stand_on(visit)
    wrong = []
    for size in (NARROW, PHONE, TABLET, LAPTOP):
        await device.page.set_viewport_size(size)
        for check in (TOO_WIDE, TOO_SMALL_TEXT, TOO_SMALL_TARGETS):
            wrong += [f"{size['width']}: {fault}" for fault in await device.page.evaluate(check)]
    await device.page.set_viewport_size(PHONE)
    assert wrong == []


@every_page
async def test_a_page_has_one_heading_and_on_a_phone_one_line_above_it_and_no_dock_over_it(
    tour: Tour, visit: Visit
) -> None:
    device = await tour.stand_on(visit)
    for size in (NARROW, PHONE):
        await device.page.set_viewport_size(size)
        assert await device.page.evaluate(UNDER_THE_DOCK) == []
    assert await device.page.evaluate(TOP_NOT_ONE_LINE) == []
    if visit.name != "parts":  # it shows what stands on other pages, their headings too
        assert await device.page.evaluate(NOT_ONE_HEADING) == []


@every_page
async def test_the_browser_writes_nothing_down_of_what_is_filled_in(tour: Tour, visit: Visit) -> None:
    device = await tour.stand_on(visit)
    if visit.name != "parts":  # it shows fields without their form
        assert await device.page.evaluate(KEPT_BY_THE_BROWSER) == []


async def test_every_page_in_english_fits_a_narrow_phone_and_says_so_to_a_screen_reader(tour: Tour) -> None:
    await change(tour.running.owner, "update people set language = 'en'")
    wrong = []
    try:
        for visit in VISITS:
            device = await tour.device(visit.who)
            await device.context.add_cookies(
                [{"name": "klankbord_language", "value": "en", "url": tour.running.address}]
            )
            device = await tour.open(visit, "en")
            await device.page.set_viewport_size(NARROW)
            said = await device.page.evaluate("() => document.documentElement.lang")
            wrong += [f"{visit.name}: {fault}" for fault in await device.page.evaluate(TOO_WIDE)]
            wrong += [f"{visit.name}: lang is {said}"] if said != "en" else []
            wrong += [f"{visit.name}: {one}" for one in device.errors if visit.name != "not-found"]
            await device.page.set_viewport_size(PHONE)
            wrong += [f"{visit.name}: {fault}" for fault in await device.page.evaluate(TOP_NOT_ONE_LINE)]
            await device.context.clear_cookies(name="klankbord_language")
    finally:
        await change(tour.running.owner, "update people set language = 'nl'")
    assert wrong == []


@pytest.mark.parametrize("size", [NARROW, PHONE, TABLET, LAPTOP], ids=lambda size: str(size["width"]))
async def test_the_longest_name_stands_beside_or_below_what_is_above_it(tour: Tour, size: ViewportSize) -> None:
    visit = next(one for one in VISITS if one.name == "case-social-worker")
    (child, *_) = await rows(tour.running.owner, LED)
    device = await tour.device(visit.who)
    await device.page.set_viewport_size(size)
    await change(tour.running.owner, "update pupils set first_name = 'Anna-Sophie-Louise' where id = :i", i=child.id)
    try:
        device = await tour.open(visit)
        assert await device.page.locator("h1", has_text="Anna-Sophie-Louise").count() == 1
        assert await device.page.evaluate(NAME_UNDER_THE_TOP) == []
    finally:
        await change(tour.running.owner, "update pupils set first_name = :n where id = :i", n=child.name, i=child.id)
        await device.page.set_viewport_size(PHONE)
