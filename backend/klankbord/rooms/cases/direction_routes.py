"""Who holds direction (regie) of a case: one page that says it, and where it is offered, taken over or declined."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response

from klankbord.house.door import Signed, Visit
from klankbord.house.errors import NotHere, Unfit
from klankbord.house.ids import new_id
from klankbord.house.pages import render
from klankbord.house.written import read_id
from klankbord.rooms.cases import direction, giving, path_queries, queries, standing
from klankbord.rooms.cases.act_page import Acting, acting, holding_it
from klankbord.rooms.cases.path_models import DirectionOffer, OfferAnswer
from klankbord.rooms.cases.queries import CasePlace
from klankbord.rooms.people import queries as people
from klankbord.rooms.people.models import Person, RoleKind
from klankbord.rooms.places.forms import NOTHING_AMISS, Amiss, amiss

router = APIRouter()
Typed = Annotated[str, Form()]


@dataclass(frozen=True)
class Asked:
    """Somebody (`by`) asked somebody (`to`) to take over; first names. `of_me`: it is up to the reader to answer;
    `may_end`: the reader may take the question back."""

    id: UUID
    by: str
    to: str
    words: str
    of_me: bool
    may_end: bool


@dataclass(frozen=True)
class DirectionPage:
    """`lead`: who holds direction now. `candidates`: whom the reader may ask, empty when it is not theirs to give;
    `unseen`: social workers who cannot read this case yet. `may_take`: nobody holds it."""

    about: CasePlace
    lead: str | None
    leads: bool
    asked: Asked | None
    candidates: Sequence[Person]
    unseen: Sequence[str]
    may_take: bool
    once: UUID
    to: str = ""
    words: str = ""
    reason: str = ""
    amiss: Amiss = NOTHING_AMISS


@router.get("/cases/{case_id}/direction")
async def holds_direction(visit: Signed, case_id: UUID) -> Response:
    """Who holds it, and what the reader can do about that."""
    return await _page(visit, await holding_it(visit, case_id))


@router.post("/cases/{case_id}/direction")
async def take(visit: Signed, case_id: UUID) -> Response:
    """Nobody holds it: the reader does."""
    found = await holding_it(visit, case_id)
    about = {"organisation_id": visit.who.organisation_id, "case_id": case_id, "by_id": visit.who.person_id}
    try:
        await direction.take(visit.db, **about, now=visit.now)
    except Unfit as problem:
        return await _page(visit, found, problem=problem)
    return RedirectResponse(f"/cases/{case_id}#direction", 303)


@router.post("/cases/{case_id}/direction-offers")
async def offer(visit: Signed, case_id: UUID, to: Typed = "", words: Typed = "", once: Typed = "") -> Response:
    """Ask somebody to take it over."""
    found = await holding_it(visit, case_id)
    about = {"organisation_id": visit.who.organisation_id, "case_id": case_id, "by_id": visit.who.person_id}
    try:
        await direction.offer(
            visit.db,
            visit.house.keys,
            **about,
            to_id=read_id(to),
            words=words,
            now=visit.now,
            once=read_id(once),
        )
    except Unfit as problem:
        return await _page(visit, found, to, words, problem=problem)
    return RedirectResponse(f"/cases/{case_id}#direction", 303)


@router.post("/cases/{case_id}/direction-offers/{offer_id}/answer")
async def answer(visit: Signed, case_id: UUID, offer_id: UUID, answer: Typed = "", reason: Typed = "") -> Response:
    """Take over, decline, or take the question back."""
    found = await acting(visit, case_id)
    try:
        said = OfferAnswer(answer)
    except ValueError:
        raise NotHere from None
    about = {"organisation_id": visit.who.organisation_id, "case_id": case_id, "by_id": visit.who.person_id}
    try:
        await direction.answer(
            visit.db, visit.house.keys, **about, offer_id=offer_id, answer=said, reason=reason, now=visit.now
        )
    except Unfit as problem:
        return await _page(visit, found, reason=reason, problem=problem)
    return RedirectResponse(f"/cases/{case_id}#direction", 303)


async def _page(
    visit: Visit, found: Acting, to: str = "", words: str = "", reason: str = "", problem: Unfit | None = None
) -> Response:
    case, me, org = found.place.case, visit.who.person_id, visit.who.organisation_id
    around = await path_queries.around(visit.db, case)
    held, row = standing.holder(case, around), await _open_offer(visit, case.id)
    readers = {one.person.id: one.person for one in await queries.readers(visit.db, case)}
    workers = await people.with_role(visit.db, org, RoleKind.SOCIAL_WORKER)
    names = {one.id: one.first_name for one in (*workers, *readers.values())}
    page = DirectionPage(
        about=found.place,
        lead=names.get(held, "") if held else None,
        leads=held == me,
        asked=_asked(visit, found, row, names) if row else None,
        candidates=[readers[one] for one in giving.candidates(case, around, me)],
        unseen=[one.first_name for one in workers if one.id not in readers],
        may_take=held is None and case.closed_at is None and row is None,
        once=new_id(),
        to=to,
        words=words,
        reason=reason,
        amiss=amiss(visit.request, problem) if problem else NOTHING_AMISS,
    )
    return render(visit, "cases/direction.html", page, problem.status if problem else 200)


async def _open_offer(visit: Visit, case_id: UUID) -> DirectionOffer | None:
    rows = await path_queries.offers_of(visit.db, visit.who.organisation_id, case_id)
    return next((one.offer for one in rows if one.answer is None), None)


def _asked(visit: Visit, found: Acting, row: DirectionOffer, names: dict[UUID, str]) -> Asked:
    me, of_me = visit.who.person_id, row.to_id == visit.who.person_id
    may_end = not of_me and (row.by_id == me or standing.may_move(found.place.case, found.around, me))
    words = direction.opened_words(visit.house.keys, row)
    return Asked(row.id, names.get(row.by_id, ""), names.get(row.to_id, ""), words, of_me, may_end)
