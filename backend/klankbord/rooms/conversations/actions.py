"""What people do: write down a conversation. Called alike by form, outbox and demo."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.house.crypto import KeyRing
from klankbord.house.once import add_once
from klankbord.rooms.cases import path
from klankbord.rooms.cases import queries as cases
from klankbord.rooms.cases.models import Case
from klankbord.rooms.cases.path_models import StepReason
from klankbord.rooms.conversations import queries, rules
from klankbord.rooms.conversations.models import Conversation, TalkedWith
from klankbord.rooms.notes import queries as notes
from klankbord.rooms.notes.actions import IdTaken
from klankbord.rooms.notes.rules import GroupClosed, NobodyChosen, PupilLeft, PupilNotInYourGroup
from klankbord.rooms.places import queries as places

TABLE = "conversations"
# Rooms to our right register here what they do with a small plan; called in the same transaction, after it is written:
# with the case it is part of, or None as long as the child has none.
after_small_plan: list[Callable[[AsyncSession, Conversation, Case | None, datetime], Awaitable[None]]] = []


@dataclass(frozen=True)
class Words:
    """The texts of a conversation, opened; empty when nothing was written."""

    said: str
    thought: str
    small_plan: str


async def hold(
    db: AsyncSession,
    keys: KeyRing,
    *,
    organisation_id: UUID,
    writer_id: UUID,
    conversation_id: UUID,
    pupil_id: UUID | None,
    talked_with: str,
    held_on: str,
    question_ids: Iterable[str] = (),
    said: str = "",
    thought: str = "",
    small_plan: str = "",
    written_at: datetime,
    now: datetime,
    looked_at: bool = False,
) -> Conversation:
    """Keep one conversation about one child; the same `conversation_id` of the same writer again changes nothing.

    It is part of the child's open case when the writer sees that, else the writer's own until it is reported. About a
    child that is not taught by the writer only with a case. `looked_at`: a person looked at the child again.
    Raises NobodyChosen, PupilNotInYourGroup, PupilLeft, GroupClosed, IdTaken and what `rules.checked` raises.
    """
    today = await places.day_of(db, organisation_id, now)
    texts = {"said": said, "thought": thought, "small_plan": small_plan}
    talk = rules.checked(talked_with=talked_with, held_on=held_on, question_ids=question_ids, today=today, **texts)
    if pupil_id is None:
        raise NobodyChosen
    case = await cases.open_case(db, organisation_id, pupil_id, lock=True)
    row = Conversation(
        id=conversation_id,
        organisation_id=organisation_id,
        writer_id=writer_id,
        pupil_id=pupil_id,
        group_id=await _group_of(db, organisation_id, writer_id, pupil_id, case, looked_at),
        case_id=case.id if case else None,
        talked_with=talk.talked_with,
        held_on=talk.held_on,
        question_ids=talk.questions,
        written_at=written_at,
        received_at=now,
    )
    _seal(keys, row, talk)
    if not await add_once(db, row):
        return await _kept_before(db, row)
    if case is not None:
        await _in_case(db, row, case, now)
    await _plan(db, row, case, now)
    return row


async def join(db: AsyncSession, case: Case, writer_id: UUID, now: datetime) -> None:
    """The child has a case now that its teacher reported: what that teacher talked about before is part of it."""
    found = await queries.loose(db, case.organisation_id, writer_id, case.pupil_id)
    await queries.join_case(db, case.organisation_id, writer_id, [row.id for row in found], case.id)
    for row in found:
        await db.refresh(row)
        await _in_case(db, row, case, now)
        await _plan(db, row, case, now)


def opened(keys: KeyRing, row: Conversation) -> Words:
    """What stands in a conversation."""

    def text(sealed: bytes | None, column: str) -> str:
        return keys.open(sealed, table=TABLE, row=row.id, column=column) or ""

    return Words(
        text(row.said_sealed, "said_sealed"),
        text(row.thought_sealed, "thought_sealed"),
        text(row.small_plan_sealed, "small_plan_sealed"),
    )


def _seal(keys: KeyRing, row: Conversation, talk: rules.Talk) -> None:
    row.said_sealed = keys.seal(talk.said, table=TABLE, row=row.id, column="said_sealed")
    row.thought_sealed = keys.seal(talk.thought, table=TABLE, row=row.id, column="thought_sealed")
    row.small_plan_sealed = keys.seal(talk.small_plan, table=TABLE, row=row.id, column="small_plan_sealed")


async def _kept_before(db: AsyncSession, row: Conversation) -> Conversation:
    there = await queries.own(db, row.organisation_id, row.writer_id, row.id)
    if there is None:
        raise IdTaken
    return there.conversation


async def _in_case(db: AsyncSession, row: Conversation, case: Case, now: datetime) -> None:
    if row.talked_with == TalkedWith.CHILD:
        await path.advance(db, case, 2, StepReason.TALKED, row.writer_id, now)
    else:
        await path.touched(db, case, now)


async def _plan(db: AsyncSession, row: Conversation, case: Case | None, now: datetime) -> None:
    if row.small_plan_sealed is not None:
        for hear in after_small_plan:
            await hear(db, row, case, now)


async def _group_of(
    db: AsyncSession, organisation_id: UUID, writer_id: UUID, pupil_id: UUID, case: Case | None, looked_at: bool
) -> UUID:
    """The child's group, when the writer may write about the child: it is taught, or its case may be seen."""
    if case is not None:
        return case.group_id
    place = await notes.pupil_place(db, organisation_id, writer_id, pupil_id)
    if place is None or not place.taught:
        raise PupilNotInYourGroup
    if place.pupil.left_at is not None and not looked_at:
        raise PupilLeft
    if place.group.closed_at is not None and not looked_at:
        raise GroupClosed
    return place.group.id
