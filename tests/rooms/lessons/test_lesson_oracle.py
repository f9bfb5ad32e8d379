"""The generator against a slow one that walks day by day and knows the Dutch clock by its own arithmetic."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from klankbord.rooms.lessons.rules import (
    Change,
    Closure,
    Lesson,
    Timetable,
    human_moment,
    lesson_now_or_last,
    lessons,
    next_lessons,
)

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
FIRST, LAST = date(2026, 8, 1), date(2028, 7, 31)  # two school years, four changes of the clocks


def last_sunday(year: int, month: int) -> date:
    day = date(year, month, 31)
    return day - timedelta(days=day.isoweekday() % 7)


def to_utc(day: date, wall: time) -> datetime:
    """By the EU rule (directive 2000/84/EC): summer time between the last Sundays of March and October, 01:00 UTC."""
    naive = datetime.combine(day, wall)
    summer = datetime.combine(last_sunday(day.year, 3), time(2))
    winter = datetime.combine(last_sunday(day.year, 10), time(3))
    return (naive - timedelta(hours=2 if summer <= naive < winter else 1)).replace(tzinfo=UTC)


def oracle(table: Timetable, closures: list[Closure], changes: list[Change]) -> list[Lesson]:
    """All lessons whose day or whose moved start is in the two years, in order."""
    found, length = [], timedelta(minutes=table.minutes)
    for offset in range((LAST - FIRST).days + 1):
        day = FIRST + timedelta(days=offset)
        if day.isoweekday() != table.weekday:
            continue
        change = [change for change in changes if change.day == day]
        if change and change[0].new_start:
            found.append(Lesson(day, change[0].new_start, change[0].new_start + length, moved=True))
        if change or any(day in all_days(closure) for closure in closures):
            continue
        found.append(Lesson(day, to_utc(day, table.starts_at), to_utc(day, table.starts_at) + length))
    return sorted(found, key=lambda lesson: (lesson.starts, lesson.day))


def all_days(closure: Closure) -> set[date]:
    return {closure.first_day + timedelta(days=n) for n in range((closure.last_day - closure.first_day).days + 1)}


days = st.dates(FIRST, LAST)
walls = st.times(time(6), time(22)).map(lambda wall: wall.replace(second=0, microsecond=0))
tables = st.builds(Timetable, st.integers(1, 7), walls, st.integers(20, 180), st.just(AMSTERDAM))
closures_of = st.lists(
    st.builds(lambda first, length: Closure(first, first + timedelta(days=length)), days, st.integers(0, 60)),
    max_size=8,
)
# New starts stay a few days inside the two years, so that a clock change cannot push one over their edge.
starts = st.builds(to_utc, st.dates(FIRST + timedelta(days=2), LAST - timedelta(days=2)), walls)


@st.composite
def worlds(draw: st.DrawFn) -> tuple[Timetable, list[Closure], list[Change]]:
    table = draw(tables)
    own_day = days.map(lambda day: day + timedelta(days=(table.weekday - day.isoweekday()) % 7)).filter(
        lambda day: day <= LAST
    )
    changes = draw(
        st.lists(st.builds(Change, own_day, st.none() | starts), max_size=10, unique_by=lambda change: change.day)
    )
    return table, draw(closures_of), changes


@given(worlds())
@settings(max_examples=150, deadline=None)
def test_every_lesson_of_two_school_years_is_the_one_of_the_slow_oracle(
    world: tuple[Timetable, list[Closure], list[Change]],
) -> None:
    assert list(lessons(*world, FIRST, LAST)) == oracle(*world)


@given(worlds(), st.builds(to_utc, st.dates(FIRST, date(2027, 7, 1)), walls), st.integers(1, 4))
@settings(max_examples=100, deadline=None)
def test_next_and_last_lessons_are_those_of_the_slow_oracle(
    world: tuple[Timetable, list[Closure], list[Change]], now: datetime, count: int
) -> None:
    all_lessons = oracle(*world)
    ahead = [lesson for lesson in all_lessons if lesson.starts > now][:count]
    assert next_lessons(*world, now, count)[: len(ahead)] == ahead
    behind = [lesson for lesson in all_lessons if lesson.starts <= now]
    if behind:
        assert lesson_now_or_last(*world, now) == behind[-1]


@given(worlds())
@settings(max_examples=100, deadline=None)
def test_no_lesson_falls_in_a_closure_unless_somebody_moved_it_there(
    world: tuple[Timetable, list[Closure], list[Change]],
) -> None:
    table, closures, changes = world
    for lesson in lessons(table, closures, changes, FIRST, LAST):
        wall = lesson.starts.astimezone(AMSTERDAM)
        assert lesson.day not in {change.day for change in changes if change.new_start is None}
        if not lesson.moved:
            assert wall.date() == lesson.day
            assert wall.time() == table.starts_at
            assert not any(wall.date() in all_days(closure) for closure in closures)


@given(st.datetimes(datetime(2026, 8, 1), datetime(2028, 7, 31), timezones=st.just(UTC)), closures_of)  # noqa: DTZ001
@settings(max_examples=300, deadline=None)
def test_nobody_is_asked_at_night_or_in_a_closure_or_before_the_lesson_ends(
    ends: datetime, closures: list[Closure]
) -> None:
    asked = human_moment(ends, closures, AMSTERDAM)
    wall = asked.astimezone(AMSTERDAM)
    assert time(7, 30) <= wall.time() <= time(20, 30)
    assert not any(wall.date() in all_days(closure) for closure in closures)
    assert asked >= ends + timedelta(minutes=10)
    between = [ends.astimezone(AMSTERDAM).date() + timedelta(days=n) for n in range(2, (asked - ends).days)]
    assert all(any(day in all_days(closure) for closure in closures) for day in between), "asked later than needed"
