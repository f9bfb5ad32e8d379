"""What the team knew about a child at the moment somebody decided to share: no more than that leaves under it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.rooms.agreements.models import Agreement
from klankbord.rooms.cases import queries as cases
from klankbord.rooms.cases import story_queries
from klankbord.rooms.cases.models import Case
from klankbord.rooms.notes.models import Correction, Note
from klankbord.rooms.sharing import queries


@dataclass(frozen=True)
class Known:
    """Reported notes, corrections of them (oldest first) and open agreements up to one moment; `more`: there is more by
    now."""

    notes: Sequence[Note]
    corrections: Sequence[Correction]
    agreements: Sequence[Agreement]
    more: bool


async def known_at(db: AsyncSession, case: Case, moment: datetime) -> Known:
    """What had been shared with the team up to and including `moment` (aware). A note counts from its report on: before
    that nobody but its writer knew it."""
    org = case.organisation_id
    reported = {one.note_id: one.reported_at for one in await cases.reports_of(db, org, case.id)}
    notes = [note for note, _name in await story_queries.reported_notes(db, org, case.id)]
    corrections = [row for row, _name in await story_queries.corrections(db, org, case.id)]
    agreements = await queries.open_agreements(db, org, case.id)
    told = [one for one in notes if reported[one.id] <= moment]
    mended = sorted((one for one in corrections if one.received_at <= moment), key=lambda one: one.received_at)
    agreed = [one for one in agreements if one.at <= moment]
    more = (len(told), len(mended), len(agreed)) != (len(notes), len(corrections), len(agreements))
    return Known(told, mended, agreed, more)
