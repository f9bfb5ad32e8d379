"""Taking in what a phone sent: kept once, put where it belongs, or filed under attention. Nothing is refused here."""

import logging
from dataclasses import dataclass

from sqlalchemy.exc import DataError, IntegrityError

from klankbord.house.errors import NotHere, Problem
from klankbord.house.logs import log
from klankbord.rooms.outbox import payloads, queries
from klankbord.rooms.outbox.handlers import HANDLERS, Arrival
from klankbord.rooms.outbox.models import ItemState, OutboxItem
from klankbord.rooms.outbox.rules import NothingBehindIt, OtherBody, UnfitItem

LOGGER = logging.getLogger("klankbord.outbox")
TABLE, PAYLOAD, REASON = "outbox_items", "payload_sealed", "reason_sealed"


@dataclass(frozen=True)
class Answer:
    """What the phone is told: stored, or attention with the code of the problem. `new` is False for a repeat."""

    state: str
    problem: str | None = None
    new: bool = False


async def answered_before(arrival: Arrival, digest: bytes) -> Answer | None:
    """The answer this item got before; None when it is new. Raises OtherBody when it was another body."""
    item = await queries.own_item(arrival.db, arrival.organisation_id, arrival.person_id, arrival.item_id)
    return _same_answer(item, digest) if item else None


async def take_in(arrival: Arrival, digest: bytes, plain: bytes) -> Answer:
    """Keep one opened item and do what it asks. Raises OtherBody when its id is somebody else's.

    Two requests with the same item at the same moment: the second waits for the first, and gets its answer.
    """
    text = payloads.as_text(plain)
    item = OutboxItem(
        id=arrival.item_id,
        organisation_id=arrival.organisation_id,
        person_id=arrival.person_id,
        kind=payloads.kind_of(text),
        body_sha256=digest,
        written_at=arrival.written_at,
        received_at=arrival.now,
        state=ItemState.STORED,
    )
    if not await queries.claim(arrival.db, item):
        if (before := await answered_before(arrival, digest)) is None:
            raise OtherBody
        return before
    problem = await put_in_place(arrival, text)
    if problem is not None:
        await file_away(arrival, problem, text)
    state = ItemState.STORED if problem is None else ItemState.ATTENTION
    log(LOGGER, logging.INFO, "item taken in", item=item.id, kind=item.kind, state=state, problem=problem)
    return Answer(state, problem, new=True)


async def put_in_place(arrival: Arrival, text: str) -> str | None:
    """Do what the payload asks, wholly or not at all; the code of the problem when it does not fit.

    What the database cannot hold is a problem of the item, not of the request: it must not block what waits behind it.
    """
    try:
        payload = payloads.read(text)
        async with arrival.db.begin_nested():
            await HANDLERS[type(payload)](arrival, payload)
    except Problem as problem:
        # 'This page does not exist' says nothing to somebody who sent a share
        return NothingBehindIt().code if type(problem) is NotHere else problem.code
    except (DataError, IntegrityError) as error:
        log(LOGGER, logging.WARNING, "item unfit", item=arrival.item_id, error=type(error).__name__)
        return UnfitItem().code
    return None


async def file_away(arrival: Arrival, problem: str, text: str) -> None:
    """Keep what was written, sealed, until its writer has looked at it."""
    sealed = arrival.keys.seal(text, table=TABLE, row=arrival.item_id, column=PAYLOAD)
    await queries.file_under_attention(
        arrival.db, arrival.organisation_id, arrival.person_id, arrival.item_id, problem, sealed
    )


def _same_answer(item: OutboxItem, digest: bytes) -> Answer:
    if item.body_sha256 != digest:
        raise OtherBody
    if item.state in (ItemState.ATTENTION, ItemState.DISCARDED):
        return Answer(ItemState.ATTENTION, item.problem)
    return Answer(ItemState.STORED)
