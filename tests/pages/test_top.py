"""The top of a page is one line on a phone, in both languages: the way back, what waits, asking and help."""

import pytest

from tests.browser.devices import PHONE
from tests.pages.tour import Tour
from tests.pages.visits import NOBODY, VISITS
from tests.support.rows import change

LINES = """() => {
  const seen = [...document.querySelectorAll('.top > *')].map((one) => one.getBoundingClientRect());
  const tops = seen.filter((box) => box.width > 0).map((box) => box.top + box.height / 2);
  return tops.length ? Math.max(...tops) - Math.min(...tops) : 0;
}"""
STATE = "() => document.querySelector('[data-waits]')?.textContent.trim() ?? ''"


@pytest.mark.parametrize(("language", "sent"), [("nl", "Alles verzonden"), ("en", "Everything sent")])
async def test_on_a_phone_the_top_is_one_line_and_still_says_that_everything_was_sent(
    tour: Tour, language: str, sent: str
) -> None:
    await change(tour.running.owner, "update people set language = :one", one=language)
    wrong = []
    try:
        for visit in [one for one in VISITS if one.who != NOBODY]:
            device = await tour.open(visit, language)
            await device.page.set_viewport_size(PHONE)
            apart = await device.page.evaluate(LINES)
            wrong += [f"{visit.name}: {apart} px apart"] if apart > 12 else []
            said = await device.page.evaluate(STATE)
            wrong += [f"{visit.name}: says {said}"] if said and said != sent else []
    finally:
        await change(tour.running.owner, "update people set language = 'nl'")
    assert wrong == []
