"""The reminders that make up a person's day."""

from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, literal_column, or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.house.badges import MY_ORGANISATION, MY_PERSON, NOW, count_as
from klankbord.house.clock import AMSTERDAM
from klankbord.house.who import Who
from klankbord.rooms.reminders import queries as reminders
from klankbord.rooms.reminders.models import Reminder, ReminderKind
from klankbord.rooms.watches.models import WatchLesson

# A lesson of today is on the list before it begins; what a teacher decided or promised is, as soon as it is there.
AT_ONCE = (ReminderKind.WATCH_DECISION, ReminderKind.TELL_CLASS_TEACHER)
WHEN_DUE = (ReminderKind.REPORT_RECEIVED, ReminderKind.HANDOVER_RECEIVED)


def midnight(now: datetime) -> datetime:
    """The end of the local day (aware)."""
    return datetime.combine(now.astimezone(AMSTERDAM).date() + timedelta(days=1), time(), AMSTERDAM)


def _today(person: Any, organisation: Any, now: Any, end: Any) -> ColumnElement[bool]:
    """A person's reminders at `now`; `end`: of the local day. Values, or columns of a statement that knows them."""
    lesson = exists().where(col(WatchLesson.id) == Reminder.subject_id, col(WatchLesson.starts_at) < end)
    kind = col(Reminder.kind)
    return and_(
        col(Reminder.organisation_id) == organisation,
        col(Reminder.person_id) == person,
        reminders.still_open(),
        or_(col(Reminder.snoozed_until).is_(None), col(Reminder.snoozed_until) <= now),
        or_(
            and_(kind == ReminderKind.WATCH_LESSON, lesson),
            kind.in_(AT_ONCE),
            and_(kind.in_(WHEN_DUE), reminders.shows(now)),
        ),
    )


async def of_today(db: AsyncSession, who: Who, now: datetime) -> list[Reminder]:
    """What this person has to do today, and what is left from before."""
    mine = _today(who.person_id, who.organisation_id, now, midnight(now))
    return list((await db.exec(select(Reminder).where(mine).order_by(col(Reminder.due_at)))).all())


# How many things that are: the number on the tab. PostgreSQL works out the end of the day as `midnight` does.
_LOCAL = "$2::timestamptz at time zone 'Europe/Amsterdam'"
_END: ColumnElement[datetime] = literal_column(
    f"((date_trunc('day', {_LOCAL}) + interval '1 day') at time zone 'Europe/Amsterdam')"
)
_MINE = _today(MY_PERSON, MY_ORGANISATION, NOW, _END)
count_as("today", select(func.count()).select_from(Reminder).where(_MINE))
