"""What the database holds, read as the owner and opened with the keys."""

import json
from collections import Counter
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from klankbord.house.crypto import KeyRing, SealedTextBroken
from klankbord.house.database import Database
from tests.support.rows import rows

NOTES = "select id, writer_id, pupil_id, group_id, signal_ids, observation_sealed, interpretation_sealed from notes"
CORRECTIONS = "select id, writer_id, note_id, observation_sealed, interpretation_sealed from corrections"
REPORTS = "select note_id, reporter_id from reports"
ITEMS = "select id, person_id, kind, state, problem, payload_sealed from outbox_items"
ANSWERS = "select id, answer from watch_lessons"


@dataclass
class Held:
    """By id: notes and corrections as (row, (observation, interpretation)); `reports` by (note, reporter)."""

    notes: dict[UUID, tuple[Any, tuple[str, str]]]
    corrections: dict[UUID, tuple[Any, tuple[str, str]]]
    reports: Counter[tuple[UUID, UUID]]
    items: dict[UUID, Any]
    answers: dict[UUID, str | None]
    payloads: dict[UUID, dict[str, Any]]


async def held(owner: Database, keys: KeyRing) -> Held:
    """Read all of it."""
    items = {row.id: row for row in await rows(owner, ITEMS)}
    return Held(
        notes={row.id: (row, _texts(keys, "notes", row)) for row in await rows(owner, NOTES)},
        corrections={row.id: (row, _texts(keys, "corrections", row)) for row in await rows(owner, CORRECTIONS)},
        reports=Counter((row.note_id, row.reporter_id) for row in await rows(owner, REPORTS)),
        items=items,
        answers={row.id: row.answer for row in await rows(owner, ANSWERS)},
        payloads={id: _payload(keys, row) for id, row in items.items()},
    )


def _payload(keys: KeyRing, row: Any) -> dict[str, Any]:
    text = opened(keys, row.payload_sealed, "outbox_items", row.id, "payload_sealed")
    try:
        found = json.loads(text) if text else {}
    except ValueError:
        found = {"observation": text}
    return dict(found)


def _texts(keys: KeyRing, table: str, row: Any) -> tuple[str, str]:
    columns = ("observation_sealed", "interpretation_sealed")
    found = [opened(keys, getattr(row, column), table, row.id, column) for column in columns]
    return found[0], found[1]


def opened(keys: KeyRing, sealed: bytes | None, table: str, row: UUID, column: str) -> str:
    """The text; a seal that is broken says so, and so differs from what was written."""
    try:
        return keys.open(sealed, table=table, row=row, column=column) or ""
    except SealedTextBroken:
        return "the seal is broken"
