"""When somebody is asked about what was agreed: in their hours, before the lesson, late again; both changes of the
clocks, holidays and absences in between."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klankbord.house.clock import AMSTERDAM
from klankbord.rooms.agreements import rules
from klankbord.rooms.agreements.rules import Asked
from klankbord.rooms.duty.rules import Duty, Hours
from klankbord.rooms.lessons.calendar import Calendar
from klankbord.rooms.lessons.rules import Change, Closure, Timetable
from klankbord.rooms.reminders.models import ReminderKind
from tests.support.story import at

ME = UUID(int=7)
NOW = at(date(2026, 8, 31))
ANY_DAY = Duty()
MARJAN = Duty([Hours(day, time(9), time(17)) for day in (1, 2, 3, 4)])
MONDAYS = Timetable(1, time(10), 60, AMSTERDAM)


def local(moment: datetime) -> str:
    return moment.astimezone(AMSTERDAM).isoformat(" ", "minutes")[:16]


def test_an_agreement_is_asked_about_on_its_day_on_the_next_working_day_and_then_weekly() -> None:
    wanted = rules.agreement_reminders(ME, date(2026, 10, 6), ANY_DAY, NOW)  # a Tuesday
    assert [local(one.due_at) for one in wanted[:4]] == [
        "2026-10-06 08:00",
        "2026-10-07 08:00",
        "2026-10-14 08:00",
        "2026-10-21 08:00",
    ]
    assert {(one.person_id, one.kind) for one in wanted} == {(ME, ReminderKind.AGREEMENT)}


def test_it_waits_for_the_hours_of_who_does_it() -> None:
    wanted = rules.agreement_reminders(ME, date(2026, 10, 9), MARJAN, NOW)  # Friday: she does not work
    assert [local(one.due_at) for one in wanted[:3]] == [
        "2026-10-12 09:00",
        "2026-10-13 09:00",
        "2026-10-20 09:00",
    ]


@pytest.mark.parametrize("around", [date(2026, 10, 22), date(2027, 3, 25)])
def test_eight_o_clock_stays_eight_o_clock_when_the_clocks_change(around: date) -> None:
    wanted = rules.agreement_reminders(ME, around, ANY_DAY, NOW)
    assert {local(one.due_at)[11:] for one in wanted} == {"08:00"}


def test_the_same_facts_give_the_same_occasions_and_no_two_are_one() -> None:
    for number in range(400):
        day = date(2026, 9, 1) + timedelta(days=number)
        wanted = rules.agreement_reminders(ME, day, MARJAN, NOW)
        assert wanted == rules.agreement_reminders(ME, day, MARJAN, NOW)
        assert len({one.moment for one in wanted}) == len({one.due_at for one in wanted}) == len(wanted)
        assert [one.due_at for one in wanted] == sorted(one.due_at for one in wanted)


def test_of_what_is_due_only_the_last_is_asked() -> None:
    day = date(2026, 10, 6)
    for now, said in ((at(day, 12), 0), (at(date(2026, 10, 7), 12), 1), (at(date(2026, 10, 22), 12), 3)):
        wanted = rules.agreement_reminders(ME, day, ANY_DAY, now)
        assert wanted == rules.agreement_reminders(ME, day, ANY_DAY, NOW)[said:]
        assert sum(one.due_at <= now for one in wanted) == 1


def one_to_one(now: datetime, *, calendar: Calendar | None = None, duty: Duty = ANY_DAY, asked=(), count: int = 2):
    return rules.one_to_one_reminders(ME, calendar or Calendar(MONDAYS), duty, asked, now, count)


def test_what_was_agreed_with_the_child_comes_back_on_the_morning_of_the_next_lessons() -> None:
    wanted = one_to_one(at(date(2026, 9, 28), 11))
    assert [local(one.due_at) for one in wanted] == ["2026-10-05 08:00", "2026-10-12 08:00"]


def test_it_skips_a_holiday_and_a_cancelled_lesson() -> None:
    autumn = Closure(date(2026, 10, 10), date(2026, 10, 18))
    calendar = Calendar(MONDAYS, [autumn], [Change(date(2026, 10, 5))])
    wanted = one_to_one(at(date(2026, 9, 28), 11), calendar=calendar)
    assert [local(one.due_at) for one in wanted] == ["2026-10-19 08:00", "2026-10-26 08:00"]


def test_a_lesson_that_is_moved_keeps_its_occasion() -> None:
    before = one_to_one(at(date(2026, 9, 28), 11))
    moved = Calendar(MONDAYS, (), [Change(date(2026, 10, 5), at(date(2026, 10, 7), 14))])
    after = one_to_one(at(date(2026, 9, 28), 11), calendar=moved)
    assert [one.moment for one in before] == [one.moment for one in after]
    assert local(after[0].due_at) == "2026-10-07 08:00"


@pytest.mark.parametrize(
    ("starts", "duty", "said"),
    [
        (time(8, 15), ANY_DAY, "2026-10-05 07:30"),
        (time(8), ANY_DAY, "2026-10-05 07:30"),
        (time(7, 45), ANY_DAY, "2026-10-02 16:00"),
        (time(10), Duty([Hours(1, time(9, 45), time(17))]), "2026-09-28 16:00"),
        (time(10), Duty([Hours(4, time(9), time(12))]), "2026-10-01 09:00"),
    ],
)
def test_it_is_said_half_an_hour_before_the_lesson_at_the_latest(starts: time, duty: Duty, said: str) -> None:
    calendar = Calendar(Timetable(1, starts, 60, AMSTERDAM))
    wanted = one_to_one(at(date(2026, 9, 28), 11), calendar=calendar, duty=duty, count=1)
    assert local(wanted[0].due_at) == said


def test_a_lesson_on_saturday_is_said_on_friday_to_who_works_on_weekdays() -> None:
    saturdays = Calendar(Timetable(6, time(11), 60, AMSTERDAM))
    wanted = one_to_one(at(date(2026, 9, 29)), calendar=saturdays, count=1)
    assert local(wanted[0].due_at) == "2026-10-02 16:00"


def test_agreed_just_before_the_lesson_it_is_said_at_once() -> None:
    now = at(date(2026, 10, 5), 9, 50)
    assert one_to_one(now, count=1)[0].due_at == now


def test_what_was_said_stays_and_the_rest_follows_the_lessons() -> None:
    now = at(date(2026, 10, 5), 9)
    said = Asked(rules.occasion(date(2026, 10, 5)), at(date(2026, 10, 5), 8))
    future = Asked(rules.occasion(date(2026, 10, 12)), at(date(2026, 10, 12), 8))
    wanted = one_to_one(now, asked=[said, future])
    assert [(one.moment, one.due_at) for one in wanted] == [
        (said.moment, said.due_at),
        (future.moment, future.due_at),
    ]


def test_it_is_asked_until_it_is_answered_however_often_it_was_said() -> None:
    days = [date(2026, 10, 5) + timedelta(weeks=week) for week in range(6)]
    said = [Asked(rules.occasion(day), at(day, 8)) for day in days]
    wanted = one_to_one(at(days[-1], 12), asked=said)
    assert [one.moment for one in wanted] == [said[-1].moment, rules.occasion(date(2026, 11, 16))]
    assert local(wanted[-1].due_at) == "2026-11-16 08:00"


def test_without_lessons_it_is_asked_in_a_week() -> None:
    (only,) = rules.one_to_one_reminders(ME, None, ANY_DAY, (), at(date(2026, 9, 29)), 2)
    assert local(only.due_at) == "2026-10-06 08:00"


NOWS = st.integers(0, 2 * 365 * 24 * 4).map(lambda quarter: at(date(2026, 8, 1), 0) + timedelta(minutes=15 * quarter))
STRETCHES = st.builds(
    lambda day, start, long: Hours(day, time(start), time(min(start + long, 23), 59)),
    st.integers(1, 7),
    st.integers(0, 22),
    st.integers(0, 10),
)


@given(NOWS, st.integers(1, 7), st.times(time(7), time(20)), st.lists(STRETCHES, max_size=4))
def test_whatever_the_timetable_it_is_never_said_after_the_lesson_began_nor_before_it_was_agreed(
    now: datetime, weekday: int, starts: time, hours: list[Hours]
) -> None:
    calendar = Calendar(Timetable(weekday, starts.replace(second=0, microsecond=0), 45, AMSTERDAM))
    wanted = one_to_one(now, calendar=calendar, duty=Duty(hours), count=2)
    lessons = calendar.next(now, 2)
    assert [one.moment for one in wanted] == [rules.occasion(lesson.day) for lesson in lessons]
    for one, lesson in zip(wanted, lessons, strict=True):
        assert now <= one.due_at < lesson.starts
        assert one.due_at == now or one.due_at <= lesson.starts - rules.BEFORE_LESSON


def test_only_who_does_it_or_holds_direction_ends_it() -> None:
    owner, lead, other = UUID(int=1), UUID(int=2), UUID(int=3)
    assert rules.may_end(owner, lead, False, owner)
    assert rules.may_end(owner, lead, False, lead)
    assert not rules.may_end(owner, lead, True, other)
    assert rules.may_end(owner, None, True, other)
    assert not rules.may_end(owner, None, False, other)
