"""What may be typed about hours and absences, and what is said when it does not fit."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, time, timedelta
from uuid import UUID

from klankbord.house.errors import Unfit
from klankbord.rooms.duty.rules import Stretch

STRETCHES = 2  # a day: before and after the break
LONGEST_ABSENCE = timedelta(days=366)
FURTHEST_AHEAD = timedelta(days=2 * 366)


class NoWeekday(Unfit):
    """Tick at least one day of the week."""

    field = "weekdays"


class HoursOutOfOrder(Unfit):
    """The end comes before the beginning. Look at both."""

    field = "ends_at"


class HoursOverlap(Unfit):
    """On one of these days you work at that time already. Take those hours out first."""

    field = "starts_at"


class TooManyStretches(Unfit):
    """Two stretches a day is the most. Take one out first."""

    field = "weekdays"


class AbsenceOutOfOrder(Unfit):
    """The last day of an absence comes after the first. Look at both."""

    field = "last_day"


class AbsenceOutOfReach(Unfit):
    """These days are over, more than two years ahead, or longer than a year. Look at both."""

    field = "first_day"


class NotADeputy(Unfit):
    """Choose a colleague with the same work."""

    field = "deputy"


def read_weekdays(typed: Iterable[str]) -> list[int]:
    """ISO days of the week, in order. Raises NoWeekday."""
    days = sorted({int(one) for one in typed if one in {"1", "2", "3", "4", "5", "6", "7"}})
    if not days:
        raise NoWeekday
    return days


def new_days(there: Sequence[Stretch], weekdays: Iterable[int], starts_at: time, ends_at: time) -> list[int]:
    """The days on which these hours are new; the same hours again are no mistake.

    Raises HoursOutOfOrder, HoursOverlap, TooManyStretches.
    """
    if starts_at >= ends_at:
        raise HoursOutOfOrder
    new = []
    for day in weekdays:
        mine = [one for one in there if one.weekday == day]
        if any((one.starts_at, one.ends_at) == (starts_at, ends_at) for one in mine):
            continue
        if any(one.starts_at < ends_at and starts_at < one.ends_at for one in mine):
            raise HoursOverlap
        if len(mine) >= STRETCHES:
            raise TooManyStretches
        new.append(day)
    return new


def check_absence(first_day: date, last_day: date, today: date) -> None:
    """Raises AbsenceOutOfOrder, AbsenceOutOfReach."""
    if last_day < first_day:
        raise AbsenceOutOfOrder
    if last_day < today or last_day > today + FURTHEST_AHEAD or last_day - first_day > LONGEST_ABSENCE:
        raise AbsenceOutOfReach


def read_deputy(typed: str, colleagues: Collection[UUID]) -> UUID | None:
    """Who stands in, if anybody. Raises NotADeputy."""
    if not typed.strip():
        return None
    found = next((one for one in colleagues if str(one) == typed.strip()), None)
    if found is None:
        raise NotADeputy
    return found
