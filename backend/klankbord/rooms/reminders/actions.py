"""What makes a reminder, moves it, and ends it.

`move`, `cancel` and `done` reach what row-level security shows: on the web the person's own reminders, in the worker
everybody's. To change a colleague's from the web, hand the worker a job.
"""

from datetime import datetime
from uuid import UUID

from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.house.crypto import KeyRing
from klankbord.house.errors import NotHere, Unfit
from klankbord.house.ids import new_id
from klankbord.house.jobs import enqueue
from klankbord.rooms.reminders import queries, rules
from klankbord.rooms.reminders.models import Reminder, ReminderKind, ReminderState

SEND_REMINDER = "send_reminder"
REASON_LENGTH = 500


class ReasonMissing(Unfit):
    """Say in a few words why this is not needed any more."""


class ReasonTooLong(Unfit):
    """This reason is too long. Keep it under 500 characters."""


async def remind(
    db: AsyncSession,
    *,
    organisation_id: UUID,
    person_id: UUID,
    kind: ReminderKind,
    subject_id: UUID,
    moment: datetime,
    due_at: datetime,
    now: datetime,
) -> bool:
    """Remind this person once of this subject at this moment; whether it is new.

    `moment` says which occasion it is about (the end of a lesson), `due_at` when to say so; both aware. Saying it again
    changes nothing, but brings back one that `cancel` ended. Due now: on its way as soon as this transaction commits.
    """
    row = Reminder(
        id=new_id(),
        organisation_id=organisation_id,
        person_id=person_id,
        kind=kind,
        subject_id=subject_id,
        moment=moment,
        due_at=due_at,
        created_at=now,
    )
    if not await queries.add(db, row):
        return await queries.bring_back(db, row)
    if due_at <= now:
        await enqueue(db, SEND_REMINDER, {"reminder": str(row.id)}, once=str(row.id))
    return True


async def move(
    db: AsyncSession, *, kind: ReminderKind, subject_id: UUID, moment: datetime, due_at: datetime, now: datetime
) -> int:
    """The occasion is at another moment now: what still waits goes along, and nobody is reminded of it twice."""
    moved = await queries.shift(db, kind, subject_id, moment, due_at)
    waiting = (*queries.about(kind, subject_id), col(Reminder.state) == ReminderState.WAITING)
    await queries.change(db, *waiting, col(Reminder.moment) == moment, due_at=due_at)
    await queries.change(db, *waiting, col(Reminder.moment) != moment, state=ReminderState.CANCELLED, done_at=now)
    return moved


async def cancel(db: AsyncSession, *, kind: ReminderKind, subject_id: UUID, now: datetime) -> int:
    """It is not due any more (the lesson is cancelled, the watch has stopped)."""
    where = (*queries.about(kind, subject_id), queries.still_open())
    return await queries.change(db, *where, state=ReminderState.CANCELLED, done_at=now)


async def done(
    db: AsyncSession, *, kind: ReminderKind, subject_id: UUID, now: datetime, person_id: UUID | None = None
) -> int:
    """What it is about was done: by everybody it was for, or by one person."""
    where = (*queries.about(kind, subject_id), queries.still_open())
    if person_id is not None:
        where = (*where, col(Reminder.person_id) == person_id)
    return await queries.change(db, *where, state=ReminderState.DONE, done_at=now)


async def snooze(
    db: AsyncSession, keys: KeyRing, *, person_id: UUID, reminder_id: UUID, until: datetime, reason: str
) -> None:
    """The person wants it later: it waits until then and comes once more. Raises NotHere."""
    row = await _mine(db, person_id, reminder_id)
    row.state, row.snoozed_until, row.reason_sealed = ReminderState.WAITING, until, _sealed(keys, row.id, reason)
    db.add(row)


async def cancel_mine(
    db: AsyncSession, keys: KeyRing, *, person_id: UUID, reminder_id: UUID, reason: str, now: datetime
) -> None:
    """The person says it is not needed, and why. Raises NotHere or ReasonMissing."""
    row = await _mine(db, person_id, reminder_id)
    if not reason.strip():
        raise ReasonMissing
    row.state, row.done_at, row.reason_sealed = ReminderState.CANCELLED, now, _sealed(keys, row.id, reason)
    db.add(row)
    await _earlier(db, row, now)


async def tick_off(db: AsyncSession, *, person_id: UUID, reminder_id: UUID, now: datetime) -> None:
    """The person did it. Raises NotHere."""
    row = await _mine(db, person_id, reminder_id)
    row.state, row.done_at = ReminderState.DONE, now
    db.add(row)
    await _earlier(db, row, now)


async def _earlier(db: AsyncSession, row: Reminder, now: datetime) -> None:
    """What this person was asked about the same before is settled with it."""
    same = (col(Reminder.person_id) == row.person_id, col(Reminder.subject_id) == row.subject_id)
    before = (
        col(Reminder.kind).in_(rules.family(row.kind)),
        col(Reminder.id) != row.id,
        col(Reminder.due_at) <= row.due_at,
        queries.still_open(),
    )
    await queries.change(db, *same, *before, state=ReminderState.DONE, done_at=now)


async def _mine(db: AsyncSession, person_id: UUID, reminder_id: UUID) -> Reminder:
    row = await queries.reminder_of(db, person_id, reminder_id)
    if row is None:
        raise NotHere
    return row


def _sealed(keys: KeyRing, row_id: UUID, reason: str) -> bytes | None:
    if len(reason) > REASON_LENGTH:
        raise ReasonTooLong
    return keys.seal(reason.strip(), table="reminders", row=row_id, column="reason")


async def send_test(db: AsyncSession, *, organisation_id: UUID, person_id: UUID, now: datetime) -> UUID:
    """Send the test message to every browser of this person, now; the subject it can be followed by."""
    subject = new_id()
    await remind(
        db,
        organisation_id=organisation_id,
        person_id=person_id,
        kind=ReminderKind.TEST,
        subject_id=subject,
        moment=now,
        due_at=now,
        now=now,
    )
    return subject
