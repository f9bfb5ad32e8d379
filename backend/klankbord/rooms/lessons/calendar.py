"""The calendar of one group, as rooms carry it around and as people see it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import TypeVar

from klankbord.rooms.lessons import rules

Shut = TypeVar("Shut", bound=rules.Days)


@dataclass(frozen=True)
class Calendar:
    """Timetable, closures and changes of one group, so that they travel together."""

    timetable: rules.Timetable
    closures: Sequence[rules.Days] = ()
    changes: Sequence[rules.Change] = ()

    def between(self, first_day: date, last_day: date) -> Iterator[rules.Lesson]:
        """See `lessons`."""
        return rules.lessons(self.timetable, self.closures, self.changes, first_day, last_day)

    def next(self, after: datetime, count: int) -> list[rules.Lesson]:
        """See `next_lessons`."""
        return rules.next_lessons(self.timetable, self.closures, self.changes, after, count)

    def now_or_last(self, now: datetime) -> rules.Lesson | None:
        """See `lesson_now_or_last`."""
        return rules.lesson_now_or_last(self.timetable, self.closures, self.changes, now)

    def lesson_of(self, day: date) -> rules.Lesson | None:
        """See `lesson_of`."""
        return rules.lesson_of(self.timetable, self.closures, self.changes, day)

    def planned(self, day: date) -> rules.Lesson | None:
        """See `planned`."""
        return rules.planned(self.timetable, self.closures, self.changes, day)

    def regular(self, day: date) -> rules.Lesson | None:
        """The lesson of `day` as the timetable has it, whatever somebody changed."""
        return rules.lesson_of(self.timetable, self.closures, (), day)

    def moment_after(self, lesson: rules.Lesson) -> datetime:
        """See `human_moment`."""
        return rules.human_moment(lesson.ends, self.closures, self.timetable.zone)

    def next_day(self, after: datetime) -> date | None:
        """The local day of the first lesson that ends later than `after` (aware)."""
        first_day = self.local_day(after)
        # A lesson that goes on over midnight began the day before.
        ahead = self.between(first_day - rules.DAY, first_day + rules.SEARCH)
        return next((self.local_day(lesson.starts) for lesson in ahead if lesson.ends > after), None)

    def local_day(self, moment: datetime) -> date:
        """The day it is in the group's zone at `moment` (aware)."""
        return rules.local_day(moment, self.timetable.zone)


@dataclass(frozen=True)
class Slot:
    """A lesson as people see it, also a cancelled one. `usual`: where the timetable puts it, when it is not over."""

    lesson: rules.Lesson
    cancelled: bool
    usual: rules.Lesson | None


def slots(calendar: Calendar, now: datetime, count: int) -> list[Slot]:
    """The first `count` slots that are not over at `now` (aware), cancelled ones where the timetable puts them."""
    cancelled = {change.day for change in calendar.changes if change.new_start is None}
    moved = [change for change in calendar.changes if change.new_start]
    today = calendar.local_day(now)
    ahead = rules.lessons(calendar.timetable, calendar.closures, moved, today - rules.DAY, today + rules.SEARCH)
    found = islice((lesson for lesson in ahead if lesson.ends > now), count)
    return [Slot(lesson, lesson.day in cancelled, _usual(calendar, lesson.day, now)) for lesson in found]


def with_closures(
    found: Sequence[Slot], closures: Sequence[Shut], calendar: Calendar, today: date
) -> list[Slot | Shut]:
    """Slots and, between them, the closures from `today` on that take a lesson away: why there is a gap."""
    placed: list[tuple[date, Slot | Shut]] = [(calendar.local_day(slot.lesson.starts), slot) for slot in found]
    until = placed[-1][0] if placed else today
    for closure in closures:
        taken = rules.weekly(calendar.timetable.weekday, max(closure.first_day, today), closure.last_day)
        if (day := next(taken, None)) and day <= until:
            placed.append((day, closure))
    return [entry for _, entry in sorted(placed, key=lambda pair: pair[0])]


def _usual(calendar: Calendar, day: date, now: datetime) -> rules.Lesson | None:
    usual = calendar.regular(day)
    return usual if usual and usual.ends > now else None
