"""Every rule that says when to remind, against the slow way: two school years, three regions, four clock changes."""

import os
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klankbord.house.ids import new_id
from klankbord.rooms.agreements import rules as agreements
from klankbord.rooms.cases import asking
from klankbord.rooms.duty.models import Absence, WorkingHours
from klankbord.rooms.duty.rules import Duty
from klankbord.rooms.evaluations import rules as evaluations
from klankbord.rooms.lessons.calendar import Calendar
from klankbord.rooms.lessons.rules import Closure, Timetable, human_moment
from klankbord.rooms.places.models import HolidayRegion
from klankbord.rooms.places.rules import free_days
from klankbord.rooms.reminders.models import ReminderKind
from klankbord.rooms.sharing.rules import term_end
from tests.support.slow_duty import BEGIN, FIRST, LAST, STEP, SlowDuty, wall_of

ZONE = ZoneInfo("Europe/Amsterdam")
PERSON, DAY = new_id(), timedelta(days=1)
HOURS = [
    (1, time(9), time(12, 30)),
    (1, time(13, 30), time(17)),
    (3, time(12), time(21, 30)),
    (4, time(8, 15), time(11)),
]
AWAY = [(date(2026, 10, 12), date(2026, 10, 27)), (date(2027, 3, 27), date(2027, 3, 29))]
# A sample in every run, 200 of each when KLANKBORD_STEPS says 20,000.
EXAMPLES = int(os.environ.get("KLANKBORD_STEPS", "1200")) // 100
LAST_START = date(2027, 12, 1)  # so that what follows from it lies in the two years too
days = st.dates(FIRST, LAST_START)
moments = st.integers(20 * 96, 480 * 96).map(lambda quarter: BEGIN + quarter * STEP)


@pytest.fixture(scope="module", params=["hours and absences", "who said nothing"])
def both(request: pytest.FixtureRequest) -> tuple[Duty, SlowDuty]:
    hours, away = (HOURS, AWAY) if request.param == "hours and absences" else ([], [])
    person = {"organisation_id": PERSON, "person_id": PERSON}
    mine = [WorkingHours(**person, weekday=day, starts_at=begin, ends_at=end) for day, begin, end in hours]
    absent = [Absence(**person, first_day=first, last_day=last, made_at=BEGIN) for first, last in away]
    return Duty(mine, absent, ZONE), SlowDuty(hours, away)


@pytest.fixture(scope="module", params=list(HolidayRegion))
def holidays(request: pytest.FixtureRequest) -> set[date]:
    """Every day without lessons in a region."""
    shut = free_days(request.param, FIRST, LAST)
    return {day for one in shut for day in all_days(one.first_day, one.last_day)}


def all_days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += DAY


def closures(shut: set[date]) -> list[Closure]:
    return [Closure(day, day) for day in sorted(shut)]


@cache
def anybody() -> SlowDuty:
    """Somebody who said nothing."""
    return SlowDuty([], [])


def morning(slow: SlowDuty, day: date) -> datetime:
    """The first start of a working day on or after this day."""
    starts = [wall_of(one).date() for one in slow.mornings]
    return slow.mornings[bisect_left(starts, day)]


@given(days, st.integers(-20, 60))
@settings(max_examples=EXAMPLES, deadline=None)
def test_an_agreement_is_asked_about_on_its_day_the_working_day_after_and_then_every_week(
    both: tuple[Duty, SlowDuty], due_on: date, later: int
) -> None:
    duty, slow = both
    first = morning(slow, due_on)
    late = morning(slow, wall_of(first).date() + DAY)
    expected = [first, late]
    for _ in range(agreements.WEEKS_LATE):
        expected.append(morning(slow, wall_of(late).date() + 7 * (len(expected) - 1) * DAY))
    now = datetime.combine(due_on, time(12), UTC) + later * DAY
    told = bisect_right(expected, now)
    found = [one.due_at for one in agreements.agreement_reminders(PERSON, due_on, duty, now)]
    assert found == expected[max(told - 1, 0) :]


@given(days, st.integers(0, 40))
@settings(max_examples=EXAMPLES, deadline=None)
def test_an_evaluation_is_asked_about_a_week_before_on_the_day_and_while_it_is_late(
    both: tuple[Duty, SlowDuty], planned_on: date, ahead: int
) -> None:
    duty, slow = both
    found = evaluations.reminders(planned_on, planned_on - ahead * DAY, [PERSON], {PERSON: duty})
    expected = [(ReminderKind.EVALUATION_SOON, -7)] if ahead >= 7 else []
    expected += [(ReminderKind.EVALUATION_TODAY, 0)]
    expected += [(ReminderKind.EVALUATION_LATE, days) for days in (1, 8, 15, 22)]
    wanted = [(kind, morning(slow, max(planned_on + days * DAY, FIRST))) for kind, days in expected]
    assert [(one.kind, one.due_at) for one in found if one.due_at >= BEGIN + DAY] == [
        (kind, at) for (kind, at), one in zip(wanted, found, strict=True) if one.due_at >= BEGIN + DAY
    ]


