"""What rooms further on know about a note. They cannot be imported from here, so they register.

The outbox room (right of cases) fills these in when its routes are loaded.
"""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession


@dataclass(frozen=True)
class Shared:
    """A note was reported, and who opened it first (first name), when; None until somebody did."""

    reported_at: datetime
    seen_by: str | None = None
    seen_at: datetime | None = None


sharing: list[Callable[[AsyncSession, UUID, Collection[UUID]], Awaitable[dict[UUID, Shared]]]] = []
filed: list[Callable[[AsyncSession, UUID, UUID, UUID], Awaitable[str | None]]] = []
counts: list[Callable[[AsyncSession, UUID, UUID], Awaitable[int]]] = []


async def shared(db: AsyncSession, organisation_id: UUID, note_ids: Collection[UUID]) -> dict[UUID, Shared]:
    """Those among `note_ids` that were reported."""
    found: dict[UUID, Shared] = {}
    for source in sharing:
        found |= await source(db, organisation_id, note_ids)
    return found


async def address_of_filed(db: AsyncSession, organisation_id: UUID, writer_id: UUID, note_id: UUID) -> str | None:
    """Where a note that arrived but did not fit can be mended."""
    for source in filed:
        if address := await source(db, organisation_id, writer_id, note_id):
            return address
    return None


async def asking_attention(db: AsyncSession, organisation_id: UUID, person_id: UUID) -> int:
    """How many things of this person arrived but did not fit."""
    return sum([await count(db, organisation_id, person_id) for count in counts])
