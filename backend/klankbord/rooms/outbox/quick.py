"""The statement that keeps plain notes of many people together (see `together`).

It is a function of migration 0006, which lets each line in on its own token: nobody was introduced to row-level
security first. Only what simply fits is kept by it.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from klankbord.house.direct import Asks
from klankbord.rooms.notes.actions import Draft

KEEP = "select * from kb_take_in_notes($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"


class PlainNote(NamedTuple):
    """A new note, opened, checked as far as that goes without the database, and sealed again.

    `token`: sha256 of the session's; `person`: whose the phone says it is; `meant`: the group it knew the child in.
    """

    token: bytes
    person: UUID
    digest: bytes
    written_at: datetime
    meant: UUID | None
    draft: Draft


async def keep(direct: Asks, notes: Iterable[PlainNote], now: datetime) -> list[UUID]:
    """Keep those that simply fit, all or none of them; the ids of those that were not there before."""
    columns = zip(*map(_line, notes), strict=True)
    return [row[0] for row in await direct.fetch(KEEP, now, *columns)]


def _line(note: PlainNote) -> tuple[object, ...]:
    draft = note.draft
    texts = (draft.observation_sealed, draft.interpretation_sealed)
    whose = (note.token, draft.id, note.person, note.meant)
    return (*whose, note.digest, note.written_at, draft.pupil_id, " ".join(draft.signal_ids), *texts)