@given(moments)
@settings(max_examples=EXAMPLES, deadline=None)
def test_a_quiet_case_is_asked_about_in_the_morning_two_weeks_after_the_last_act(
    both: tuple[Duty, SlowDuty], act: datetime
) -> None:
    duty, slow = both
    (one,) = asking.idle(act, [PERSON], {PERSON: duty})
    assert one.due_at == morning(slow, wall_of(act).date() + 14 * DAY)


@given(moments)
@settings(max_examples=EXAMPLES, deadline=None)
def test_a_report_that_nobody_opened_goes_on_a_working_day_later(both: tuple[Duty, SlowDuty], at: datetime) -> None:
    duty, slow = both
    (next_manager,) = asking.unopened(at, [new_id(), PERSON], [], {PERSON: duty})
    begins = anybody().next(at)
    assert begins is not None
    there = begins + DAY
    while wall_of(there).isoweekday() > 5:
        there += DAY
    there += _hours_turned(begins, there)
    assert next_manager.due_at == slow.next(there)


def _hours_turned(before: datetime, after: datetime) -> timedelta:
    """What a change of the clocks between the two takes from the wall."""
    wanted = wall_of(before).time()
    return datetime.combine(wall_of(after).date(), wanted) - wall_of(after)


@given(moments)
@settings(max_examples=EXAMPLES, deadline=None)
def test_a_lesson_is_asked_about_at_a_human_moment_in_every_region(holidays: set[date], ends: datetime) -> None:
    found = human_moment(ends, closures(holidays), ZONE)
    asked = ends + timedelta(minutes=10)
    wall = wall_of(asked)
    if wall.date() not in holidays and time(7, 30) <= wall.time() <= time(20, 30):
        assert found == asked
        return
    while wall_of(asked).time().replace(second=0) != time(8, 30) or wall_of(asked).date() in holidays:
        asked += timedelta(minutes=5)
    assert found == asked


@given(days, st.integers(1, 6))
@settings(max_examples=EXAMPLES, deadline=None)
def test_a_term_ends_on_a_day_on_which_somebody_can_object_in_every_region(
    holidays: set[date], asked_on: date, weeks: int
) -> None:
    day = asked_on + timedelta(days=7 * weeks)
    while day in holidays or day.isoweekday() in (6, 7):
        day += DAY
    assert term_end(asked_on, weeks, closures(holidays)) == day


@given(moments, st.integers(1, 7), st.sampled_from([time(8), time(9, 30), time(13, 15), time(19)]))
@settings(max_examples=EXAMPLES, deadline=None)
def test_what_was_agreed_with_a_child_comes_before_the_next_lessons_in_every_region(
    both: tuple[Duty, SlowDuty], holidays: set[date], now: datetime, weekday: int, starts_at: time
) -> None:
    duty, slow = both
    calendar = Calendar(Timetable(weekday, starts_at, 45, ZONE), closures(holidays))
    found = agreements.one_to_one_reminders(PERSON, calendar, duty, [], now, 2)
    lessons = list(_lessons(now, weekday, starts_at, holidays))[:2]
    assert [one.moment.date() for one in found] == [wall_of(lesson).date() for lesson in lessons]
    for one, lesson in zip(found, lessons, strict=True):
        latest = lesson - timedelta(minutes=30)
        assert now <= one.due_at <= max(latest, now)
        today = [at for at in _quarters(lesson) if at <= latest and slow.at(at)]
        from_eight = [at for at in today if wall_of(at).time() >= time(8)]
        if today:
            assert one.due_at == max((from_eight or today)[0], now)


def _lessons(now: datetime, weekday: int, starts_at: time, holidays: set[date]) -> Iterator[datetime]:
    moment = now + STEP - (now - BEGIN) % STEP
    while moment < BEGIN + 700 * DAY:
        wall = wall_of(moment)
        if wall.isoweekday() == weekday and wall.time() == starts_at and wall.date() not in holidays:
            yield moment
            moment += 6 * DAY
        moment += STEP


def _quarters(lesson: datetime) -> Iterator[datetime]:
    """The quarters of the lesson's day until it begins, first one first."""
    for back in range(96, 0, -1):
        at = lesson - back * STEP
        if wall_of(at).date() == wall_of(lesson).date():
            yield at
