"""The reminders that make up a person's day, and the cases that wait for them."""

from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, literal_column, not_, or_
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.house.badges import MY_ORGANISATION, MY_PERSON, NOW, count_as
from klankbord.house.clock import AMSTERDAM
from klankbord.house.who import Who
from klankbord.rooms.cases.models import Case, Handover
from klankbord.rooms.cases.queries import CasePlace
from klankbord.rooms.places.models import Group, Location, Pupil
from klankbord.rooms.reminders import queries as reminders
from klankbord.rooms.reminders.models import Reminder, ReminderKind, ReminderState
from klankbord.rooms.reminders.rules import FAMILIES
from klankbord.rooms.watches.models import WatchLesson

# A lesson of today is on the list before it begins; what a teacher decided or promised is, as soon as it is there; a
# test message is nothing to do; everything else is there when it is due.
AT_ONCE = (ReminderKind.WATCH_DECISION, ReminderKind.TELL_CLASS_TEACHER)
NOT_WHEN_DUE = (*AT_ONCE, ReminderKind.WATCH_LESSON, ReminderKind.TEST)


def midnight(now: datetime) -> datetime:
    """The end of the local day (aware)."""
    return datetime.combine(now.astimezone(AMSTERDAM).date() + timedelta(days=1), time(), AMSTERDAM)


def _said_again(now: Any) -> ColumnElement[bool]:
    """Of what was asked about one subject (an evaluation soon, today, late) only the last stands there."""
    later = aliased(Reminder)
    return exists().where(
        col(later.person_id) == Reminder.person_id,
        col(later.subject_id) == Reminder.subject_id,
        or_(
            col(later.kind) == Reminder.kind,
            *(and_(col(later.kind).in_(kinds), col(Reminder.kind).in_(kinds)) for kinds in FAMILIES),
        ),
        col(later.state).in_((ReminderState.WAITING, ReminderState.SENT)),
        col(later.due_at) <= now,
        col(later.due_at) > Reminder.due_at,
    )


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
            and_(kind.not_in(NOT_WHEN_DUE), reminders.shows(now), not_(_said_again(now))),
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


async def waiting_on(db: AsyncSession, who: Who) -> list[CasePlace]:
    """The open cases that wait for this person by name and that they may see, longest first."""
    query = (
        select(Case, Pupil, Group, Location)
        .join(Pupil, col(Pupil.id) == Case.pupil_id)
        .join(Group, col(Group.id) == Case.group_id)
        .join(Location, col(Location.id) == Case.location_id)
        .join(Handover, and_(col(Handover.case_id) == Case.id, col(Handover.to_id) == who.person_id))
        .where(Case.organisation_id == who.organisation_id, Case.waits_on_id == who.person_id)
        .where(col(Case.closed_at).is_(None))
        .order_by(col(Case.waits_since), col(Case.id))
        .distinct()
    )
    return [CasePlace(*row) for row in (await db.exec(query)).all()]
