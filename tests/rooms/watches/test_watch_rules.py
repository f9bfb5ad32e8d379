"""Which lessons a watch asks about, on paper: many timetables, closures, changes and answers."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klankbord.house.clock import AMSTERDAM
from klankbord.house.ids import new_id
from klankbord.rooms.lessons.calendar import Calendar
from klankbord.rooms.lessons.rules import Change, Closure, Lesson, Timetable, is_closed
from klankbord.rooms.watches.rules import LESSONS, MOST, Asked, Plan, plan

MONDAYS = Timetable(1, time(10), 60, AMSTERDAM)
AUTUMN = Closure(date(2026, 10, 10), date(2026, 10, 18))


def amsterdam(day: date, at: time = time(10)) -> datetime:
    return datetime.combine(day, at, AMSTERDAM).astimezone(UTC)


START = amsterdam(date(2026, 9, 29))  # a Tuesday


@dataclass
class Paper:
    """A watch as it would stand on paper; `follow` does what the database does with a plan."""

    started_at: datetime
    rows: dict[UUID, Asked] = field(default_factory=dict)
    last: Plan = field(default_factory=lambda: Plan((), {}, (), True))
    deleted: set[UUID] = field(default_factory=set)

    def follow(self, calendar: Calendar | None, now: datetime) -> "Paper":
        self.last = plan(list(self.rows.values()), calendar, self.started_at, now)
        for lesson_id in self.last.dropped:
            del self.rows[lesson_id]
        for place in self.last.places:
            row_id = place.id or new_id()
            self.rows[row_id] = Asked(row_id, place.lesson, place.remind_at)
        return self

    def answer(self, number: int, answer: str) -> "Paper":
        place = next(place for place in self.open() if place.number == number)
        self.rows[place.id] = Asked(place.id, place.lesson, place.remind_at, answer)
        return self

    def open(self) -> list["Waiting"]:
        ordered = sorted((r for r in self.rows.values() if not r.settled), key=lambda row: row.lesson.starts)
        numbers = {place.lesson.day: place.number for place in self.last.places}
        return [Waiting(row.id, row.lesson, numbers[row.lesson.day], row.remind_at) for row in ordered]

    def days(self) -> list[date]:
        return [waiting.lesson.day for waiting in self.open()]


@dataclass(frozen=True)
class Waiting:
    id: UUID
    lesson: Lesson
    number: int
    remind_at: datetime


def watch(calendar: Calendar, now: datetime = START) -> Paper:
    return Paper(now).follow(calendar, now)


def test_the_next_two_lessons_are_asked_about():
    assert watch(Calendar(MONDAYS)).days() == [date(2026, 10, 5), date(2026, 10, 12)]


def test_a_lesson_in_the_autumn_holiday_is_passed_over():
    assert watch(Calendar(MONDAYS, [AUTUMN])).days() == [date(2026, 10, 5), date(2026, 10, 19)]


def test_a_lesson_that_goes_on_now_does_not_count_as_the_next():
    during = amsterdam(date(2026, 10, 5), time(10, 20))
    assert watch(Calendar(MONDAYS), during).days() == [date(2026, 10, 12), date(2026, 10, 19)]


def test_a_cancelled_lesson_is_made_up_by_the_one_after():
    paper = watch(Calendar(MONDAYS))
    first = paper.open()[0].id
    paper.follow(Calendar(MONDAYS, (), [Change(date(2026, 10, 5))]), START)
    assert paper.days() == [date(2026, 10, 12), date(2026, 10, 19)]
    assert [waiting.number for waiting in paper.open()] == [1, 2]
    assert first in paper.rows, "the row goes along, so that a phone that knows it can still answer"


def test_a_moved_lesson_keeps_its_row_and_gets_another_moment():
    moved_to = amsterdam(date(2026, 10, 7), time(15))
    paper = watch(Calendar(MONDAYS))
    before = paper.open()[0]
    after = paper.follow(Calendar(MONDAYS, (), [Change(date(2026, 10, 5), moved_to)]), START).open()[0]
    assert after.id == before.id
    assert after.lesson.starts == moved_to
    assert after.remind_at == amsterdam(date(2026, 10, 7), time(16, 10))


def test_another_timetable_moves_what_is_to_come_and_not_what_has_been():
    paper = watch(Calendar(MONDAYS))
    after_first = amsterdam(date(2026, 10, 5), time(12))
    fridays = Timetable(5, time(14), 45, AMSTERDAM)
    paper.follow(Calendar(fridays), after_first)
    assert paper.days() == [date(2026, 10, 5), date(2026, 10, 9)]
    assert paper.open()[0].lesson.starts == amsterdam(date(2026, 10, 5))


def test_a_lesson_moved_to_earlier_today_is_still_asked_about_by_a_worker_that_was_late():
    paper = watch(Calendar(MONDAYS))
    earlier = amsterdam(date(2026, 10, 5), time(8, 30))
    paper.follow(Calendar(MONDAYS, (), [Change(date(2026, 10, 5), earlier)]), amsterdam(date(2026, 10, 5), time(9, 45)))
    assert paper.days() == [date(2026, 10, 5), date(2026, 10, 12)]
    assert paper.open()[0].lesson.starts == earlier


def test_a_lesson_of_which_it_turns_out_that_it_did_not_take_place_is_not_asked_about():
    paper = watch(Calendar(MONDAYS))
    afterwards = amsterdam(date(2026, 10, 6))
    paper.follow(Calendar(MONDAYS, [Closure(date(2026, 10, 5), date(2026, 10, 5))]), afterwards)
    assert paper.days() == [date(2026, 10, 12), date(2026, 10, 19)]


def test_not_seen_asks_for_another_lesson_with_the_same_number():
    paper = watch(Calendar(MONDAYS)).answer(1, "not_seen")
    paper.follow(Calendar(MONDAYS), amsterdam(date(2026, 10, 5), time(11, 5)))
    assert paper.days() == [date(2026, 10, 12), date(2026, 10, 19)]
    assert [waiting.number for waiting in paper.open()] == [1, 2]


def test_better_after_all_takes_the_extra_lesson_away_again():
    paper = watch(Calendar(MONDAYS)).answer(1, "not_seen")
    after = amsterdam(date(2026, 10, 5), time(11, 5))
    paper.follow(Calendar(MONDAYS), after)
    answered = next(row for row in paper.rows.values() if row.answer)
    paper.rows[answered.id] = Asked(answered.id, answered.lesson, answered.remind_at, "better")
    paper.follow(Calendar(MONDAYS), after)
    assert paper.days() == [date(2026, 10, 12)]
    assert paper.open()[0].number == 2


def test_a_lesson_the_teacher_lets_go_beforehand_is_not_asked_about_again():
    paper = watch(Calendar(MONDAYS))
    first = paper.open()[0]
    paper.rows[first.id] = Asked(first.id, first.lesson, first.remind_at, let_go=True)
    assert paper.follow(Calendar(MONDAYS), START).days() == [date(2026, 10, 12), date(2026, 10, 19)]


def test_a_child_who_is_never_there_is_asked_about_six_times_and_then_what_now():
    paper, calendar, now = watch(Calendar(MONDAYS)), Calendar(MONDAYS), START
    asked = 0
    while not paper.last.decide:
        now = paper.open()[0].lesson.ends
        paper.answer(paper.open()[0].number, "not_seen").follow(calendar, now)
        asked += 1
    assert asked == MOST


def test_after_two_answers_it_is_time_to_choose_and_not_before():
    paper, calendar = watch(Calendar(MONDAYS)), Calendar(MONDAYS)
    assert not paper.last.decide
    paper.answer(1, "same").follow(calendar, amsterdam(date(2026, 10, 5), time(11)))
    assert not paper.last.decide
    paper.answer(2, "worse").follow(calendar, amsterdam(date(2026, 10, 12), time(11)))
    assert paper.last.decide


def test_a_group_that_closes_asks_what_now_once_the_past_is_answered():
    paper = watch(Calendar(MONDAYS))
    after_first = amsterdam(date(2026, 10, 5), time(12))
    paper.follow(None, after_first)
    assert paper.days() == [date(2026, 10, 5)]
    assert paper.answer(1, "better").follow(None, after_first).last.decide


@pytest.mark.parametrize(
    ("timetable", "asked_at"),
    [
        (Timetable(7, time(2, 15), 30, AMSTERDAM), datetime(2026, 10, 25, 8, 30, tzinfo=AMSTERDAM)),  # autumn night
        (Timetable(7, time(2, 30), 30, AMSTERDAM), datetime(2027, 3, 28, 8, 30, tzinfo=AMSTERDAM)),  # spring night
        (Timetable(6, time(20, 30), 60, AMSTERDAM), datetime(2026, 10, 25, 8, 30, tzinfo=AMSTERDAM)),
    ],
)
def test_in_the_night_the_clock_changes_nobody_is_woken(timetable: Timetable, asked_at: datetime):
    found = watch(Calendar(timetable), asked_at.astimezone(UTC) - timedelta(days=2)).open()[0]
    assert found.remind_at == asked_at.astimezone(UTC)


DAYS = st.dates(date(2026, 9, 1), date(2026, 12, 31))
CLOSURES = st.lists(
    st.builds(lambda day, length: Closure(day, day + timedelta(length)), DAYS, st.integers(0, 20)), max_size=4
)
TIMETABLES = st.builds(
    Timetable,
    st.integers(1, 7),
    st.times(time(7), time(22)).map(lambda at: at.replace(second=0, microsecond=0)),
    st.sampled_from([30, 45, 60, 120]),
    st.just(AMSTERDAM),
)


@st.composite
def changes(draw: st.DrawFn) -> list[Change]:
    moved = st.builds(amsterdam, DAYS, st.times())
    found = draw(st.lists(st.builds(Change, DAYS, st.none() | moved), max_size=5))
    return list({change.day: change for change in found}.values())


STEPS = st.lists(
    st.tuples(
        st.builds(Calendar, TIMETABLES, CLOSURES, changes()),
        st.integers(0, 24 * 20),
        st.sampled_from(["better", "same", "worse", "not_seen", ""]),
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=150, deadline=None)
@given(STEPS)
def test_whatever_happens_no_lesson_is_asked_twice_and_none_in_a_closure_or_at_night(steps):
    now = amsterdam(date(2026, 9, 1))
    paper = watch(steps[0][0], now)
    for calendar, hours, answer in steps:
        now += timedelta(hours=hours)
        over = [waiting for waiting in paper.open() if waiting.lesson.ends <= now]
        if answer and over:
            paper.answer(over[0].number, answer)
        paper.follow(calendar, now)
        again = plan(list(paper.rows.values()), calendar, paper.started_at, now)
        assert {place.id for place in again.places} == {waiting.id for waiting in paper.open()}
        assert not again.dropped, "settling twice changes nothing"
        asked = list(paper.rows.values())
        assert len({row.lesson.day for row in asked}) == len(asked), "one lesson is asked about twice"
        seen = sum(row.counts for row in asked)
        assert seen + len(paper.open()) <= max(LESSONS, seen)
        assert len(asked) <= MOST
        assert again.decide == (not paper.open())
        for waiting in paper.open():
            local = waiting.remind_at.astimezone(AMSTERDAM)
            assert time(7, 30) <= local.time() <= time(20, 30)
            assert not is_closed(local.date(), calendar.closures)
            assert waiting.remind_at > waiting.lesson.ends
