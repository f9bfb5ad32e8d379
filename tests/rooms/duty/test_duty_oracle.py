"""The rules of hours and absences against the slow way of finding out, over two school years."""

from bisect import bisect_left, bisect_right
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klankbord.house.ids import new_id
from klankbord.rooms.duty.models import Absence, WorkingHours
from klankbord.rooms.duty.rules import Duty
from tests.support.slow_duty import BEGIN, FIRST, STEP, SlowDuty, wall_of

ORG = PERSON = new_id()
NINE_TO_FIVE = [(day, time(9), time(17)) for day in (1, 2, 4)]
LATE_AND_SPLIT = [(1, time(6), time(12, 30)), (1, time(13), time(23)), (6, time(10), time(14)), (7, time(1), time(4))]
SUMMER, AUTUMN = (date(2027, 7, 10), date(2027, 8, 22)), (date(2026, 10, 17), date(2026, 10, 25))
ROUND_A_CHANGE = (date(2027, 3, 26), date(2027, 3, 29))
PEOPLE = {
    "three days a week": (NINE_TO_FIVE, [AUTUMN, SUMMER]),
    "late, split and a Saturday": (LATE_AND_SPLIT, [ROUND_A_CHANGE]),
    "who said nothing": ([], [AUTUMN, (date(2026, 10, 25), date(2026, 11, 1))]),
    "who works at night only": ([(5, time(22), time(23, 30))], []),
}


def duty_of(name: str) -> Duty:
    hours, away = PEOPLE[name]
    return Duty(
        [WorkingHours(organisation_id=ORG, person_id=PERSON, weekday=d, starts_at=b, ends_at=e) for d, b, e in hours],
        [Absence(organisation_id=ORG, person_id=PERSON, first_day=f, last_day=last, made_at=BEGIN) for f, last in away],
        ZoneInfo("Europe/Amsterdam"),
    )


@pytest.fixture(scope="module", params=list(PEOPLE))
def both(request: pytest.FixtureRequest) -> tuple[Duty, SlowDuty]:
    return duty_of(request.param), SlowDuty(*PEOPLE[request.param])


def test_every_moment_of_both_changes_of_the_clocks_is_that_of_the_slow_way(both: tuple[Duty, SlowDuty]) -> None:
    duty, slow = both
    for turn in (
        datetime(2026, 10, 24, tzinfo=UTC),
        datetime(2027, 3, 27, tzinfo=UTC),
        datetime(2028, 3, 25, tzinfo=UTC),
    ):
        for number in range(3 * 24 * 4):
            moment = turn + number * STEP
            assert duty.can_be_asked(moment) == slow.at(moment), moment


@given(st.integers(20 * 24 * 4, 650 * 24 * 4))
@settings(max_examples=30, deadline=None)
def test_the_first_moment_is_that_of_the_slow_way(both: tuple[Duty, SlowDuty], number: int) -> None:
    duty, slow = both
    moment = BEGIN + number * STEP
    assert duty.moment(moment) == slow.next(moment)
    between = moment + timedelta(seconds=1)
    assert duty.moment(between) == (between if slow.at(moment) else slow.next(moment))


@given(st.integers(20 * 24 * 4, 650 * 24 * 4))
@settings(max_examples=30, deadline=None)
def test_what_can_wait_comes_at_the_first_start_of_a_working_day(both: tuple[Duty, SlowDuty], number: int) -> None:
    duty, slow = both
    moment, mornings = BEGIN + number * STEP, slow.mornings
    assert duty.digest(moment) == mornings[bisect_left(mornings, moment)]
    assert duty.last_digest(moment) == ([None, *mornings])[bisect_right(mornings, moment)]


@given(st.dates(FIRST, date(2028, 4, 1)))
@settings(max_examples=40, deadline=None)
def test_a_day_begins_at_eight_or_at_the_first_moment_after_it(both: tuple[Duty, SlowDuty], day: date) -> None:
    duty, slow = both
    assert duty.morning(day) == next(one for one in slow.mornings if wall_of(one).date() >= day)
