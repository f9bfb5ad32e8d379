"""The two statements that keep plain notes of many people together (see `together`).

They call functions of migration 0003, which let each line in on its own token: nobody was introduced to row-level
security first.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from klankbord.house.direct import Direct
from klankbord.rooms.notes.actions import Draft

PLACES = "select item, person_id, group_id, gone, closed from kb_places_of_notes($1, $2, $3, $4)"
KEEP = "select kept from kb_keep_notes($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"


@dataclass(frozen=True, slots=True)
class PlainNote:
    """A new note, opened, checked as far as that goes without the database, and sealed again.

    `token`: sha256 of the session's; `person`: whose the phone says it is; `meant`: the group it knew the child in.
    """

    token: bytes
    person: UUID
    digest: bytes
    written_at: datetime
    meant: UUID | None
    draft: Draft


class Place(NamedTuple):
    """Whose token it is, and where the child is now: in a group which that person teaches."""

    item: UUID
    person_id: UUID
    group_id: UUID
    gone: bool
    closed: bool


async def places_of(direct: Direct, notes: Iterable[PlainNote], now: datetime) -> dict[UUID, Place]:
    """By item, for those that are new and whose writer is signed in and teaches the child."""
    lines = [(note.token, note.draft.id, note.draft.pupil_id) for note in notes]
    return {row[0]: Place(*row) for row in await direct.fetch(PLACES, *_columns(lines), now)}


async def keep(direct: Direct, notes: Iterable[PlainNote], groups: Mapping[UUID, UUID], now: datetime) -> list[UUID]:
    """Keep them, all or none, each in its group of `groups` (by item); the ids of those that were not there before."""
    # in the order of their ids, so that two processes with the same notes never wait for each other
    ordered = sorted(notes, key=lambda note: note.draft.id)
    tokens, *rest = _columns([_line(note, groups[note.draft.id]) for note in ordered])
    return [row[0] for row in await direct.fetch(KEEP, tokens, now, *rest)]


def _line(note: PlainNote, group: UUID) -> tuple[object, ...]:
    draft = note.draft
    texts = (draft.observation_sealed, draft.interpretation_sealed)
    about = (draft.id, note.digest, note.written_at, draft.pupil_id, group)
    return (note.token, *about, " ".join(draft.signal_ids), *texts)


def _columns(lines: Iterable[tuple[object, ...]]) -> list[list[object]]:
    """What PostgreSQL's unnest takes: an array a column."""
    return [list(column) for column in zip(*lines, strict=True)]
