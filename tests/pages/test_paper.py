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
