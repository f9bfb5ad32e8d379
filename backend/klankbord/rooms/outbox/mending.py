"""Mending what arrived but did not fit, and throwing it away with a reason. Its writer does this, nobody else."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from klankbord.rooms.conversations import actions as conversations
from klankbord.rooms.notes import actions as notes
from klankbord.rooms.outbox import payloads, queries
from klankbord.rooms.outbox.actions import PAYLOAD, REASON, TABLE, put_in_place
from klankbord.rooms.outbox.handlers import Arrival
from klankbord.rooms.outbox.models import ItemState, OutboxItem
from klankbord.rooms.outbox.rules import NotMendable, checked_reason


async def as_note(
    arrival: Arrival, *, pupil_id: UUID | None, signal_ids: Sequence[str], observation: str, interpretation: str
) -> None:
    """Make the note after all, under the item's id and of the day it arrived; then what waited for it follows.

    Raises NotMendable and what `notes.write_note` raises; then nothing has changed.
    """
    item = await _item(arrival)
    await notes.write_note(
        arrival.db,
        arrival.keys,
        organisation_id=item.organisation_id,
        writer_id=item.person_id,
        note_id=item.id,
        group_id=None,
        pupil_id=pupil_id,
        signal_ids=signal_ids,
        observation=observation,
        interpretation=interpretation,
        written_at=item.written_at,
        now=item.received_at,
        looked_at=True,
    )
    await _settle(arrival, item, ItemState.MENDED)
    await _follow(arrival, item.id)


async def as_conversation(
    arrival: Arrival,
    *,
    pupil_id: UUID | None,
    talked_with: str,
    held_on: str,
    question_ids: Sequence[str],
    said: str,
    thought: str,
    small_plan: str,
) -> None:
    """Make the conversation after all. Raises NotMendable and what `conversations.hold` raises."""
    item = await _item(arrival)
    await conversations.hold(
        arrival.db,
        arrival.keys,
        organisation_id=item.organisation_id,
        writer_id=item.person_id,
        conversation_id=item.id,
        pupil_id=pupil_id,
        talked_with=talked_with,
        held_on=held_on,
        question_ids=question_ids,
        said=said,
        thought=thought,
        small_plan=small_plan,
        written_at=item.written_at,
        now=arrival.now,
        looked_at=True,
    )
    await _settle(arrival, item, ItemState.MENDED)


async def as_correction(arrival: Arrival, *, observation: str, interpretation: str) -> None:
    """Make the correction after all. Raises NotMendable and what `notes.correct_note` raises."""
    item = await _item(arrival)
    note_id = payloads.readable(opened(arrival, item)).note
    await notes.correct_note(
        arrival.db,
        arrival.keys,
        organisation_id=item.organisation_id,
        writer_id=item.person_id,
        correction_id=item.id,
        note_id=note_id or item.id,
        observation=observation,
        interpretation=interpretation,
        written_at=item.written_at,
        now=item.received_at,
    )
    await _settle(arrival, item, ItemState.MENDED)


async def once_more(arrival: Arrival) -> str | None:
    """Do what the item asked, as it was written; the code of the problem when it still does not fit.

    Raises NotMendable.
    """
    item = await _item(arrival)
    problem = await put_in_place(replace(arrival, written_at=item.written_at), opened(arrival, item))
    if problem is None:
        await _settle(arrival, item, ItemState.MENDED)
    return problem


async def discard(arrival: Arrival, reason: str) -> None:
    """Throw it away; that it was there, and why it went, stays. Raises NotMendable, ReasonMissing."""
    item = await _item(arrival)
    sealed = arrival.keys.seal(checked_reason(reason), table=TABLE, row=item.id, column=REASON)
    await queries.settle(
        arrival.db, item.organisation_id, item.person_id, item.id, ItemState.DISCARDED, arrival.now, sealed
    )


def opened(arrival: Arrival, item: OutboxItem) -> str:
    """What was written, as it arrived."""
    return arrival.keys.open(item.payload_sealed, table=TABLE, row=item.id, column=PAYLOAD) or ""


async def _item(arrival: Arrival) -> OutboxItem:
    item = await queries.item_to_mend(arrival.db, arrival.organisation_id, arrival.person_id, arrival.item_id)
    if item is None:
        raise NotMendable
    return item


async def _settle(arrival: Arrival, item: OutboxItem, state: ItemState) -> None:
    await queries.settle(arrival.db, item.organisation_id, item.person_id, item.id, state, arrival.now)


async def _follow(arrival: Arrival, note_id: UUID) -> None:
    """A correction or a share of this note arrived behind it and could not be placed: now it can."""
    for item in await queries.asking_attention(arrival.db, arrival.organisation_id, arrival.person_id):
        text = opened(arrival, item)
        if payloads.readable(text).note == note_id:
            theirs = replace(arrival, item_id=item.id, written_at=item.written_at)
            if await put_in_place(theirs, text) is None:
                await _settle(arrival, item, ItemState.MENDED)
