"""What a person does to one lesson: it is cancelled, it moves, or it is as the timetable says after all."""

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.house.errors import NotHere, Unfit
from klankbord.house.ids import new_id
from klankbord.rooms.lessons import queries
from klankbord.rooms.lessons.calendar import Calendar
from klankbord.rooms.lessons.models import ChangeKind, LessonChange
from klankbord.rooms.lessons.rules import Lesson
from klankbord.rooms.places.actions import after_change as after_change  # one list for lessons, closures and timetables
from klankbord.rooms.places.actions import tell

FURTHEST_MOVE = timedelta(days=366)


class NoLessonThen(Unfit):
    """There is no lesson of this group on that day. Look again at the list."""


class LessonIsOver(Unfit):
    """This lesson is over, so it cannot be changed any more."""


class MovedToThePast(Unfit):
    """This moment is over. Choose a day and time still to come."""

    field = "new_day"


class MovedTooFar(Unfit):
    """This is more than a year ahead. Choose a day within a year."""

    field = "new_day"


class AnotherLessonThen(Unfit):
    """This group already has a lesson at that time. Choose another."""

    field = "new_time"


async def cancel_lesson(
    db: AsyncSession, organisation_id: UUID, group_id: UUID, day: date, by: UUID, now: datetime
) -> None:
    """The lesson of `day` (its day in the timetable) does not happen; again changes nothing.

    Raises NotHere, NoLessonThen, LessonIsOver.
    """
    calendar = await _calendar(db, organisation_id, group_id)
    _still_open(calendar.planned(day), now)
    if calendar.lesson_of(day) is not None:
        await _write(db, organisation_id, group_id, day, by, now, None)


async def move_lesson(
    db: AsyncSession, organisation_id: UUID, group_id: UUID, day: date, new_start: datetime, by: UUID, now: datetime
) -> None:
    """The lesson of `day` starts at `new_start` (aware) instead; it may be in a closure, because somebody chose it.

    Raises NotHere, NoLessonThen, LessonIsOver, MovedToThePast, MovedTooFar, AnotherLessonThen.
    """
    calendar = await _calendar(db, organisation_id, group_id)
    _still_open(calendar.planned(day), now)
    if new_start <= now:
        raise MovedToThePast
    if new_start > now + FURTHEST_MOVE:
        raise MovedTooFar
    if _taken(calendar, day, new_start):
        raise AnotherLessonThen
    regular = calendar.regular(day)
    if regular is not None and regular.starts == new_start:
        await _restore(db, organisation_id, group_id, day, now)
    else:
        await _write(db, organisation_id, group_id, day, by, now, new_start)


async def restore_lesson(db: AsyncSession, organisation_id: UUID, group_id: UUID, day: date, now: datetime) -> None:
    """The lesson of `day` is where the timetable puts it after all. Raises NotHere, NoLessonThen, LessonIsOver."""
    calendar = await _calendar(db, organisation_id, group_id)
    _still_open(calendar.regular(day), now)
    await _restore(db, organisation_id, group_id, day, now)


def _still_open(lesson: Lesson | None, now: datetime) -> None:
    if lesson is None:
        raise NoLessonThen
    if lesson.ends <= now:
        raise LessonIsOver


def _taken(calendar: Calendar, day: date, new_start: datetime) -> bool:
    ends, local_day = new_start + timedelta(minutes=calendar.timetable.minutes), calendar.local_day(new_start)
    nearby = calendar.between(local_day - timedelta(days=1), local_day + timedelta(days=1))
    return any(other.day != day and other.starts < ends and other.ends > new_start for other in nearby)


async def _calendar(db: AsyncSession, organisation_id: UUID, group_id: UUID) -> Calendar:
    if (found := await queries.calendar(db, organisation_id, group_id)) is None:
        raise NotHere
    return found.calendar


async def _restore(db: AsyncSession, organisation_id: UUID, group_id: UUID, day: date, now: datetime) -> None:
    await queries.forget_change(db, organisation_id, group_id, day)
    await tell(db, group_id, now)


async def _write(
    db: AsyncSession,
    organisation_id: UUID,
    group_id: UUID,
    day: date,
    by: UUID,
    now: datetime,
    new_start: datetime | None,
) -> None:
    said = {
        "kind": ChangeKind.MOVED if new_start else ChangeKind.CANCELLED,
        "new_start": new_start,
        "made_by_id": by,
        "made_at": now,
    }
    row = {"id": new_id(), "organisation_id": organisation_id, "group_id": group_id, "lesson_day": day}
    query = insert(LessonChange).values(**row, **said)
    # Two people at once: the last word counts, and neither sees an error.
    await db.exec(query.on_conflict_do_update(index_elements=["group_id", "lesson_day"], set_=said))
    await tell(db, group_id, now)
