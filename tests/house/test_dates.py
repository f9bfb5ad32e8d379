"""Moments as people say them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from klankbord.house.dates import Dates

NOW = datetime(2026, 11, 17, 9, 41, tzinfo=UTC)
NL, EN = Dates("nl"), Dates("en")


def test_a_day_is_short_or_long_and_has_no_points() -> None:
    assert NL.day(date(2026, 11, 3)) == "di 3 nov"
    assert NL.day(NOW, "long") == "dinsdag 17 november"
    assert EN.day(NOW) == "Tue 17 Nov"


def test_the_clock_is_that_of_amsterdam_in_winter_and_summer() -> None:
    assert NL.clock_time(NOW) == "10:41"
    assert NL.clock_time(datetime(2026, 7, 1, 7, 5, tzinfo=UTC)) == "9:05"


def test_a_day_ends_at_midnight_in_amsterdam_not_in_greenwich() -> None:
    just_after_midnight = datetime(2026, 11, 16, 23, 30, tzinfo=UTC)
    assert NL.moment(just_after_midnight, NOW) == "vandaag 0:30"


@pytest.mark.parametrize(
    ("before", "said"),
    [
        (timedelta(), "vandaag 10:41"),
        (timedelta(days=1), "gisteren 10:41"),
        (timedelta(days=-1), "morgen 10:41"),
        (timedelta(days=14), "di 3 nov 10:41"),
        (timedelta(days=400), "13 okt 2025 11:41"),
    ],
)
def test_a_moment_is_said_from_where_we_stand(before: timedelta, said: str) -> None:
    assert NL.moment(NOW - before, NOW) == said


@pytest.mark.parametrize(
    ("length", "said"),
    [
        (timedelta(), "1 minuut"),
        (timedelta(minutes=59), "59 minuten"),
        (timedelta(hours=23), "23 uur"),
        (timedelta(hours=47), "1 dag"),
        (timedelta(days=13), "13 dagen"),
        (timedelta(days=15), "2 weken"),
        (timedelta(days=75), "2 maanden"),
    ],
)
def test_a_wait_is_counted_in_whole_units_that_have_passed(length: timedelta, said: str) -> None:
    assert NL.duration(length) == said


def test_ago_begins_at_just_now() -> None:
    assert NL.ago(NOW - timedelta(seconds=20), NOW) == "net"
    assert NL.ago(NOW - timedelta(hours=2), NOW) == "2 uur geleden"


def test_days_and_lists_are_words() -> None:
    assert (NL.weekday(1), NL.weekday(7), EN.weekday(7)) == ("maandag", "zondag", "Sunday")
    assert NL.joined(["Iris", "Karim", "jij"]) == "Iris, Karim en jij"
