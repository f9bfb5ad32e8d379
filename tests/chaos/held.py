"""What the database holds, read as the owner and opened with the keys."""

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from klankbord.house.clock import AMSTERDAM
from klankbord.house.crypto import KeyRing, SealedTextBroken
from klankbord.house.database import Database
from tests.chaos.fitting import School, school
from tests.chaos.ledger import KEPT_AT
from tests.support.rows import rows

NOTES = "select id, writer_id, pupil_id, group_id, signal_ids, observation_sealed, interpretation_sealed from notes"
CORRECTIONS = "select id, writer_id, note_id, observation_sealed, interpretation_sealed from corrections"
TALKS = """
    select id, writer_id, pupil_id, group_id, talked_with, held_on, question_ids, said_sealed, thought_sealed,
           small_plan_sealed from conversations
"""
REPORTS = "select note_id, reporter_id from reports"
ITEMS = f"select id, person_id, kind, state, problem, payload_sealed, received_at, {KEPT_AT} from outbox_items"
ANSWERS = "select id, answer from watch_lessons"
TWO, THREE = ("observation_sealed", "interpretation_sealed"), ("said_sealed", "thought_sealed", "small_plan_sealed")
Written = dict[UUID, tuple[Any, tuple[str, ...]]]  # by id: the row and its texts


@dataclass
class Held:
    """Notes and corrections with (observation, interpretation), `talks` with (said, thought, small plan); `reports` by
    (note, reporter); `days`: by item the day on the wall on which it arrived, as 2027-02-01."""

    notes: Written
    corrections: Written
    reports: Counter[tuple[UUID, UUID]]
    items: dict[UUID, Any]
    answers: dict[UUID, str | None]
    payloads: dict[UUID, dict[str, Any]]
    talks: Written = field(default_factory=dict)
    school: School = field(default_factory=School)
    days: dict[UUID, str] = field(default_factory=dict)


async def held(owner: Database, keys: KeyRing) -> Held:
    """Read all of it."""
    items = {row.id: row for row in await rows(owner, ITEMS)}
    return Held(
        notes={row.id: (row, _texts(keys, "notes", row, TWO)) for row in await rows(owner, NOTES)},
        corrections={row.id: (row, _texts(keys, "corrections", row, TWO)) for row in await rows(owner, CORRECTIONS)},
        reports=Counter((row.note_id, row.reporter_id) for row in await rows(owner, REPORTS)),
        items=items,
        answers={row.id: row.answer for row in await rows(owner, ANSWERS)},
        payloads={id: _payload(keys, row) for id, row in items.items()},
        talks={row.id: (row, _texts(keys, "conversations", row, THREE)) for row in await rows(owner, TALKS)},
        school=await school(owner),
        days={id: row.received_at.astimezone(AMSTERDAM).date().isoformat() for id, row in items.items()},
    )


def _payload(keys: KeyRing, row: Any) -> dict[str, Any]:
    text = opened(keys, row.payload_sealed, "outbox_items", row.id, "payload_sealed")
    try:
        found = json.loads(text) if text else {}
    except ValueError:
        found = {"observation": text}
    return dict(found)


def _texts(keys: KeyRing, table: str, row: Any, columns: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(opened(keys, getattr(row, column), table, row.id, column) for column in columns)


def opened(keys: KeyRing, sealed: bytes | None, table: str, row: UUID, column: str) -> str:
    """The text; a seal that is broken says so, and so differs from what was written."""
    try:
        return keys.open(sealed, table=table, row=row, column=column) or ""
    except SealedTextBroken:
        return "the seal is broken"
