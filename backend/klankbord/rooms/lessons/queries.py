"""The calendar of groups: timetable, closures and changes together. Whose it is, is always an argument."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.rooms.lessons.calendar import Calendar
from klankbord.rooms.lessons.models import LessonChange
from klankbord.rooms.lessons.rules import Change, Lesson, Timetable
from klankbord.rooms.places import queries as places
from klankbord.rooms.places.models import Closure, Group, Location

# A note of the last lesson is often written on the way home: until then that day is still the lesson day.
LINGER = timedelta(hours=2)


@dataclass(frozen=True)
class GroupCalendar:
    """A group, where it is, when its lessons are, and the closures of its location with their names."""

    group: Group
    location: Location
    calendar: Calendar
    closures: tuple[Closure, ...]


@dataclass(frozen=True)
class GroupLesson:
    """A group and one of its lessons."""

    group: Group
    location: Location
    lesson: Lesson


@dataclass(frozen=True)
class LessonDay:
    """One local day and the lessons of it, in order of their start."""

    day: date
    lessons: tuple[GroupLesson, ...]


async def calendars(db: AsyncSession, organisation_id: UUID, group_ids: Collection[UUID]) -> list[GroupCalendar]:
    """The calendars of the open groups among `group_ids`, by weekday and time."""
    found = await places.groups(db, organisation_id, group_ids)
    if not found:
        return []
    where = {group.location_id for group in found}
    locations = {place.id: place for place in await places.locations(db, organisation_id, where)}
    closures = await places.closures(db, organisation_id, where)
    changes = await changes_of(db, organisation_id, [group.id for group in found])
    zone = await places.zone_of(db, organisation_id)
    return [_joined(group, locations[group.location_id], closures, changes, zone) for group in found]


async def calendar(db: AsyncSession, organisation_id: UUID, group_id: UUID) -> GroupCalendar | None:
    """The calendar of one open group of this organisation."""
    return next(iter(await calendars(db, organisation_id, [group_id])), None)


async def lessons_between(
    db: AsyncSession, organisation_id: UUID, group_id: UUID, first_day: date, last_day: date
) -> list[Lesson]:
    """The lessons of one group that start on these local days, both included; none when it is closed."""
    found = await calendar(db, organisation_id, group_id)
    return list(found.calendar.between(first_day, last_day)) if found else []


async def group_now_or_last(
    db: AsyncSession, organisation_id: UUID, group_ids: Collection[UUID], now: datetime
) -> GroupLesson | None:
    """The group that has its lesson at `now`; else the one whose lesson ended last; None when none had any."""
    found = await calendars(db, organisation_id, group_ids)
    last = [(each, lesson) for each in found if (lesson := each.calendar.now_or_last(now))]
    if not last:
        return None
    each, lesson = max(last, key=lambda pair: _nearness(pair[1], now))
    return GroupLesson(each.group, each.location, lesson)


async def next_lesson_day(
    db: AsyncSession, organisation_id: UUID, group_ids: Collection[UUID], now: datetime
) -> LessonDay | None:
    """Today when a lesson of it is still to come or ended less than two hours ago, else the next day with lessons.

    All lessons of that day, also those that are over. None when two years hold no lesson.
    """
    found = await calendars(db, organisation_id, group_ids)
    ahead = [day for each in found if (day := each.calendar.next_day(now - LINGER)) is not None]
    if not ahead:
        return None
    day = min(ahead)
    of_day = [GroupLesson(e.group, e.location, lesson) for e in found for lesson in e.calendar.between(day, day)]
    return LessonDay(day, tuple(sorted(of_day, key=lambda each: each.lesson.starts)))


async def changes_of(db: AsyncSession, organisation_id: UUID, group_ids: Collection[UUID]) -> Sequence[LessonChange]:
    """Everything somebody changed about single lessons of these groups."""
    query = select(LessonChange).where(
        LessonChange.organisation_id == organisation_id, col(LessonChange.group_id).in_(group_ids)
    )
    return (await db.exec(query.order_by(col(LessonChange.lesson_day)))).all()


async def forget_change(db: AsyncSession, organisation_id: UUID, group_id: UUID, day: date) -> None:
    """The lesson of `day` is as the timetable says again."""
    await db.exec(
        delete(LessonChange).where(
            col(LessonChange.organisation_id) == organisation_id,
            col(LessonChange.group_id) == group_id,
            col(LessonChange.lesson_day) == day,
        )
    )


def _joined(
    group: Group, location: Location, closures: Sequence[Closure], changes: Sequence[LessonChange], zone: ZoneInfo
) -> GroupCalendar:
    shut = tuple(closure for closure in closures if closure.location_id == location.id)
    changed = tuple(Change(each.lesson_day, each.new_start) for each in changes if each.group_id == group.id)
    timetable = Timetable(group.weekday, group.starts_at, group.minutes, zone)
    return GroupCalendar(group, location, Calendar(timetable, shut, changed), shut)


def _nearness(lesson: Lesson, now: datetime) -> tuple[bool, datetime]:
    going_on = now < lesson.ends
    return going_on, lesson.starts if going_on else lesson.ends
