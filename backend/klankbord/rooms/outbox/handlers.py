"""Where each kind of item goes. A new kind is a payload and a line in HANDLERS."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.house.crypto import KeyRing
from klankbord.rooms.cases import actions as cases
from klankbord.rooms.conversations import actions as conversations
from klankbord.rooms.notes import actions as notes
from klankbord.rooms.outbox.payloads import (
    ConversationPayload,
    CorrectionPayload,
    LessonAnswerPayload,
    NotePayload,
    SharePayload,
)
from klankbord.rooms.watches import actions as watches


@dataclass(frozen=True)
class Arrival:
    """One item: whose it is, when it was written by the phone's clock, and when it arrived."""

    db: AsyncSession
    keys: KeyRing
    organisation_id: UUID
    person_id: UUID
    item_id: UUID
    written_at: datetime
    now: datetime


async def take_note(arrival: Arrival, payload: NotePayload) -> None:
    """A note about one child, under the item's id."""
    await notes.write_note(
        arrival.db,
        arrival.keys,
        organisation_id=arrival.organisation_id,
        writer_id=arrival.person_id,
        note_id=arrival.item_id,
        group_id=payload.group,
        pupil_id=payload.pupil,
        signal_ids=payload.signals,
        observation=payload.observation,
        interpretation=payload.interpretation,
        written_at=arrival.written_at,
        now=arrival.now,
    )


async def take_correction(arrival: Arrival, payload: CorrectionPayload) -> None:
    """A correction of an own note, under the item's id."""
    await notes.correct_note(
        arrival.db,
        arrival.keys,
        organisation_id=arrival.organisation_id,
        writer_id=arrival.person_id,
        correction_id=arrival.item_id,
        note_id=payload.note,
        observation=payload.observation,
        interpretation=payload.interpretation,
        written_at=arrival.written_at,
        now=arrival.now,
    )


async def take_lesson_answer(arrival: Arrival, payload: LessonAnswerPayload) -> None:
    """How a lesson of an own watch went."""
    await watches.answer(
        arrival.db,
        organisation_id=arrival.organisation_id,
        teacher_id=arrival.person_id,
        watch_lesson_id=payload.watch_lesson,
        answer=payload.answer,
        now=arrival.now,
    )


async def take_share(arrival: Arrival, payload: SharePayload) -> None:
    """An own note goes to the location manager."""
    await cases.report(
        arrival.db,
        organisation_id=arrival.organisation_id,
        reporter_id=arrival.person_id,
        note_id=payload.note,
        now=arrival.now,
    )


async def take_conversation(arrival: Arrival, payload: ConversationPayload) -> None:
    """A conversation about one child, under the item's id."""
    await conversations.hold(
        arrival.db,
        arrival.keys,
        organisation_id=arrival.organisation_id,
        writer_id=arrival.person_id,
        conversation_id=arrival.item_id,
        pupil_id=payload.pupil,
        talked_with=payload.talked_with,
        held_on=payload.held_on,
        question_ids=payload.questions,
        said=payload.said,
        thought=payload.thought,
        small_plan=payload.small_plan,
        written_at=arrival.written_at,
        now=arrival.now,
    )


HANDLERS: dict[type, Callable[[Arrival, Any], Awaitable[None]]] = {
    NotePayload: take_note,
    CorrectionPayload: take_correction,
    LessonAnswerPayload: take_lesson_answer,
    SharePayload: take_share,
    ConversationPayload: take_conversation,
}
