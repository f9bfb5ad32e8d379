"""Which reminders a case asks for, and when: on paper."""

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from uuid import UUID

import pytest

from klankbord.house.ids import new_id
from klankbord.rooms.cases import asking
from klankbord.rooms.duty.rules import Duty, Hours
from klankbord.rooms.reminders.models import ReminderKind
from tests.support.story import at

TUESDAY = date(2026, 10, 6)
KARIM, ELS, JAN, MARJAN = (new_id() for _ in range(4))
ALWAYS = {one: Duty() for one in (KARIM, ELS, JAN, MARJAN)}


class Gone(NamedTuple):
    first_day: date
    last_day: date
    deputy_id: UUID | None = None


def test_two_weeks_after_the_last_act_somebody_is_asked_in_the_morning():
    (wanted,) = asking.idle(at(TUESDAY, 16), [KARIM], ALWAYS)
    assert (wanted.person_id, wanted.kind) == (KARIM, ReminderKind.CASE_IDLE)
    assert wanted.due_at == at(date(2026, 10, 20), 8)


def test_a_busy_day_makes_one_reminder_and_the_next_day_another():
    occasions = {asking.idle(at(TUESDAY, hour), [KARIM], ALWAYS)[0].moment for hour in (0, 9, 23)}
    assert len(occasions) == 1
    assert asking.idle(at(TUESDAY + timedelta(days=1), 0), [KARIM], ALWAYS)[0].moment not in occasions


def test_over_the_change_of_the_clocks_it_stays_eight_on_the_wall():
    (wanted,) = asking.idle(at(date(2026, 10, 19), 10), [KARIM], ALWAYS)
    assert wanted.due_at == datetime(2026, 11, 2, 7, tzinfo=UTC)


def test_who_is_away_is_asked_on_the_first_day_back_in_their_hours():
    their = Duty([Hours(4, time(10), time(15))], [Gone(date(2026, 10, 20), date(2026, 10, 22))])
    (wanted,) = asking.idle(at(TUESDAY, 16), [KARIM], {KARIM: their})
    assert wanted.due_at == at(date(2026, 10, 29), 10)


def asked(reported_at: datetime, managers: list[UUID]) -> dict[UUID, datetime]:
    wanted = asking.unopened(reported_at, managers, [MARJAN], ALWAYS)
    assert {one.kind for one in wanted} == {ReminderKind.REPORT_UNOPENED}
    assert {one.moment for one in wanted} == {reported_at}
    return {one.person_id: one.due_at for one in wanted}


def test_an_unopened_report_climbs_a_working_day_at_a_time():
    found = asked(at(TUESDAY, 14), [KARIM, ELS, JAN])
    days = [TUESDAY + timedelta(days=n) for n in (1, 2, 3)]
    assert found == {ELS: at(days[0], 14), JAN: at(days[1], 14), MARJAN: at(days[2], 14)}


def test_a_manager_who_is_alone_is_followed_by_the_social_workers():
    assert asked(at(TUESDAY, 14), [KARIM]) == {MARJAN: at(TUESDAY + timedelta(days=1), 14)}


def test_without_a_manager_the_social_workers_are_asked_at_once():
    assert asked(at(TUESDAY, 14), []) == {MARJAN: at(TUESDAY, 14)}


@pytest.mark.parametrize(
    ("reported", "due"),
    [
        (at(date(2026, 10, 9), 16), at(date(2026, 10, 12), 16)),  # Friday afternoon: Monday
        (at(date(2026, 10, 9), 22), at(date(2026, 10, 13), 7, 30)),  # Friday night counts from Monday morning
        (at(date(2026, 10, 10), 11), at(date(2026, 10, 13), 7, 30)),  # Saturday
        (at(date(2026, 10, 23), 9), at(date(2026, 10, 26), 9)),  # the clocks change in between
        (at(date(2026, 10, 6), 3), at(date(2026, 10, 7), 7, 30)),  # in the small hours
    ],
)
def test_a_working_day_is_monday_to_friday(reported: datetime, due: datetime):
    assert asking.working_days_later(reported, 1) == due


def test_an_offer_is_said_when_the_person_can_be_asked():
    (wanted,) = asking.offered(at(TUESDAY, 22), KARIM, Duty())
    assert (wanted.kind, wanted.due_at) == (ReminderKind.DIRECTION_OFFERED, at(TUESDAY + timedelta(days=1), 7, 30))
