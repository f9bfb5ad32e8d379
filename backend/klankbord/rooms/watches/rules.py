"""Which lessons a watch asks about, whatever happened to the timetable meanwhile. No clock: `now` is an argument.

Two lessons in which the child was seen count. A lesson that begins later is found anew each time, one that has begun
stays as it was, unless it turns out that it did not take place.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from klankbord.house.errors import Conflict, Unfit
from klankbord.rooms.lessons.calendar import Calendar
from klankbord.rooms.lessons.rules import Lesson, is_closed
from klankbord.rooms.watches.models import Answer

LESSONS = 2  # manual, step 2: the next two lessons
MOST = 6  # a child who is not there for so long needs another question than this one


class NoLessonAhead(Unfit):
    """This group has no lesson in the time to come, so there is nothing to watch in."""


class NotAnAnswer(Unfit):
    """Choose one of the four answers."""


class LessonNotYet(Unfit):
    """This lesson has still to come. Answer after it."""


class WatchEnded(Conflict):
    """These two lessons are finished, so the answer stays as it was. Make a note of what you saw."""


class WatchStillRuns(Conflict):
    """First say how both lessons went, then choose what now."""


class NotAnOutcome(Unfit):
    """Choose what happens now."""


@dataclass(frozen=True)
class Asked:
    """A lesson the teacher is or was asked about. `let_go`: the teacher said that it need not be answered."""

    id: UUID
    lesson: Lesson
    remind_at: datetime
    answer: str | None = None
    let_go: bool = False

    @property
    def settled(self) -> bool:
        return self.answer is not None or self.let_go

    @property
    def counts(self) -> bool:
        """The child was seen in it."""
        return self.answer is not None and self.answer != Answer.NOT_SEEN


@dataclass(frozen=True)
class Place:
    """A lesson to ask about: `number` 1 or 2, and the human moment for it. Without `id` it is a new one."""

    id: UUID | None
    lesson: Lesson
    number: int
    remind_at: datetime


@dataclass(frozen=True)
class Plan:
    """What must be: lessons still to be answered, numbers of the answered, what is dropped, and whether it is time to
    choose what now."""

    places: tuple[Place, ...]
    numbers: dict[UUID, int]
    dropped: tuple[UUID, ...]
    decide: bool


def plan(asked: Sequence[Asked], calendar: Calendar | None, started_at: datetime, now: datetime) -> Plan:
    """What must be at `now`, for a watch that began at `started_at` (both aware). A closed group has no calendar.

    Saying it again of its own outcome changes nothing.
    """
    settled = [one for one in asked if one.settled]
    waiting = [one for one in asked if not one.settled]
    seen = [there for one in waiting if (there := _as_it_is(one, calendar, now))]
    begun = [one for one in seen if started_at < one.lesson.starts <= now]
    days = {one.lesson.day for one in (*settled, *begun)}
    wanted = min(LESSONS - sum(one.counts for one in settled), MOST - len(settled)) - len(begun)
    found = _ahead(calendar, max(now, started_at), days, wanted)
    kept, new, dropped = _matched(waiting, begun, found)
    open_ones = sorted([*begun, *kept], key=lambda one: one.lesson.starts)
    numbers = _numbers([*(one.lesson for one in settled if one.counts), *(o.lesson for o in open_ones), *new])
    places = [Place(o.id, o.lesson, numbers[o.lesson.day], _moment(calendar, o.lesson, o.remind_at)) for o in open_ones]
    places += [Place(None, lesson, numbers[lesson.day], _moment(calendar, lesson, lesson.ends)) for lesson in new]
    return Plan(tuple(places), {one.id: numbers[one.lesson.day] for one in settled if one.counts}, dropped, not places)


def _as_it_is(one: Asked, calendar: Calendar | None, now: datetime) -> Asked | None:
    """The lesson where it is now; None when it does not take place. A new timetable does not reach into the past."""
    if calendar is None:
        return one if one.lesson.starts <= now else None
    if one.lesson.starts > now:
        there = calendar.lesson_of(one.lesson.day)
        return replace(one, lesson=there) if there else None
    change = next((change for change in calendar.changes if change.day == one.lesson.day), None)
    if change is not None and change.new_start is None:
        return None
    if change is not None and change.new_start is not None:
        long = one.lesson.ends - one.lesson.starts
        return replace(one, lesson=replace(one.lesson, starts=change.new_start, ends=change.new_start + long))
    return None if is_closed(calendar.local_day(one.lesson.starts), calendar.closures) else one


def _ahead(calendar: Calendar | None, after: datetime, taken: set[date], count: int) -> list[Lesson]:
    if calendar is None or count <= 0:
        return []
    return [lesson for lesson in calendar.next(after, count + len(taken)) if lesson.day not in taken][:count]


def _matched(
    waiting: Sequence[Asked], begun: Iterable[Asked], found: Sequence[Lesson]
) -> tuple[list[Asked], list[Lesson], tuple[UUID, ...]]:
    """Who asked about a lesson keeps asking about it; who lost theirs takes over another; the rest is dropped."""
    here = {one.id for one in begun}
    free = {one.lesson.day: one for one in waiting if one.id not in here}
    same = {lesson.day: free.pop(lesson.day) for lesson in found if lesson.day in free}
    spare = sorted(free.values(), key=lambda one: one.lesson.starts)
    kept, new = [], []
    for lesson in found:
        one = same.get(lesson.day) or (spare.pop(0) if spare else None)
        if one:
            kept.append(replace(one, lesson=lesson))
        else:
            new.append(lesson)
    return kept, new, tuple(one.id for one in spare)


def _numbers(lessons: Iterable[Lesson]) -> dict[date, int]:
    """1, 2, in the order in which they are given."""
    ordered = sorted(lessons, key=lambda lesson: lesson.starts)
    return {lesson.day: number for number, lesson in enumerate(ordered, 1)}


def _moment(calendar: Calendar | None, lesson: Lesson, otherwise: datetime) -> datetime:
    return calendar.moment_after(lesson) if calendar else otherwise


def checked_answer(text: str) -> Answer:
    """Raises NotAnAnswer."""
    try:
        return Answer(text)
    except ValueError:
        raise NotAnAnswer from None
