"""The statement that keeps plain notes of many people together (see `together`).

It calls functions of migration 0003, which let each line in on its own token: nobody was introduced to row-level
security first.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from klankbord.house.direct import Direct
from klankbord.rooms.notes.actions import Draft

# Only what simply fits goes on to be kept: it is new, its token is that of the person the phone named, and that person
# teaches the child in the group the phone knew it in (none: whichever). That the child has not left and the group has
# not ended, kb_keep_notes asks itself. In the order of their ids, so that two processes with the same notes never wait
# for each other.
KEEP = """
    with fitting as (
        select n.*, at_place.group_id
          from unnest($2::bytea[], $3::uuid[], $4::uuid[], $5::uuid[], $6::bytea[], $7::timestamptz[], $8::uuid[],
                      $9::text[], $10::bytea[], $11::bytea[])
               as n (token, id, person, meant, digest, written, child, signals, observation, interpretation)
          join kb_places_of_notes($2, $3, $8, $1) as at_place on at_place.item = n.id
               and at_place.person_id = n.person and at_place.group_id = coalesce(n.meant, at_place.group_id)
         order by n.id),
    together as (
        select array_agg(token) as tokens, array_agg(id) as ids, array_agg(digest) as digests,
               array_agg(written) as written, array_agg(child) as children, array_agg(group_id) as places,
               array_agg(signals) as signals, array_agg(observation) as observations,
               array_agg(interpretation) as interpretations
          from fitting)
    select k.kept
      from together t, kb_keep_notes(t.tokens, $1, t.ids, t.digests, t.written, t.children, t.places, t.signals,
                                     t.observations, t.interpretations) as k
"""


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


async def keep(direct: Direct, notes: Iterable[PlainNote], now: datetime) -> list[UUID]:
    """Keep those that simply fit, all or none of them; the ids of those that were not there before."""
    columns = zip(*map(_line, notes), strict=True)
    return [row[0] for row in await direct.fetch(KEEP, now, *columns)]


def _line(note: PlainNote) -> tuple[object, ...]:
    draft = note.draft
    texts = (draft.observation_sealed, draft.interpretation_sealed)
    whose = (note.token, draft.id, note.person, note.meant)
    return (*whose, note.digest, note.written_at, draft.pupil_id, " ".join(draft.signal_ids), *texts)
