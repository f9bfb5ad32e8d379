"""When somebody can be asked, found out the slow way: walk through two school years in steps of a quarter of an hour.

Shares nothing with the rules: the Dutch clock by its own arithmetic, no stretches, no skipping of days.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, cached_property

FIRST, LAST = date(2026, 8, 1), date(2028, 7, 31)  # two school years, four changes of the clocks
STEP = timedelta(minutes=15)
BEGIN = datetime(2026, 7, 31, 22, tzinfo=UTC)  # midnight on the wall, in summer
Hours = tuple[int, time, time]  # ISO weekday, from, until
Days = tuple[date, date]  # first and last, both included


def summer_time(moment: datetime) -> bool:
    """By the EU rule (directive 2000/84/EC): between the last Sundays of March and October, 01:00 UTC."""
    spring, autumn = _turns(moment.year)
    return spring <= moment < autumn


@cache
def _turns(year: int) -> tuple[datetime, datetime]:
    spring, autumn = (datetime.combine(_last_sunday(year, month), time(1), UTC) for month in (3, 10))
    return spring, autumn


def wall_of(moment: datetime) -> datetime:
    """What the clock on the wall says (naive)."""
    return (moment + timedelta(hours=2 if summer_time(moment) else 1)).replace(tzinfo=None)


def _last_sunday(year: int, month: int) -> date:
    day = date(year, month, 31)
    return day - timedelta(days=day.isoweekday() % 7)


class SlowDuty:
    """Whether somebody can be asked, for every quarter of two years; hours and moments lie on quarters."""

    def __init__(self, hours: Sequence[Hours], away: Sequence[Days]) -> None:
        steps = int((datetime.combine(LAST, time(), UTC) - BEGIN) / STEP)
        self.yes = [self._asked(BEGIN + number * STEP, hours, away) for number in range(steps)]

    @staticmethod
    def _asked(moment: datetime, hours: Sequence[Hours], away: Sequence[Days]) -> bool:
        wall = wall_of(moment)
        if wall.hour * 60 + wall.minute < 7 * 60 + 30 or wall.hour >= 21:
            return False
        if any(first <= wall.date() <= last for first, last in away):
            return False
        if not any(max(begin, time(7, 30)) < min(end, time(21)) for _, begin, end in hours):
            return wall.isoweekday() <= 5
        return any(day == wall.isoweekday() and begin <= wall.time() < end for day, begin, end in hours)

    def at(self, moment: datetime) -> bool:
        """Whether they can be asked at this moment (aware, on a quarter)."""
        return self.yes[round((moment - BEGIN) / STEP)]

    def next(self, moment: datetime) -> datetime | None:
        """The first moment from here at which they can be asked, if there is one in the two years."""
        while moment < BEGIN + len(self.yes) * STEP:
            if self.at(moment):
                return moment
            moment += STEP
        return None

    @cached_property
    def mornings(self) -> list[datetime]:
        """The first such moment at or after eight of every day that has one, in order."""
        found: dict[date, datetime] = {}
        for number, yes in enumerate(self.yes):
            moment = BEGIN + number * STEP
            wall = wall_of(moment)
            if yes and wall.hour >= 8:
                found.setdefault(wall.date(), moment)
        return sorted(found.values())
