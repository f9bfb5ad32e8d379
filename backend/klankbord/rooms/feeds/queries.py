"""Every select and insert of feeds, and the moments that stand in one. Whose it is, is always an argument."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, text
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.rooms.feeds.models import Feed
from klankbord.rooms.feeds.rules import Due
from klankbord.rooms.reminders.models import Reminder, ReminderKind
from klankbord.rooms.reminders.queries import still_open

OPEN = text("select person_id, organisation_id, language from kb_open_feed(:token)")
MOST = 500  # moments in one feed


class Opened(NamedTuple):
    """Whose feed an address opens, and their language."""

    person_id: UUID
    organisation_id: UUID
    language: str


async def open_feed(db: AsyncSession, token_sha256: bytes) -> Opened | None:
    """Whose it is; row-level security knows that person from now on. None for an address that opens nothing."""
    row = (await (await db.connection()).execute(OPEN, {"token": token_sha256})).first()
    return Opened(*row) if row else None


async def dues(db: AsyncSession, person_id: UUID) -> list[Due]:
    """The moments of this person's open reminders, first one first; what was put off stands where it comes back."""
    at = func.greatest(col(Reminder.due_at), col(Reminder.snoozed_until))
    query = (
        select(Reminder.id, at)
        .where(Reminder.person_id == person_id, still_open(), Reminder.kind != ReminderKind.TEST)
        .order_by(at, col(Reminder.id))
        .limit(MOST)
    )
    return [Due(id, moment) for id, moment in (await db.exec(query)).all()]


async def feeds_of(db: AsyncSession, person_id: UUID) -> Sequence[Feed]:
    """The addresses of this person that work, oldest first."""
    query = select(Feed).where(Feed.person_id == person_id, col(Feed.revoked_at).is_(None))
    return (await db.exec(query.order_by(col(Feed.made_at)))).all()


async def feed_of(db: AsyncSession, person_id: UUID, feed_id: UUID) -> Feed | None:
    """One address of this person that works, locked until the end of the transaction."""
    query = select(Feed).where(Feed.person_id == person_id, Feed.id == feed_id, col(Feed.revoked_at).is_(None))
    return (await db.exec(query.with_for_update())).first()


async def lock(db: AsyncSession, person_id: UUID) -> None:
    """Whoever else makes an address for this person waits until the end of this transaction."""
    await (await db.connection()).execute(
        text("select pg_advisory_xact_lock(hashtextextended(:person, 0))"), {"person": f"feeds {person_id}"}
    )
