"""Phones in the simulation come back when the phones' own scripts let them."""

from collections import Counter
from collections.abc import Iterator
from random import Random

import pytest

from tests.bench.capacity.coming_back import by_back_off
from tests.bench.capacity.practice import BUSY
from tests.bench.capacity.product import BACK_OFF, LONGEST_BACK_OFF, SCRIPTS, script_seconds

HALF_AN_HOUR = 1800


def came_back(outage: float) -> Iterator[float]:
    """Seconds after the outage, of phones whose note was written in the crowd at its beginning."""
    chance = Random(1)
    return (by_back_off(BUSY * chance.random(), outage, chance) - outage for _ in range(5_000))


def test_the_back_off_is_the_scripts_own() -> None:
    assert (BACK_OFF, LONGEST_BACK_OFF) == (5, 15 * 60)
    said = (SCRIPTS / "outbox" / "backoff.ts").read_text()
    assert "Math.min(LONGEST_MS, FIRST_MS * 2 ** (failures - 1)) * (0.5 + chance / 2)" in said
    assert "plan(next - Date.now(), false)" in (SCRIPTS / "triggers.ts").read_text()


def test_a_constant_that_has_gone_from_the_scripts_is_missed() -> None:
    with pytest.raises(LookupError, match="SHORTEST_MS"):
        script_seconds("outbox/backoff.ts", "SHORTEST_MS")


def test_after_a_long_outage_no_phone_waits_longer_than_the_longest_back_off_and_they_do_not_come_evenly() -> None:
    waited = list(came_back(HALF_AN_HOUR))
    assert min(waited) >= 0
    assert max(waited) <= LONGEST_BACK_OFF
    thirds = Counter(int(3 * seconds / LONGEST_BACK_OFF) for seconds in waited)
    assert thirds[0] > 2 * thirds[2]


def test_after_a_short_outage_phones_come_soon() -> None:
    last_written = BUSY
    soon = [by_back_off(last_written - 1, last_written, chance) for chance in (Random(one) for one in range(500))]
    assert max(soon) - last_written <= BACK_OFF
