"""Which lessons a timetable gives. Wall time is joined with its zone first and only then becomes UTC.

A pattern kept in UTC would be an hour off after each change of the clocks (last Sunday of March and of October).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from heapq import merge
from itertools import islice
from typing import Protocol

DAY = timedelta(days=1)
# Nobody plans lessons further; a timetable that is closed for good must still give an answer.
SEARCH = timedelta(days=2 * 366)
ASK_AFTER = timedelta(minutes=10)
ASK_FROM, ASK_UNTIL, ASK_NEXT_DAY = time(7, 30), time(20, 30), time(8, 30)


@dataclass(frozen=True)
class Timetable:
    """Every week on `weekday` (ISO, Monday is 1) at wall time `starts_at` in `zone`, for `minutes`."""

    weekday: int
    starts_at: time
    minutes: int
    zone: tzinfo


class Days(Protocol):
    """A stretch of local days, both ends included: what a closure is to these rules."""

    @property
    def first_day(self) -> date: ...
    @property
    def last_day(self) -> date: ...


@dataclass(frozen=True)
class Closure:
    """No lessons from `first_day` to `last_day`, both included."""

    first_day: date
    last_day: date


@dataclass(frozen=True)
class Change:
    """The lesson of `day` starts at `new_start` (aware) instead, or is cancelled when that is None."""

    day: date
    new_start: datetime | None = None


@dataclass(frozen=True)
class Lesson:
    """One lesson: `day` is its identity (where the timetable puts it), `starts` and `ends` are aware UTC."""

    day: date
    starts: datetime
    ends: datetime
    moved: bool = False


def lessons(
    timetable: Timetable, closures: Sequence[Days], changes: Iterable[Change], first_day: date, last_day: date
) -> Iterator[Lesson]:
    """Lessons that start on a local day from `first_day` to `last_day`, both included, in order of their start.

    A lesson somebody moved counts where they put it, even in a closure. A change of a day that the timetable does
    not have (any more) is about no lesson.
    """
    changed = {change.day: change for change in changes if change.day.isoweekday() == timetable.weekday}
    moved = (_moved(timetable, change.day, change.new_start) for change in changed.values() if change.new_start)
    here = (lesson for lesson in moved if first_day <= local_day(lesson.starts, timetable.zone) <= last_day)
    regular = (
        _regular(timetable, day)
        for day in weekly(timetable.weekday, first_day, last_day)
        if day not in changed and not is_closed(day, closures)
    )
    return merge(regular, sorted(here, key=_order), key=_order)


def next_lessons(
    timetable: Timetable, closures: Sequence[Days], changes: Iterable[Change], after: datetime, count: int
) -> list[Lesson]:
    """The first `count` lessons that start later than `after` (aware); fewer when two years do not hold so many."""
    first_day = local_day(after, timetable.zone)
    ahead = lessons(timetable, closures, changes, first_day, first_day + SEARCH)
    return list(islice((lesson for lesson in ahead if lesson.starts > after), count))


def lesson_now_or_last(
    timetable: Timetable, closures: Sequence[Days], changes: Iterable[Change], now: datetime
) -> Lesson | None:
    """The lesson that goes on at `now` (aware), else the one that was last; None when two years had none."""
    changes, today = list(changes), local_day(now, timetable.zone)
    # Nearly always found in the last few weeks; only an empty look-back costs two years.
    for back in (timedelta(weeks=3), SEARCH):
        here = lessons(timetable, closures, changes, today - back, today)
        begun = [lesson for lesson in here if lesson.starts <= now]
        if begun:
            return begun[-1]
    return None


def lesson_of(timetable: Timetable, closures: Sequence[Days], changes: Iterable[Change], day: date) -> Lesson | None:
    """The lesson whose identity is `day`, wherever it was moved to; None when there is none."""
    if day.isoweekday() != timetable.weekday:
        return None
    change = next((change for change in changes if change.day == day), None)
    if change is not None:
        return _moved(timetable, day, change.new_start) if change.new_start else None
    return None if is_closed(day, closures) else _regular(timetable, day)


def planned(timetable: Timetable, closures: Sequence[Days], changes: Iterable[Change], day: date) -> Lesson | None:
    """As `lesson_of`, but a cancelled lesson still stands where the timetable puts it: it may be wanted after all."""
    return lesson_of(timetable, closures, [change for change in changes if change.new_start], day)


def human_moment(ends: datetime, closures: Sequence[Days], zone: tzinfo) -> datetime:
    """When to ask how a lesson went that ended at `ends` (aware): aware UTC, never at night, never in a closure.

    Ten minutes after it, when that is between 07:30 and 20:30; else at the first 08:30 that comes on an open day.
    """
    asked = (ends + ASK_AFTER).astimezone(zone)
    if ASK_FROM <= asked.time() <= ASK_UNTIL and not is_closed(asked.date(), closures):
        return asked.astimezone(UTC)
    day = asked.date() if asked.time() < ASK_NEXT_DAY else asked.date() + DAY
    while shut := [closure for closure in closures if closure.first_day <= day <= closure.last_day]:
        day = max(closure.last_day for closure in shut) + DAY
    return datetime.combine(day, ASK_NEXT_DAY, zone).astimezone(UTC)


def is_closed(day: date, closures: Iterable[Days]) -> bool:
    """Whether `day` falls in one of `closures`."""
    return any(closure.first_day <= day <= closure.last_day for closure in closures)


def weekly(weekday: int, first_day: date, last_day: date) -> Iterator[date]:
    """Every `weekday` (ISO) from `first_day` to `last_day`, both included."""
    day = first_day + timedelta(days=(weekday - first_day.isoweekday()) % 7)
    while day <= last_day:
        yield day
        day += timedelta(weeks=1)


def _regular(timetable: Timetable, day: date) -> Lesson:
    starts = datetime.combine(day, timetable.starts_at, timetable.zone).astimezone(UTC)
    return Lesson(day, starts, starts + timedelta(minutes=timetable.minutes))


def _moved(timetable: Timetable, day: date, new_start: datetime) -> Lesson:
    starts = new_start.astimezone(UTC)
    return Lesson(day, starts, starts + timedelta(minutes=timetable.minutes), moved=True)


def local_day(moment: datetime, zone: tzinfo) -> date:
    """The day it is in `zone` at `moment` (aware)."""
    return moment.astimezone(zone).date()


def _order(lesson: Lesson) -> tuple[datetime, date]:
    return lesson.starts, lesson.day
