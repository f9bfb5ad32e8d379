"""Every select and insert of conversations. Whose it is, is always an argument."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.rooms.conversations.models import Conversation, SmallPlanEnding
from klankbord.rooms.places.models import Group, Pupil
from klankbord.rooms.reminders.models import Reminder, ReminderKind, ReminderState

EARLIER = 20


@dataclass(frozen=True)
class Talked:
    """A conversation with the child and the group it is about."""

    conversation: Conversation
    pupil: Pupil
    group: Group


async def own(db: AsyncSession, organisation_id: UUID, writer_id: UUID, conversation_id: UUID) -> Talked | None:
    """One conversation of this writer."""
    found = (await db.exec(_own(organisation_id, writer_id).where(Conversation.id == conversation_id))).first()
    return Talked(*found) if found else None


async def visible(db: AsyncSession, organisation_id: UUID, conversation_id: UUID) -> Conversation | None:
    """One conversation as row-level security shows it: one's own, or part of a case one may see."""
    query = select(Conversation).where(
        Conversation.organisation_id == organisation_id, Conversation.id == conversation_id
    )
    return (await db.exec(query)).first()


async def own_about(db: AsyncSession, organisation_id: UUID, writer_id: UUID, pupil_id: UUID) -> list[Talked]:
    """What this writer talked about before with or about this child, newest first."""
    query = _own(organisation_id, writer_id).where(Conversation.pupil_id == pupil_id)
    newest = query.order_by(col(Conversation.held_on).desc(), col(Conversation.id).desc()).limit(EARLIER)
    return [Talked(*row) for row in (await db.exec(newest)).all()]


async def loose(db: AsyncSession, organisation_id: UUID, writer_id: UUID, pupil_id: UUID) -> Sequence[Conversation]:
    """This writer's conversations about a child that are part of no case yet, oldest first."""
    query = select(Conversation).where(
        Conversation.organisation_id == organisation_id,
        Conversation.writer_id == writer_id,
        Conversation.pupil_id == pupil_id,
        col(Conversation.case_id).is_(None),
    )
    return (await db.exec(query.order_by(col(Conversation.received_at)))).all()


async def join_case(
    db: AsyncSession, organisation_id: UUID, writer_id: UUID, ids: Collection[UUID], case: UUID
) -> None:
    """These conversations of this writer are part of the case from now on."""
    mine = (col(Conversation.organisation_id) == organisation_id, col(Conversation.writer_id) == writer_id)
    loose_ones = (col(Conversation.id).in_(ids), col(Conversation.case_id).is_(None))
    await db.exec(update(Conversation).where(*mine, *loose_ones).values(case_id=case))


async def of_case(
    db: AsyncSession, organisation_id: UUID, case_id: UUID
) -> Sequence[tuple[Conversation, SmallPlanEnding | None]]:
    """The conversations of a case, oldest first, with how their small plan ended before there was a case."""
    query = (
        select(Conversation, SmallPlanEnding)
        .join(SmallPlanEnding, col(SmallPlanEnding.conversation_id) == Conversation.id, isouter=True)
        .where(Conversation.organisation_id == organisation_id, Conversation.case_id == case_id)
        .order_by(col(Conversation.held_on), col(Conversation.received_at), col(Conversation.id))
    )
    return [(row[0], row[1]) for row in (await db.exec(query)).all()]


async def own_by_ids(db: AsyncSession, ids: Collection[UUID]) -> list[Talked]:
    """These conversations as far as row-level security shows them to the asker."""
    query = _joined().where(col(Conversation.id).in_(ids))
    return [Talked(*row) for row in (await db.exec(query)).all()]


async def plan_to_end(
    db: AsyncSession, organisation_id: UUID, writer_id: UUID, conversation_id: UUID
) -> Conversation | None:
    """This writer's conversation with a small plan that is in no case; locked, so that no case takes it meanwhile."""
    query = select(Conversation).where(
        Conversation.organisation_id == organisation_id,
        Conversation.writer_id == writer_id,
        Conversation.id == conversation_id,
        col(Conversation.case_id).is_(None),
        col(Conversation.small_plan_sealed).is_not(None),
    )
    return (await db.exec(query.with_for_update())).first()


async def ending_of(db: AsyncSession, organisation_id: UUID, conversation_id: UUID) -> SmallPlanEnding | None:
    """How the small plan of this conversation ended, if it did."""
    query = select(SmallPlanEnding).where(
        SmallPlanEnding.organisation_id == organisation_id, SmallPlanEnding.conversation_id == conversation_id
    )
    return (await db.exec(query)).first()


async def reminder_of(db: AsyncSession, person_id: UUID, conversation_id: UUID) -> Reminder | None:
    """This person's reminder to come back to a small plan that is due now: the oldest that was sent."""
    query = select(Reminder).where(
        Reminder.person_id == person_id,
        Reminder.kind == ReminderKind.ONE_TO_ONE,
        Reminder.subject_id == conversation_id,
        Reminder.state == ReminderState.SENT,
    )
    return (await db.exec(query.order_by(col(Reminder.due_at)))).first()


def _own(organisation_id: UUID, writer_id: UUID) -> Any:
    return _joined().where(Conversation.organisation_id == organisation_id, Conversation.writer_id == writer_id)


def _joined() -> Any:
    about: Any = (Conversation, Pupil, Group)
    return (
        select(*about)
        .join(Pupil, col(Pupil.id) == Conversation.pupil_id)
        .join(Group, col(Group.id) == Conversation.group_id)
    )
