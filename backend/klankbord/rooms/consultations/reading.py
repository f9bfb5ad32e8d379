"""What was said in a question, in words, and which of it somebody has not read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.house.crypto import KeyRing
from klankbord.house.grouped import grouped
from klankbord.rooms.consultations import actions, queries, rules
from klankbord.rooms.consultations.models import (
    Consultation,
)


@dataclass(frozen=True)
class Line:
    """What one of the two said, readable."""

    by_id: UUID
    at: datetime
    text: str
    agreed: bool = False


async def lines_of(db: AsyncSession, keys: KeyRing, found: Sequence[Consultation]) -> dict[UUID, list[Line]]:
    """Of each of these the question and every reply, oldest first, in words."""
    lines = {}
    for one in found:
        question = keys.open(one.question_sealed, table="consultations", row=one.id, column=actions.QUESTION) or ""
        lines[one.id] = [Line(one.asker_id, one.asked_at, question)]
    for row in await queries.replies_of(db, list(lines)):
        text = keys.open(row.text_sealed, table="consultation_replies", row=row.id, column=actions.REPLY) or ""
        lines[row.consultation_id].append(Line(row.by_id, row.at, text, row.agreed))
    return lines


async def unread_for(db: AsyncSession, found: Sequence[Consultation], person_id: UUID) -> set[UUID]:
    """In which of these something was said that this person has not read."""
    ids = [one.id for one in found]
    replies, reads = await queries.replies_of(db, ids), await queries.reads_of(db, ids)
    said_in = grouped(replies, lambda line: line.consultation_id)
    read_in = grouped(reads.items(), lambda read: read[0][0])
    new = set()
    for one in found:
        said = [rules.Said(one.asker_id, one.asked_at)]
        said += [rules.Said(line.by_id, line.at) for line in said_in[one.id]]
        read = {who: at for (_consultation, who), at in read_in[one.id]}
        if person_id in {each.person_id for each in rules.unread(one.asker_id, one.to_id, said, read)}:
            new.add(one.id)
    return new
