"""When an agreement is asked about, and what may be typed in one. No database; `now` and today are arguments."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from klankbord.house.errors import Conflict, Unfit
from klankbord.rooms.conversations.rules import NotAnEnding as NotAnEnding
from klankbord.rooms.conversations.rules import ReasonMissing as ReasonMissing
from klankbord.rooms.conversations.rules import checked_ending as checked_ending
from klankbord.rooms.duty.rules import Duty
from klankbord.rooms.lessons.calendar import Calendar
from klankbord.rooms.lessons.rules import Lesson
from klankbord.rooms.reminders.aligning import Wanted
from klankbord.rooms.reminders.models import ReminderKind

KINDS = (ReminderKind.AGREEMENT, ReminderKind.ONE_TO_ONE)
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
WEEKS_LATE = 8  # after that it still stands under Vandaag and on the case
LESSONS_AHEAD = 4
SMALL_PLAN_LESSONS = 2  # manual, step 2: a plan for the next two lessons
BEFORE_LESSON = timedelta(minutes=30)
EARLIEST, DAY_BEFORE = time(7, 30), time(16)
FURTHEST = timedelta(days=2 * 366)


class OwnerMissing(Unfit):
    """Choose who does it. It must be somebody who sees this case."""

    field = "owner"


class DayMissing(Unfit):
    """Choose the day by which it is done."""

    field = "due_on"


class DayPassed(Unfit):
    """This day is over. Choose today or a later day."""

    field = "due_on"


class DayTooFar(Unfit):
    """This is more than two years ahead. Choose a nearer day."""

    field = "due_on"


class NotYoursToEnd(Unfit):
    """Only who does it, or who holds direction, says what became of it."""


class EndedOtherwise(Conflict):
    """Somebody said just before you what became of this agreement. Nothing is lost. Look at the case."""


@dataclass(frozen=True)
class Asked:
    """A reminder there is already: its occasion, and when it is or was said."""

    moment: datetime
    due_at: datetime


def checked_day(day: date, today: date) -> date:
    """A day that can still be kept. Raises DayPassed, DayTooFar."""
    if day < today:
        raise DayPassed
    if day > today + FURTHEST:
        raise DayTooFar
    return day


def lead_of(lead_id: UUID | None, seeing: Collection[UUID]) -> UUID | None:
    """Who holds direction; nobody, once that person cannot see the case any more."""
    return lead_id if lead_id in seeing else None


def may_end(owner_id: UUID, lead_id: UUID | None, manages: bool, person_id: UUID) -> bool:
    """Who does it and who holds direction; a location manager as long as nobody does."""
    return person_id in (owner_id, lead_id) or (lead_id is None and manages)


def agreement_reminders(owner_id: UUID, due_on: date, duty: Duty, now: datetime) -> list[Wanted]:
    """On the day, in the owner's hours; when it is late on the owner's next working day, and then every week.

    The same facts give the same occasions, so that nobody is asked twice about one. Of those that are due at `now` only
    the last: it stands once on somebody's list.
    """
    first = duty.morning(due_on)
    late = duty.morning(_local(first, duty.zone) + DAY)
    weekly = (duty.morning(_local(late, duty.zone) + week * WEEK) for week in range(1, WEEKS_LATE + 1))
    told = [
        Wanted(owner_id, ReminderKind.AGREEMENT, occasion(due_on) + number * DAY, due)
        for number, due in enumerate([first, late, *weekly])
    ]
    return [*[one for one in told if one.due_at <= now][-1:], *(one for one in told if one.due_at > now)]


def one_to_one_reminders(
    person_id: UUID, calendar: Calendar | None, duty: Duty, asked: Iterable[Asked], now: datetime, count: int
) -> list[Wanted]:
    """Before lessons that begin after `now`, beside the last one that was said already (of `asked`): `count` in all,
    and always before one more, because it is asked until it is answered.

    Without lessons ahead (a closed group, a timetable that is closed for good) in a week, so that it is not forgotten.
    """
    before_now = sorted((one for one in asked if one.due_at <= now), key=lambda one: one.due_at)
    said = [Wanted(person_id, ReminderKind.ONE_TO_ONE, one.moment, one.due_at) for one in before_now]
    there = {one.moment for one in said}
    lessons = calendar.next(now, count + len(said)) if calendar else []
    ahead = [lesson for lesson in lessons if occasion(lesson.day) not in there][: max(count - len(said), 1)]
    new = [
        Wanted(person_id, ReminderKind.ONE_TO_ONE, occasion(lesson.day), before(lesson, duty, now)) for lesson in ahead
    ]
    if not ahead and not said:
        day = _local(now, duty.zone) + WEEK
        new = [Wanted(person_id, ReminderKind.ONE_TO_ONE, occasion(day), duty.morning(day))]
    return [*said[-1:], *new]


def before(lesson: Lesson, duty: Duty, now: datetime) -> datetime:
    """When to say it before a lesson that begins after `now`: that morning in the person's hours, half an hour before
    it at the latest; on their last working day before it when that cannot be; now when that is over."""
    latest = lesson.starts - BEFORE_LESSON
    day = _local(lesson.starts, duty.zone)
    early = duty.moment(datetime.combine(day, EARLIEST, duty.zone))
    moments = [duty.morning(day), early, *_days_before(day, duty), latest]
    return max(next(moment for moment in moments if moment <= latest), now)


def next_lesson_day(calendar: Calendar | None, now: datetime) -> date | None:
    """The local day of the first lesson that begins after `now`."""
    ahead = calendar.next(now, 1) if calendar else []
    return calendar.local_day(ahead[0].starts) if calendar and ahead else None


def occasion(day: date) -> datetime:
    """What a reminder of this day is known by (aware UTC), whenever it is said."""
    return datetime.combine(day, time(), UTC)


def _days_before(day: date, duty: Duty) -> Sequence[datetime]:
    """An afternoon moment on each of the two weeks of days before, the nearest first."""
    days = [day - number * DAY for number in range(1, 15)]
    asked = [duty.moment(datetime.combine(one, DAY_BEFORE, duty.zone)) for one in days]
    mornings = [duty.morning(one) for one in days]
    return [
        afternoon if _local(afternoon, duty.zone) == one else morning
        for one, afternoon, morning in zip(days, asked, mornings, strict=True)
        if one in (_local(afternoon, duty.zone), _local(morning, duty.zone))
    ]


def _local(moment: datetime, zone: ZoneInfo) -> date:
    return moment.astimezone(zone).date()
