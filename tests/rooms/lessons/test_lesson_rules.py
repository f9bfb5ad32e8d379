from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from klankbord.rooms.lessons.rules import (
    Change,
    Closure,
    Lesson,
    Timetable,
    human_moment,
    lesson_now_or_last,
    lesson_of,
    lessons,
    next_lessons,
)

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
MONDAY_TEN = Timetable(1, time(10), 60, AMSTERDAM)
SPRING = Closure(date(2027, 2, 13), date(2027, 2, 21))


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc, arg-type]


def local(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=AMSTERDAM)  # type: ignore[misc, arg-type]


def days(found: list[Lesson]) -> list[date]:
    return [lesson.day for lesson in found]


def test_the_next_two_lessons_are_a_week_apart() -> None:
    first, second = next_lessons(MONDAY_TEN, [], [], utc(2026, 11, 16, 12), 2)
    assert first == Lesson(date(2026, 11, 23), utc(2026, 11, 23, 9), utc(2026, 11, 23, 10))
    assert second.day == date(2026, 11, 30)


@pytest.mark.parametrize(
    ("after", "hours"),
    [(utc(2027, 3, 20), (9, 8)), (utc(2026, 10, 18), (8, 9))],
    ids=["clocks go forward", "clocks go back"],
)
def test_a_lesson_stays_at_ten_o_clock_when_the_clocks_change(after: datetime, hours: tuple[int, int]) -> None:
    found = next_lessons(MONDAY_TEN, [], [], after, 2)
    assert tuple(lesson.starts.hour for lesson in found) == hours
    assert {lesson.starts.astimezone(AMSTERDAM).hour for lesson in found} == {10}


def test_a_lesson_on_the_night_the_clocks_change_still_lasts_its_minutes() -> None:
    early_sunday = Timetable(7, time(1, 30), 60, AMSTERDAM)
    (lesson,) = lessons(early_sunday, [], [], date(2027, 3, 28), date(2027, 3, 28))
    assert lesson.ends - lesson.starts == timedelta(hours=1)
    assert lesson.ends.astimezone(AMSTERDAM).time() == time(3, 30)


def test_a_lesson_that_has_begun_is_not_a_next_lesson() -> None:
    assert days(next_lessons(MONDAY_TEN, [], [], local(2026, 11, 23, 10), 1)) == [date(2026, 11, 30)]
    assert days(next_lessons(MONDAY_TEN, [], [], local(2026, 11, 23, 9, 59), 1)) == [date(2026, 11, 23)]


def test_the_first_and_the_last_day_of_a_closure_have_no_lesson() -> None:
    for day in (date(2027, 2, 8), date(2027, 2, 15)):
        closure = Closure(day, day + timedelta(days=7))
        assert days(list(lessons(MONDAY_TEN, [closure], [], day, day + timedelta(days=14)))) == [
            day + timedelta(days=14)
        ]


def test_a_cancelled_lesson_is_skipped() -> None:
    found = next_lessons(MONDAY_TEN, [SPRING], [Change(date(2027, 2, 22))], utc(2027, 2, 10), 2)
    assert days(found) == [date(2027, 3, 1), date(2027, 3, 8)]


def test_a_moved_lesson_keeps_its_day_and_sorts_by_its_new_start() -> None:
    later = Change(date(2026, 11, 23), local(2026, 12, 2, 15, 30))
    found = next_lessons(MONDAY_TEN, [], [later], utc(2026, 11, 18), 3)
    assert days(found) == [date(2026, 11, 30), date(2026, 11, 23), date(2026, 12, 7)]
    assert found[1] == Lesson(date(2026, 11, 23), utc(2026, 12, 2, 14, 30), utc(2026, 12, 2, 15, 30), moved=True)


def test_a_lesson_moved_into_a_closure_counts_because_somebody_chose_it() -> None:
    chosen = Change(date(2027, 2, 8), local(2027, 2, 16, 10))
    assert days(next_lessons(MONDAY_TEN, [SPRING], [chosen], utc(2027, 2, 2), 2)) == [
        date(2027, 2, 8),
        date(2027, 2, 22),
    ]


def test_a_lesson_moved_out_of_a_closure_counts() -> None:
    chosen = Change(date(2027, 2, 15), local(2027, 2, 23, 10))
    assert date(2027, 2, 15) in days(
        list(lessons(MONDAY_TEN, [SPRING], [chosen], date(2027, 2, 22), date(2027, 2, 28)))
    )


