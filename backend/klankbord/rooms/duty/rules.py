"""When somebody can be asked something: their hours on the wall, their absences. No clock: moments are arguments.

Wall time is joined with its zone first and only then becomes UTC, so that nine o'clock stays nine o'clock after both
changes of the clocks. A closure of a location is no holiday of a person: it is the lessons that stop.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple, Protocol
from uuid import UUID
from zoneinfo import ZoneInfo

from klankbord.house.clock import AMSTERDAM

DAY = timedelta(days=1)
AWAKE_FROM, AWAKE_UNTIL = time(7, 30), time(21)  # nothing but an alarm asks outside these, whatever somebody's hours
MORNING = time(8)  # when a day on which something is due begins
ALARM_FROM, ALARM_UNTIL = time(8), time(18)
LOOK_BACK = 400  # days; longer than any absence
WORKING_DAYS = range(1, 6)  # ISO; of somebody who has not said when they work


class Stretch(Protocol):
    """A part of a weekday (ISO 1..7) in wall time, as a row of working hours has it; the end is not included."""

    @property
    def weekday(self) -> int: ...
    @property
    def starts_at(self) -> time: ...
    @property
    def ends_at(self) -> time: ...


class Away(Protocol):
    """Days on which somebody is away, both included, and who stands in."""

    @property
    def first_day(self) -> date: ...
    @property
    def last_day(self) -> date: ...
    @property
    def deputy_id(self) -> UUID | None: ...


class Hours(NamedTuple):
    """A stretch that is no row."""

    weekday: int
    starts_at: time
    ends_at: time


DEFAULT = tuple(Hours(weekday, AWAKE_FROM, AWAKE_UNTIL) for weekday in WORKING_DAYS)
ALARM_DEFAULT = tuple(Hours(weekday, ALARM_FROM, ALARM_UNTIL) for weekday in WORKING_DAYS)


@dataclass(frozen=True)
class Duty:
    """One person's hours and absences, so that they travel together. Without hours: Monday to Friday."""

    hours: Sequence[Stretch] = ()
    absences: Sequence[Away] = ()
    zone: ZoneInfo = AMSTERDAM

    def away(self, day: date) -> Away | None:
        """The absence that `day` falls in, if any; of two the one that ends last."""
        here = [one for one in self.absences if one.first_day <= day <= one.last_day]
        return max(here, key=lambda one: one.last_day, default=None)

    def moment(self, moment: datetime) -> datetime:
        """The first moment at or after `moment` (aware) at which this person can be asked something (aware UTC)."""
        for begins, ends in self._from(moment.astimezone(self.zone).date()):
            if moment < ends:
                return max(moment.astimezone(UTC), begins)
        raise AssertionError("days do not end")

    def can_be_asked(self, moment: datetime) -> bool:
        """Whether `moment` (aware) is such a moment."""
        return self.moment(moment) == moment

    def until(self, moment: datetime) -> datetime:
        """The end of the stretch of hours that `moment` (aware) falls in, with what follows without a break (aware
        UTC); `moment` itself outside any."""
        end = moment.astimezone(UTC)
        for begins, ends in self._from(moment.astimezone(self.zone).date()):
            if begins > end:
                break
            end = max(end, ends)
        return end

    def morning(self, day: date) -> datetime:
        """The first start of a working day on or after `day`: eight o'clock, or the first moment after it that day
        (aware UTC). When something that is due on `day` is said."""
        early = all(one.ends_at <= MORNING for one in awake(self.hours) or DEFAULT)
        for begins, ends in self._from(day):
            on = begins.astimezone(self.zone).date()
            start = begins if early else max(begins, self._at(on, MORNING))
            if start < ends:
                return start
        raise AssertionError("days do not end")

    def digest(self, moment: datetime) -> datetime:
        """The first start of a working day at or after `moment` (aware UTC): what can wait comes then, together."""
        day = moment.astimezone(self.zone).date()
        start = self.morning(day)
        while start < moment:
            start = self.morning(start.astimezone(self.zone).date() + DAY)
        return start

    def last_digest(self, now: datetime) -> datetime | None:
        """The last such start at or before `now` (aware UTC); what was due by then may be said. None: long ago."""
        day = now.astimezone(self.zone).date()
        starts = (self.morning(day - back * DAY) for back in range(LOOK_BACK))
        return next((start for start in starts if start <= now), None)

    def on_duty(self, now: datetime) -> bool:
        """Whether an alarm at `now` (aware) finds this person at work; hours at night count here."""
        wall = now.astimezone(self.zone)
        if self.away(wall.date()):
            return False
        return any(
            one.weekday == wall.isoweekday() and one.starts_at <= wall.time() < one.ends_at
            for one in self.hours or ALARM_DEFAULT
        )

    def _from(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        """Stretches by day (aware UTC), from `day` on, without end."""
        hours = awake(self.hours) or DEFAULT
        while True:
            while absence := self.away(day):
                day = absence.last_day + DAY
            for one in hours:
                if one.weekday == day.isoweekday():
                    yield self._at(day, one.starts_at), self._at(day, one.ends_at)
            day += DAY

    def _at(self, day: date, wall: time) -> datetime:
        return datetime.combine(day, wall, self.zone).astimezone(UTC)


def awake(hours: Sequence[Stretch]) -> list[Hours]:
    """The hours as far as they are not at night, in order of the week."""
    clipped = (Hours(one.weekday, max(one.starts_at, AWAKE_FROM), min(one.ends_at, AWAKE_UNTIL)) for one in hours)
    return sorted(one for one in clipped if one.starts_at < one.ends_at)
