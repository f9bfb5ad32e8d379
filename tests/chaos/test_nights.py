"""The nights stop the clock where they say, and it never goes back."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from klankbord.house.clock import AMSTERDAM
from tests.chaos.nights import EVENINGS, moments


def on_the_wall(name: str) -> list[str]:
    """The stops of the night itself, as somebody reads them from the clock."""
    morning = EVENINGS[name] + timedelta(days=1)
    local = [moment.astimezone(AMSTERDAM) for moment in moments(EVENINGS[name])]
    return [f"{moment:%H:%M %z}" for moment in local if moment.date() == morning and moment.hour < 7]


@pytest.mark.parametrize("name", EVENINGS)
def test_the_clock_of_a_night_only_goes_forward(name: str) -> None:
    assert all(before < after for before, after in pairwise(moments(EVENINGS[name])))


def test_the_hour_that_is_there_twice_is_visited_twice() -> None:
    assert on_the_wall("into winter time") == ["01:59 +0200", "02:30 +0200", "02:30 +0100", "03:01 +0100"]
    halves = [datetime(2027, 10, 31, hour, 30, tzinfo=UTC) for hour in (0, 1)]
    assert set(halves) <= set(moments(EVENINGS["into winter time"]))


def test_the_hour_that_is_not_there_is_visited_on_both_sides() -> None:
    assert on_the_wall("into summer time") == ["01:59 +0100", "03:01 +0200"]


def test_an_ordinary_night_is_visited_once_in_each_hour() -> None:
    assert on_the_wall("into the new year") == ["01:59 +0100", "02:30 +0100", "03:01 +0100"]
