"""When to look back, who is reminded, and what an evaluation needs. No clock: `today` is an argument."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from klankbord.house.errors import Unfit
from klankbord.rooms.duty.rules import Duty
from klankbord.rooms.evaluations.models import NextMove, Outcome
from klankbord.rooms.reminders.aligning import Wanted
from klankbord.rooms.reminders.models import ReminderKind

WEEK = timedelta(days=7)
LATE_AGAIN = (1, 8, 15, 22)  # days after the date on which a late evaluation is asked about
OF_A_DATE = (ReminderKind.EVALUATION_SOON, ReminderKind.EVALUATION_TODAY, ReminderKind.EVALUATION_LATE)
KINDS = (*OF_A_DATE, ReminderKind.PLAN_WITHOUT_EVALUATION)


class NotYet(Unfit):
    """This day is still to come. Choose the day on which you looked back."""

    field = "held_on"


class OutcomeMissing(Unfit):
    """Say of every goal what came of it."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


class NextMoveMissing(Unfit):
    """Choose whether you go on or close."""

    field = "next_move"


class WhyOtherDay(Unfit):
    """Say in a few words why the date changes."""

    field = "reason"


@dataclass(frozen=True)
class Found:
    """What came of one goal, as it was typed."""

    goal_id: UUID
    outcome: str
    words: str = ""


def checked_result(held_on: date, today: date, found: Sequence[Found], goals: Iterable[UUID], next_move: str) -> None:
    """Raises NotYet, OutcomeMissing (naming the field of the goal), NextMoveMissing."""
    if held_on > today:
        raise NotYet
    chosen = {one.goal_id: one.outcome for one in found}
    for goal in goals:
        if chosen.get(goal) not in set(Outcome):
            raise OutcomeMissing(f"outcome_{goal}")
    if next_move not in set(NextMove):
        raise NextMoveMissing


def reminders(planned_on: date, set_on: date, people: Iterable[UUID], duties: Mapping[UUID, Duty]) -> list[Wanted]:
    """A week before (unless it was set later than that), on the day, and while it is late: in their working hours."""
    wanted = []
    for person in people:
        duty = duties[person]
        days = [(ReminderKind.EVALUATION_SOON, planned_on - WEEK)] if planned_on - WEEK >= set_on else []
        days.append((ReminderKind.EVALUATION_TODAY, planned_on))
        days += [(ReminderKind.EVALUATION_LATE, planned_on + timedelta(days=late)) for late in LATE_AGAIN]
        wanted += [Wanted(person, kind, midnight(day, duty), duty.morning(day)) for kind, day in days]
    return wanted


def without_date(since: datetime, people: Iterable[UUID], duties: Mapping[UUID, Duty]) -> list[Wanted]:
    """There is a plan and no date to look back: asked on the next working day."""
    kind = ReminderKind.PLAN_WITHOUT_EVALUATION
    return [
        Wanted(one, kind, since, duties[one].morning(since.astimezone(duties[one].zone).date() + timedelta(days=1)))
        for one in people
    ]


def midnight(day: date, duty: Duty) -> datetime:
    """The occasion of something that belongs to a day (aware UTC): the same however somebody's hours change."""
    return datetime.combine(day, time(), duty.zone).astimezone(UTC)
