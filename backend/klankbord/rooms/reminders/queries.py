"""Every select and insert of reminders and push subscriptions. Whose it is, is always an argument."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, func, or_, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import ProgrammingError
from sqlmodel import col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.rooms.people.models import Person, Role
from klankbord.rooms.places.models import Location
from klankbord.rooms.reminders.models import PushSubscription, Reminder, ReminderKind, ReminderState

WAITING, SENT, CANCELLED = ReminderState.WAITING, ReminderState.SENT, ReminderState.CANCELLED
RELEASE = text("select kb_push_release(:endpoint, :p256dh, :auth)")
REACH = text("select person_id, devices, last_ok_at from kb_push_reach()")


def still_open() -> ColumnElement[bool]:
    """Not done and not cancelled."""
    return col(Reminder.state).in_((WAITING, SENT))


def shows(now: datetime) -> ColumnElement[bool]:
    """Due, and not put off to later."""
    return func.greatest(col(Reminder.due_at), col(Reminder.snoozed_until)) <= now


async def add(db: AsyncSession, reminder: Reminder) -> bool:
    """Whether it is new. Neither RETURNING nor a named constraint: either would need the right to read the row, and
    a reminder for a colleague may not be read by who leaves it (row-level security)."""
    statement = insert(Reminder).values(reminder.model_dump()).on_conflict_do_nothing()
    return (await (await db.connection()).execute(statement)).rowcount == 1


async def bring_back(db: AsyncSession, row: Reminder) -> bool:
    """The same reminder was cancelled by the story, not by the person (no reason), and is wanted after all."""
    same = (col(Reminder.person_id) == row.person_id, col(Reminder.moment) == row.moment)
    ended = (col(Reminder.state) == CANCELLED, col(Reminder.reason_sealed).is_(None))
    # it never buzzes twice: what was pushed before only shows again
    state = case((col(Reminder.pushed_at).is_(None), WAITING), else_=SENT)
    wanted = (*about(row.kind, row.subject_id), *same, *ended)
    return bool(await change(db, *wanted, state=state, due_at=row.due_at, done_at=None))


async def change(db: AsyncSession, *where: ColumnElement[bool], **values: Any) -> int:
    """Update the reminders that row-level security shows and `where` names; how many there were."""
    statement = update(Reminder).where(*where).values(**values)
    return (await (await db.connection()).execute(statement)).rowcount


async def shift(db: AsyncSession, kind: ReminderKind, subject_id: UUID, moment: datetime, due_at: datetime) -> int:
    """Give waiting reminders of a subject another moment, unless that person already has one at that moment."""
    there = (
        select(col(Reminder.person_id))
        .where(Reminder.kind == kind, Reminder.subject_id == subject_id, Reminder.moment == moment)
        .scalar_subquery()
    )
    mine = about(kind, subject_id)
    return await change(
        db, *mine, col(Reminder.state) == WAITING, col(Reminder.person_id).not_in(there), moment=moment, due_at=due_at
    )


def about(kind: str, subject_id: UUID) -> tuple[ColumnElement[bool], ...]:
    """The reminders of one kind about one subject."""
    return col(Reminder.kind) == kind, col(Reminder.subject_id) == subject_id


async def reminder_of(db: AsyncSession, person_id: UUID, reminder_id: UUID) -> Reminder | None:
    """One open reminder of this person, locked until the end of the transaction."""
    query = select(Reminder).where(Reminder.id == reminder_id, Reminder.person_id == person_id, still_open())
    return (await db.exec(query.with_for_update())).first()


async def open_reminders(db: AsyncSession, *, person_id: UUID, now: datetime) -> list[Reminder]:
    """What is due for this person, oldest first; a test message is not a thing to do."""
    query = select(Reminder).where(Reminder.person_id == person_id, still_open(), shows(now))
    query = query.where(Reminder.kind != ReminderKind.TEST).order_by(col(Reminder.due_at))
    return list((await db.exec(query)).all())


async def count_open(db: AsyncSession, *, person_id: UUID, now: datetime) -> int:
    """How many things are due for this person: the number on the icon."""
    query = select(func.count()).select_from(Reminder).where(Reminder.person_id == person_id, still_open(), shows(now))
    return (await db.exec(query.where(Reminder.kind != ReminderKind.TEST))).one()


async def release(db: AsyncSession, row: PushSubscription) -> None:
    """Somebody else used this browser before: their subscription to it ends."""
    browser = {"endpoint": row.endpoint, "p256dh": row.p256dh, "auth": row.auth}
    await (await db.connection()).execute(RELEASE, browser)


async def keep_subscription(db: AsyncSession, row: PushSubscription) -> UUID | None:
    """Insert, or refresh keys and language of the person's own row with the same endpoint; its id.

    None when the endpoint is somebody else's and the keys did not prove that it is the same browser.
    """
    fresh = {"p256dh": row.p256dh, "auth": row.auth, "language": row.language, "failing_since": None}
    statement = (
        insert(PushSubscription)
        .values(row.model_dump())
        .on_conflict_do_update(index_elements=[col(PushSubscription.endpoint)], set_=fresh)
        .returning(col(PushSubscription.id))
    )
    try:
        async with db.begin_nested():
            return (await (await db.connection()).execute(statement)).scalar_one()
    except ProgrammingError:  # row-level security refuses to touch another's row
        return None


async def subscriptions_of(db: AsyncSession, person_id: UUID) -> list[PushSubscription]:
    """The browsers of a person that said yes."""
    query = select(PushSubscription).where(PushSubscription.person_id == person_id)
    return list((await db.exec(query.order_by(col(PushSubscription.created_at)))).all())


async def drop_subscription(db: AsyncSession, person_id: UUID, *where: ColumnElement[bool]) -> int:
    """Forget subscriptions of this person; how many there were."""
    statement = delete(PushSubscription).where(col(PushSubscription.person_id) == person_id, *where)
    return (await (await db.connection()).execute(statement)).rowcount


async def reach(db: AsyncSession) -> dict[UUID, datetime | None]:
    """Who of the asker's organisation has a browser that works, and when the last push to it was taken."""
    rows = (await (await db.connection()).execute(REACH)).all()
    return {row.person_id: row.last_ok_at for row in rows if row.devices}