def test_a_moved_lesson_is_listed_where_it_is_not_where_it_was() -> None:
    later = [Change(date(2026, 11, 23), local(2026, 12, 2, 15))]
    assert list(lessons(MONDAY_TEN, [], later, date(2026, 11, 23), date(2026, 11, 23))) == []
    assert days(list(lessons(MONDAY_TEN, [], later, date(2026, 12, 2), date(2026, 12, 2)))) == [date(2026, 11, 23)]


def test_a_change_of_a_day_the_timetable_no_longer_has_is_about_no_lesson() -> None:
    tuesday = Timetable(2, time(10), 60, AMSTERDAM)
    stale = [Change(date(2026, 11, 23), local(2026, 11, 25, 10)), Change(date(2026, 11, 30))]
    assert days(next_lessons(tuesday, [], stale, utc(2026, 11, 20), 2)) == [date(2026, 11, 24), date(2026, 12, 1)]


def test_the_search_ends_after_two_years_with_what_there_is() -> None:
    shut = Closure(date(2026, 12, 1), date(2040, 1, 1))
    assert days(next_lessons(MONDAY_TEN, [shut], [], utc(2026, 11, 20), 5)) == [date(2026, 11, 23), date(2026, 11, 30)]
    assert next_lessons(MONDAY_TEN, [shut], [], utc(2026, 12, 20), 2) == []


@pytest.mark.parametrize(
    ("now", "day"),
    [
        (local(2026, 11, 23, 9, 59), date(2026, 11, 16)),
        (local(2026, 11, 23, 10), date(2026, 11, 23)),
        (local(2026, 11, 23, 10, 30), date(2026, 11, 23)),
        (local(2026, 11, 29, 23), date(2026, 11, 23)),
    ],
)
def test_the_lesson_of_now_is_the_one_that_began_last(now: datetime, day: date) -> None:
    found = lesson_now_or_last(MONDAY_TEN, [], [], now)
    assert found is not None
    assert found.day == day


def test_the_last_lesson_is_found_behind_a_summer_and_not_beyond_two_years() -> None:
    summer = Closure(date(2026, 7, 11), date(2026, 8, 23))
    found = lesson_now_or_last(MONDAY_TEN, [summer], [], utc(2026, 8, 23))
    assert found is not None
    assert found.day == date(2026, 7, 6)
    assert lesson_now_or_last(MONDAY_TEN, [Closure(date(2020, 1, 1), date(2026, 8, 23))], [], utc(2026, 8, 23)) is None


def test_a_lesson_is_found_by_its_day_wherever_it_went() -> None:
    moved = Change(date(2026, 11, 23), local(2026, 12, 2, 15))
    cancelled = Change(date(2026, 11, 30))
    found = lesson_of(MONDAY_TEN, [SPRING], [moved, cancelled], date(2026, 11, 23))
    assert found is not None
    assert found.starts == utc(2026, 12, 2, 14)
    for none in (date(2026, 11, 30), date(2026, 11, 24), date(2027, 2, 15)):
        assert lesson_of(MONDAY_TEN, [SPRING], [moved, cancelled], none) is None


@pytest.mark.parametrize(
    ("ends", "asked"),
    [
        (local(2027, 2, 8, 11), local(2027, 2, 8, 11, 10)),
        (local(2027, 2, 8, 20, 20), local(2027, 2, 8, 20, 30)),
        (local(2027, 2, 8, 20, 21), local(2027, 2, 9, 8, 30)),
        (local(2027, 2, 8, 23, 55), local(2027, 2, 9, 8, 30)),
        (local(2027, 2, 8, 7, 20), local(2027, 2, 8, 7, 30)),
        (local(2027, 2, 8, 7, 19), local(2027, 2, 8, 8, 30)),
        (local(2027, 2, 12, 21), local(2027, 2, 22, 8, 30)),
        (local(2027, 2, 16, 11), local(2027, 2, 22, 8, 30)),
        (local(2027, 3, 27, 21), local(2027, 3, 28, 8, 30)),
    ],
    ids=["by day", "just not night", "evening", "midnight", "morning", "early", "holiday", "in a closure", "clock"],
)
def test_the_question_comes_at_a_human_moment(ends: datetime, asked: datetime) -> None:
    assert human_moment(ends, [SPRING], AMSTERDAM) == asked
    assert human_moment(ends, [SPRING], AMSTERDAM).tzinfo is UTC


def test_the_question_waits_for_closures_that_follow_one_another() -> None:
    closures = [Closure(date(2027, 2, 22), date(2027, 2, 23)), SPRING, Closure(date(2027, 2, 10), date(2027, 2, 14))]
    assert human_moment(local(2027, 2, 9, 22), closures, AMSTERDAM) == local(2027, 2, 24, 8, 30)
