"""When a reminder may buzz, when it is tried again, and to when it can be put off."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from klankbord.house.clock import AMSTERDAM
from klankbord.rooms.reminders import rules
from klankbord.rooms.reminders.models import ReminderKind

MOMENTS = some.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1)).map(lambda at: at.replace(tzinfo=UTC))  # noqa: DTZ001


def at(text: str) -> datetime:
    """Wall time in Amsterdam."""
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM).astimezone(UTC)


@pytest.mark.parametrize(
    ("wall", "quiet"),
    [("20:59", False), ("21:00", True), ("23:59", True), ("00:00", True), ("07:29", True), ("07:30", False)],
)
@pytest.mark.parametrize("day", ["2026-01-15", "2026-07-15", "2026-03-29", "2026-10-25"])
def test_it_is_quiet_from_nine_to_half_past_seven_on_the_wall(wall: str, quiet: bool, day: str) -> None:
    assert rules.is_quiet(at(f"{day}T{wall}")) is quiet


@given(MOMENTS)
def test_a_night_ends_at_the_next_half_past_seven(now: datetime) -> None:
    awake = rules.awake_at(now)
    assert not rules.is_quiet(awake)
    assert timedelta() <= awake - now <= timedelta(hours=11, minutes=30)
    assert awake == now or awake.astimezone(AMSTERDAM).time() == rules.QUIET_UNTIL


@given(MOMENTS.filter(lambda now: not rules.is_quiet(now)))
def test_a_push_service_never_keeps_a_reminder_into_the_night(now: datetime) -> None:
    seconds = rules.lifetime(ReminderKind.WATCH_LESSON, now)
    assert 60 <= seconds <= 4 * 3600
    assert seconds == 60 or not rules.is_quiet(now + timedelta(seconds=seconds - 1))


def test_only_a_test_buzzes_at_night() -> None:
    assert rules.kinds_that_may_buzz(at("2026-11-03T22:00")) == [ReminderKind.TEST]
    assert set(rules.kinds_that_may_buzz(at("2026-11-03T12:00"))) == set(ReminderKind)


def test_the_wait_doubles_up_to_an_hour_and_is_longer_when_the_service_asks() -> None:
    now = at("2026-11-03T12:00")
    waits = [int((rules.try_again(n, None, now) - now).total_seconds()) for n in range(1, 12)]
    assert waits == [30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600, 3600]
    assert rules.try_again(10_000, None, now) - now == timedelta(hours=1)
    assert rules.try_again(1, 7200, now) - now == timedelta(hours=2)
    assert rules.try_again(3, 1, now) - now == timedelta(seconds=120)


def ids(now: str, next_lesson_day: str | None = None) -> list[str]:
    day = date.fromisoformat(next_lesson_day) if next_lesson_day else None
    return [choice.id for choice in rules.choices(at(now), day)]


def test_later_today_is_offered_while_there_is_enough_of_today() -> None:
    assert ids("2026-11-03T11:05") == ["later", "tomorrow"]
    assert ids("2026-11-03T17:30") == ["later", "tomorrow"]
    assert ids("2026-11-03T18:30") == ["tomorrow"]
    assert ids("2026-11-03T23:30") == ["tomorrow"]


def test_the_next_lesson_day_is_offered_when_it_is_not_tomorrow_already() -> None:
    assert ids("2026-11-03T11:05", "2026-11-04") == ["later", "tomorrow"]
    assert ids("2026-11-03T11:05", "2026-11-09") == ["later", "tomorrow", "next_lesson_day"]


@given(MOMENTS)
def test_every_choice_is_in_the_future_and_by_day(now: datetime) -> None:
    found = rules.choices(now, (now + timedelta(days=9)).date())
    assert all(choice.until > now and not rules.is_quiet(choice.until) for choice in found)
    assert [choice.until for choice in found] == sorted(choice.until for choice in found)


def test_every_kind_has_words_for_the_page_and_for_the_lock_screen() -> None:
    for kind in ReminderKind:
        assert rules.about(kind)
        assert rules.phrase(kind) in (rules.SOMETHING, rules.IT_WORKS)
