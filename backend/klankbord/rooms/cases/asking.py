"""Which reminders a case asks for, and when: true on paper. People are given with their hours and absences."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from klankbord.rooms.duty.rules import DAY, Duty
from klankbord.rooms.reminders.aligning import Wanted
from klankbord.rooms.reminders.models import ReminderKind

IDLE = timedelta(days=14)
FRIDAY = 5  # ISO
Duties = Mapping[UUID, Duty]
ANYBODY = Duty()


def idle(last_act: datetime, asked: Iterable[UUID], duties: Duties) -> list[Wanted]:
    """Nothing was done for two weeks since `last_act`: in the morning of that day. One for all acts of a day."""
    return [_idle(last_act, person, duties[person]) for person in asked]


def _idle(last_act: datetime, person_id: UUID, duty: Duty) -> Wanted:
    day = last_act.astimezone(duty.zone).date()
    occasion = datetime.combine(day, time(), duty.zone).astimezone(UTC)
    return Wanted(person_id, ReminderKind.CASE_IDLE, occasion, duty.morning(day + IDLE))


def unopened(reported_at: datetime, managers: Sequence[UUID], workers: Iterable[UUID], duties: Duties) -> list[Wanted]:
    """Nobody opened a report: a working day later the second of `managers`, another working day later the third, and
    after the last of them all social workers; at once when there is no manager at all."""
    rungs = [[manager] for manager in managers[1:]] + [list(workers)]
    first = 1 if managers else 0
    return [
        Wanted(person, ReminderKind.REPORT_UNOPENED, reported_at, duties[person].moment(due))
        for days, rung in enumerate(rungs, first)
        for due in (working_days_later(reported_at, days),)
        for person in rung
    ]


def offered(at: datetime, to_id: UUID, duty: Duty) -> list[Wanted]:
    """Somebody is asked to take over direction."""
    return [Wanted(to_id, ReminderKind.DIRECTION_OFFERED, at, duty.moment(at))]


def working_days_later(moment: datetime, days: int) -> datetime:
    """The same time on the wall `days` working days (Monday to Friday) later; what comes at night or in a weekend
    counts from the morning after it. Aware UTC."""
    wall = ANYBODY.moment(moment).astimezone(ANYBODY.zone)
    day = wall.date()
    for _ in range(days):
        day += DAY
        while day.isoweekday() > FRIDAY:
            day += DAY
    return datetime.combine(day, wall.time(), ANYBODY.zone).astimezone(UTC)
