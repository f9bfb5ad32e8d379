"""Making an address for one's calendar, and taking it back."""

from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.house.errors import NotHere, Unfit
from klankbord.house.tokens import digest, new_token
from klankbord.rooms.feeds import queries
from klankbord.rooms.feeds.models import Feed
from klankbord.rooms.feeds.rules import FEW


class EnoughFeeds(Unfit):
    """You have five addresses already. End one you do not use first."""


async def make(db: AsyncSession, *, organisation_id: UUID, person_id: UUID, now: datetime) -> str:
    """A new address for this person; its token, which nobody can read back later. Raises EnoughFeeds."""
    await queries.lock(db, person_id)
    if len(await queries.feeds_of(db, person_id)) >= FEW:
        raise EnoughFeeds
    token = new_token()
    db.add(Feed(organisation_id=organisation_id, person_id=person_id, token_sha256=digest(token), made_at=now))
    await db.flush()
    return token


async def revoke(db: AsyncSession, *, person_id: UUID, feed_id: UUID, now: datetime) -> None:
    """This address opens nothing any more. Raises NotHere."""
    row = await queries.feed_of(db, person_id, feed_id)
    if row is None:
        raise NotHere
    row.revoked_at = now
    db.add(row)
    await db.flush()
