"""The outbox over HTTP: what a phone sends, what became of it, and what it may keep for offline use."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import JSONResponse, RedirectResponse, Response

from klankbord.house.door import Signed, Visit
from klankbord.house.errors import TooLarge
from klankbord.house.pages import render
from klankbord.rooms.cases import actions as cases
from klankbord.rooms.notes import beside
from klankbord.rooms.notes import queries as notes
from klankbord.rooms.notes.rules import claimed
from klankbord.rooms.outbox import actions, queries, rules
from klankbord.rooms.outbox.attention_routes import router as attention_router
from klankbord.rooms.outbox.door import Delivered, Delivery
from klankbord.rooms.outbox.handlers import Arrival
from klankbord.rooms.outbox.models import ItemState
from klankbord.rooms.outbox.roster import roster_of

router = APIRouter()
router.routes.extend(attention_router.routes)
MOST_IDS = 50


@dataclass(frozen=True)
class WaitingPage:
    """What waits on this phone; only the phone knows. `attention`: how much arrived but did not fit."""

    attention: int


@router.put("/outbox/{item_id}")
async def take_in(sent: Delivered) -> Response:
    """One sealed item from a phone. 201 or 200 means: the phone may delete its copy."""
    arrival = _arrival(sent)
    answer = await actions.answered_before(arrival, sent.envelope.digest)
    if answer is None:
        plain = rules.opened(sent.house.seals, sent.envelope, sent.item_id)
        answer = await actions.take_in(arrival, sent.envelope.digest, plain)
    body = {"id": str(sent.item_id), "state": answer.state, "problem": answer.problem}
    return JSONResponse(body, 201 if answer.new else 200)


@router.get("/outbox")
async def waiting(visit: Signed) -> Response:
    """The page that lists what waits on this phone."""
    count = await queries.attention_count(visit.db, visit.who.organisation_id, visit.who.person_id)
    return render(visit, "outbox/waiting.html", WaitingPage(count))


@router.get("/outbox/states")
async def states(visit: Signed, ids: str = "") -> Response:
    """What became of own items and notes, by id; what is not this person's is absent."""
    wanted = {found for text in ids.split(",") if (found := _uuid(text))}
    if len(wanted) > MOST_IDS:
        raise TooLarge
    return JSONResponse(await _states(visit, wanted) if wanted else {})


@router.get("/roster")
async def roster(visit: Signed) -> Response:
    """For offline use: whom to call, and for who teaches the first names of the next lesson day."""
    return JSONResponse(await roster_of(visit))


@router.post("/notes/{note_id}/report")
async def share(visit: Signed, note_id: UUID) -> Response:
    """Share an own note without script: at once, with the same action as a sealed share."""
    who = visit.who
    await cases.report(
        visit.db, organisation_id=who.organisation_id, reporter_id=who.person_id, note_id=note_id, now=visit.now
    )
    return RedirectResponse(f"/notes/{note_id}", 303)


async def _states(visit: Visit, wanted: set[UUID]) -> dict[str, dict[str, Any]]:
    who, db = visit.who, visit.db
    items = await queries.states(db, who.organisation_id, who.person_id, wanted)
    own = await notes.own_ids(db, who.organisation_id, who.person_id, wanted)
    seen = await queries.sharing(db, who.organisation_id, own)
    every = sorted(items.keys() | own, key=lambda one: one.int)
    return {str(each): _state(items.get(each), seen.get(each)) for each in every}


def _state(item: str | None, shared: beside.Shared | None) -> dict[str, Any]:
    at: datetime | None = shared.seen_at if shared else None
    special = item in (ItemState.ATTENTION, ItemState.DISCARDED)
    state = str(item) if special else "seen" if at else "stored"
    return {"state": state, "seen_by": shared.seen_by if shared else None, "seen_at": at.isoformat() if at else None}


def _arrival(sent: Delivery) -> Arrival:
    return Arrival(
        db=sent.db,
        keys=sent.house.keys,
        organisation_id=sent.who.organisation_id,
        person_id=sent.who.person_id,
        item_id=sent.item_id,
        written_at=claimed(sent.envelope.at),
        now=sent.now,
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


async def _address_of_filed(db: Any, organisation_id: UUID, writer_id: UUID, note_id: UUID) -> str | None:
    item = await queries.own_item(db, organisation_id, writer_id, note_id)
    return f"/attention/{item.id}" if item and item.state == ItemState.ATTENTION else None


# The notes room stands to our left and cannot import us; it asks through these.
beside.sharing.append(queries.sharing)
beside.counts.append(queries.attention_count)
beside.filed.append(_address_of_filed)
