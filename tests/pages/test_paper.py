"""Printing is no way around a sharing decision: on paper a page with a child is one sentence."""

import io

import pytest
from pypdf import PdfReader

from tests.pages.tour import Tour
from tests.pages.visits import NOBODY, VISITS, Visit
from tests.support.rows import rows

SENTENCE = "Deze pagina wordt niet afgedrukt."
WITH_A_CHILD = (
    "write",
    "today",
    "logbook",
    "note",
    "mending",
    "cases-teacher",
    "case-teacher",
    "case-manager",
    "views",
    "queue",
    "case-social-worker",
    "sharing-options",
)
COLOURS = """() => [...document.querySelectorAll('.call span, .call a')].map((one) => getComputedStyle(one).color)"""
printed = pytest.mark.parametrize(
    "visit", [one for one in VISITS if one.name in WITH_A_CHILD], ids=lambda one: one.name
)


@printed
async def test_a_page_with_a_child_prints_one_sentence_and_nothing_else(tour: Tour, visit: Visit) -> None:
    device = await tour.open(visit)
    reader = PdfReader(io.BytesIO(await device.page.pdf(print_background=True)))
    said = "".join("".join(page.extract_text() for page in reader.pages).split())  # Chromium sets letter by letter
    assert said.startswith("".join(SENTENCE.split()))
    assert len(said) < 160, said
    names = [row.first_name for row in await rows(tour.running.owner, "select distinct first_name from pupils")]
    assert not [name for name in names if name in said]
    assert not await device.page.get_by_text(SENTENCE).is_visible(), "and on the screen it does not stand in the way"


def test_these_pages_are_there() -> None:
    assert {one.name for one in VISITS} >= set(WITH_A_CHILD)
    assert not [one for one in VISITS if one.name in WITH_A_CHILD and one.who == NOBODY]


NOT_TO_TAP = (
    "Stuureennoodmelding",
    "Eriseennoodmeldingopen",
    "WhatsApp",
    "Meldjeaan",
    "Alarmen",
    "vijfstappen",
    "werktnu",
)


@pytest.mark.parametrize(
    ("who", "people"),
    [
        (NOBODY, []),
        ("Iris", ["Karim", "0600000011", "Marjan", "0600000012", "mat/mdo,9:00–17:00", "Els", "0600000015"]),
        ("Yvonne", ["Marjan", "0600000012", "Els", "0600000015"]),  # an alarm waits for her, and its banner stays off
        ("Els", ["Karim", "0600000011", "Yvonne", "0600000013", "Marjan"]),
    ],
)
async def test_help_prints_whom_to_call_on_one_page_and_nothing_to_tap(tour: Tour, who: str, people: list[str]) -> None:
    device = await tour.open(Visit("help-on-paper", who, "/help"))
    for background in (True, False):
        reader = PdfReader(io.BytesIO(await device.page.pdf(print_background=background)))
        assert len(reader.pages) == 1
        said = "".join(reader.pages[0].extract_text().split())
        for words in ("112", "0800-2000", *people):
            assert words in said, words
        assert not [words for words in NOT_TO_TAP if words in said]
    await device.page.emulate_media(media="print", color_scheme="dark")
    assert await device.page.locator(".call >> visible=true").count() >= 2
    assert set(await device.page.evaluate(COLOURS)) == {"rgb(0, 0, 0)"}, "black on white, also from a dark phone"
    await device.page.emulate_media(media="screen", color_scheme="light")
