"""deploy/CAPACITY.md: its tables are the arithmetic's, and the arithmetic survives a simulated Monday afternoon."""

from pathlib import Path

import pytest

from tests.bench.capacity.arithmetic import COMFORT, needed, peak
from tests.bench.capacity.machine import MEASURED, SMALL, Machine
from tests.bench.capacity.page import tables
from tests.bench.capacity.practice import Practice
from tests.bench.capacity.simulation import afternoon

PAGE = Path(__file__).parents[2] / "deploy" / "CAPACITY.md"


def test_the_page_says_what_the_arithmetic_says() -> None:
    written = PAGE.read_text()
    for table in tables().strip().split("\n\n"):
        assert table in written, "python -m tests.bench.capacity prints the tables anew"


@pytest.mark.parametrize("factor", [1, 10])
def test_the_busiest_ten_minutes_are_as_busy_as_the_arithmetic_says(factor: int) -> None:
    practice = Practice().times(factor)
    machine = needed(practice, MEASURED)
    expected = peak(practice, MEASURED, machine).web_busy
    seen = afternoon(practice, MEASURED, machine, slots=1).busy
    assert seen == pytest.approx(expected, rel=0.15), "the rest of the slot adds a little, chance takes a little"


@pytest.mark.parametrize("factor", [1, 10])
def test_with_what_the_page_asks_for_nobody_waits_a_second(factor: int) -> None:
    practice = Practice().times(factor)
    assert afternoon(practice, MEASURED, needed(practice, MEASURED), slots=2).worst < 1


def test_with_less_than_the_page_asks_for_people_do_wait() -> None:
    practice = Practice().times(10)
    needs = needed(practice, MEASURED)
    crowded = Machine(1, needs.database_cores)
    assert needs.webs > 1
    assert peak(practice, MEASURED, crowded).web_busy > COMFORT
    enough, short = (afternoon(practice, MEASURED, one, slots=2).p95 for one in (needs, crowded))
    assert short > 5 * enough


def test_half_an_hour_of_outage_in_the_peak_is_caught_up_before_the_afternoon_is_over() -> None:
    quiet = afternoon(Practice(), MEASURED, SMALL)
    after = afternoon(Practice(), MEASURED, SMALL, outage=1800)
    assert after.acts == quiet.acts, "nothing is lost, it only comes later"
    assert after.worst < 1, "back-off spreads what waited, so nobody waits for who waits"