@dataclass(frozen=True)
class Colleague:
    """Somebody to phone when a push cannot reach them, and where they work."""

    id: UUID
    first_name: str
    phone: str | None
    hours: str | None
    places: str


async def colleagues(db: AsyncSession, organisation_id: UUID, location_ids: Collection[UUID] | None) -> list[Colleague]:
    """People with a role at these locations (None: with any role at all), by first name."""
    query = (
        select(Person, func.array_remove(func.array_agg(func.distinct(Location.name)), None))
        .join(Role, (col(Role.person_id) == Person.id) & col(Role.ended_at).is_(None))
        .join(Location, col(Location.id) == Role.location_id, isouter=True)
        .where(Person.organisation_id == organisation_id, col(Person.ended_at).is_(None))
        .group_by(col(Person.id))
        .order_by(Person.first_name)
    )
    if location_ids is not None:
        query = query.where(col(Role.location_id).in_(location_ids))
    found = (await db.exec(query)).all()
    return [Colleague(who.id, who.first_name, who.phone, who.hours, ", ".join(names)) for who, names in found]


async def settled_by(db: AsyncSession, person_id: UUID, now: datetime, since: datetime, limit: int) -> list[Reminder]:
    """What this person put off and still comes back, and what they called off since then; newest first."""
    put_off = and_(still_open(), col(Reminder.snoozed_until) > now)
    called_off = and_(
        col(Reminder.state) == CANCELLED, col(Reminder.reason_sealed).is_not(None), col(Reminder.done_at) >= since
    )
    query = select(Reminder).where(Reminder.person_id == person_id, or_(put_off, called_off))
    newest = func.coalesce(col(Reminder.done_at), col(Reminder.snoozed_until)).desc()
    return list((await db.exec(query.order_by(newest).limit(limit))).all())
