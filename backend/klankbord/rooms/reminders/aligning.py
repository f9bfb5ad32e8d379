"""Reminders follow the facts: a room says which there must be about a subject now, and so they become."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.house.ids import new_id
from klankbord.rooms.reminders.models import ReminderKind

ALIGN = text("select kb_align_reminders(:subject, :kinds, cast(:wanted as jsonb), :at)")


@dataclass(frozen=True)
class Wanted:
    """A reminder that must be there. `moment`: the occasion it is about (it stays the same when the rest of the facts
    do not change); `due_at`: when to say so; both aware."""

    person_id: UUID
    kind: ReminderKind
    moment: datetime
    due_at: datetime


async def align(
    db: AsyncSession, *, subject_id: UUID, kinds: Collection[ReminderKind], wanted: Sequence[Wanted], now: datetime
) -> int:
    """The open reminders of `kinds` about this subject become exactly `wanted`, whoever they are for; how many changed.

    What somebody did already, or said no to with a reason, does not come back. What is wanted twice (of somebody with
    two roles) is wanted once, at the first moment. The transaction knows the organisation.
    """
    rows = [
        {
            "id": str(new_id()),
            "person_id": str(one.person_id),
            "kind": one.kind,
            "moment": one.moment.isoformat(),
            "due_at": one.due_at.isoformat(),
        }
        for one in _once(wanted)
    ]
    values = {"subject": subject_id, "kinds": list(kinds), "wanted": json.dumps(rows), "at": now}
    return int((await (await db.connection()).execute(ALIGN, values)).scalar_one())


def _once(wanted: Sequence[Wanted]) -> Sequence[Wanted]:
    late_first = sorted(wanted, key=lambda one: one.due_at, reverse=True)
    return list({(one.person_id, one.kind, one.moment): one for one in late_first}.values())
