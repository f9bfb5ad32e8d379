"""The reminders that make up a person's day."""

from datetime import datetime, time, timedelta

from sqlalchemy import ColumnElement, and_, func, or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

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


def _today(who: Who, now: datetime) -> ColumnElement[bool]:
    lessons = select(WatchLesson.id).where(WatchLesson.starts_at < midnight(now))
    put_off = col(Reminder.snoozed_until) > now
    kind = col(Reminder.kind)
    return and_(
        col(Reminder.organisation_id) == who.organisation_id,
        col(Reminder.person_id) == who.person_id,
        reminders.still_open(),
        or_(col(Reminder.snoozed_until).is_(None), ~put_off),
        or_(
            and_(kind == ReminderKind.WATCH_LESSON, col(Reminder.subject_id).in_(lessons)),
            kind.in_(AT_ONCE),
            and_(kind.in_(WHEN_DUE), reminders.shows(now)),
        ),
    )


async def of_today(db: AsyncSession, who: Who, now: datetime) -> list[Reminder]:
    """What this person has to do today, and what is left from before."""
    return list((await db.exec(select(Reminder).where(_today(who, now)).order_by(col(Reminder.due_at)))).all())


async def count(db: AsyncSession, who: Who, now: datetime) -> int:
    """How many things that are: the number on the tab."""
    return (await db.exec(select(func.count()).select_from(Reminder).where(_today(who, now)))).one()
