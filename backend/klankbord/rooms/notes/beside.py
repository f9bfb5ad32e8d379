"""What rooms further on know about a note. They cannot be imported from here, so they register.

The outbox room (right of cases) fills these in when its routes are loaded.
"""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, bindparam, text
from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.house.language import mark

# Also for who does not see the case any more: what became of a report has no content.
NEWS = text("select note_id, news, by_name, at from kb_report_news(:notes) order by at").bindparams(
    bindparam("notes", type_=ARRAY(Uuid()))
)
REPORTED, SEEN = "reported", "seen"
BECAME = {
    "taken_up": mark("taken up by %(name)s, %(moment)s"),
    "evaluated": mark("looked back on by %(name)s, %(moment)s"),
    "closed": mark("closed by %(name)s, %(moment)s"),
}


@dataclass(frozen=True)
class Became:
    """One thing that became of a report: English source of the words, by whom (first name), when."""

    words: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Shared:
    """A note was reported, and who opened it first (first name), when; None until somebody did. `became`: what happened
    after that, oldest first."""

    reported_at: datetime
    seen_by: str | None = None
    seen_at: datetime | None = None
    became: tuple[Became, ...] = ()


sharing: list[Callable[[AsyncSession, UUID, Collection[UUID]], Awaitable[dict[UUID, Shared]]]] = []
filed: list[Callable[[AsyncSession, UUID, UUID, UUID], Awaitable[str | None]]] = []
counts: list[Callable[[AsyncSession, UUID, UUID], Awaitable[int]]] = []


async def shared(db: AsyncSession, organisation_id: UUID, note_ids: Collection[UUID]) -> dict[UUID, Shared]:
    """Those among `note_ids` that were reported, and what became of one's own."""
    found: dict[UUID, Shared] = {}
    for source in sharing:
        found |= await source(db, organisation_id, note_ids)
    if note_ids:
        for row in await (await db.connection()).execute(NEWS, {"notes": list(note_ids)}):
            known = found.get(row.note_id) or Shared(row.at)
            found[row.note_id] = _heard(known, row.news, row.by_name, row.at)
    return found


def _heard(known: Shared, news: str, by: str, at: datetime) -> Shared:
    if news == REPORTED:
        return replace(known, reported_at=at)
    if news == SEEN:
        return replace(known, seen_by=known.seen_by or by, seen_at=known.seen_at or at)
    return replace(known, became=(*known.became, Became(BECAME[news], by, at)))


async def address_of_filed(db: AsyncSession, organisation_id: UUID, writer_id: UUID, note_id: UUID) -> str | None:
    """Where a note that arrived but did not fit can be mended."""
    for source in filed:
        if address := await source(db, organisation_id, writer_id, note_id):
            return address
    return None


async def asking_attention(db: AsyncSession, organisation_id: UUID, person_id: UUID) -> int:
    """How many things of this person arrived but did not fit."""
    return sum([await count(db, organisation_id, person_id) for count in counts])
