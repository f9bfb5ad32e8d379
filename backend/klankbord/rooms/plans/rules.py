"""What a plan needs, and when two were written at the same time. No clock: `today` is an argument."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from klankbord.house.errors import Unfit

GOALS = 5
HALF_YEAR = timedelta(days=183)  # looking back happens at least twice a year (seed 004)


class GoalMissing(Unfit):
    """Write at least one goal: what will be different, and how do you see that?"""

    field = "what_1"


class GoalWithoutWords(Unfit):
    """Say what this goal is, or leave all of it empty."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


class DayBehindUs(Unfit):
    """This day is behind us. Choose a day to come."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


class TooFarAway(Unfit):
    """This is more than half a year away. Look back at least twice a year."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


def checked_day(planned_on: date, today: date, field: str) -> date:
    """A day to look back: to come, and within half a year. Raises DayBehindUs, TooFarAway."""
    if planned_on < today:
        raise DayBehindUs(field)
    if planned_on > today + HALF_YEAR:
        raise TooFarAway(field)
    return planned_on


@dataclass(frozen=True)
class Aim:
    """A goal as it was typed: what, how it is seen, by when; and the older goal it carries on."""

    what: str
    measure: str = ""
    by_when: date | None = None
    same_as_id: UUID | None = None


def checked(aims: Sequence[Aim | None], today: date) -> list[Aim]:
    """The goals that were filled in, in their order. Raises GoalMissing, GoalWithoutWords, DayBehindUs."""
    found = []
    for place, aim in enumerate(aims, 1):
        if aim is None:
            continue
        if not aim.what:
            raise GoalWithoutWords(f"what_{place}")
        if aim.by_when is not None and aim.by_when < today and aim.same_as_id is None:
            raise DayBehindUs(f"by_when_{place}")
        found.append(aim)
    if not found:
        raise GoalMissing
    return found


def missed(based_on: UUID | None, versions: Sequence[UUID]) -> list[UUID]:
    """The versions (oldest first) a writer had not seen who started from `based_on`."""
    if based_on is None:
        return list(versions)
    return list(versions[versions.index(based_on) + 1 :]) if based_on in versions else list(versions)
