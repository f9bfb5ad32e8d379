"""The one page for a conversation: choose what stands on it, and get it as a PDF, under a decision that holds."""

from asyncio import to_thread
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response

from klankbord.house.door import Signed, Visit
from klankbord.house.errors import NotHere, Unfit
from klankbord.house.language import LANGUAGES
from klankbord.house.pages import render
from klankbord.house.written import read_id
from klankbord.rooms.cases import queries as cases
from klankbord.rooms.cases.queries import CasePlace
from klankbord.rooms.places.forms import NOTHING_AMISS, Amiss, amiss
from klankbord.rooms.sharing import gate, queries
from klankbord.rooms.sharing.composing import Chosen, compose
from klankbord.rooms.sharing.models import DisclosureKind
from klankbord.rooms.sharing.paper import as_pdf
from klankbord.rooms.sharing.queries import Decided
from klankbord.rooms.sharing.rules import Verdict
from klankbord.rooms.sharing.sheet import Sheet, sheet

router = APIRouter()
Typed = Annotated[str, Form()]
Many = Annotated[list[str] | None, Form()]
FILE = 'attachment; filename="gespreksblad.pdf"'


@dataclass(frozen=True)
class SheetPage:
    """What there is to choose from, and what was chosen so far. `everything`: nothing was chosen yet."""

    about: CasePlace
    decision_id: UUID
    sheet: Sheet
    chosen: Chosen
    languages: Sequence[tuple[str, str]] = (("nl", "Nederlands"), ("en", "English"))
    amiss: Amiss = NOTHING_AMISS


@router.get("/cases/{case_id}/sharing/{decision_id}/page")
async def new_page(visit: Signed, case_id: UUID, decision_id: UUID) -> Response:
    """Choose. When the decision does not hold, its own page says why."""
    place, found = await _under(visit, case_id, decision_id)
    if found.verdict(visit.now) != Verdict.HOLDS or place.case.closed_at is not None:
        return RedirectResponse(f"/cases/{case_id}/sharing/{decision_id}", 303)
    await queries.saw(visit.db, place.case, visit.who.person_id, visit.now)
    there = await sheet(visit, place, found.decision, LANGUAGES[0])
    first = Chosen([one.id for one in there.seen], agreed=there.agreed, caller=visit.who.person_id)
    return render(visit, "sharing/sheet.html", SheetPage(place, decision_id, there, first))


@router.post("/cases/{case_id}/sharing/{decision_id}/page")
async def make_page(
    visit: Signed,
    case_id: UUID,
    decision_id: UUID,
    note: Many = None,
    thought: Many = None,
    agreed: Typed = "",
    asked: Typed = "",
    caller: Typed = "",
    language: Typed = LANGUAGES[0],
) -> Response:
    """The PDF, written down as something that left. Nothing of it is kept here but its sha256."""
    place, found = await _under(visit, case_id, decision_id)
    spoken = language if language in LANGUAGES else LANGUAGES[0]
    chosen = Chosen(_ids(note), _ids(thought), agreed, asked, read_id(caller), spoken)
    there = await sheet(visit, place, found.decision, spoken)
    try:
        made = await _make(visit, place, decision_id, there, chosen)
    except Unfit as problem:
        page = SheetPage(place, decision_id, there, chosen, amiss=amiss(visit.request, problem))
        return render(visit, "sharing/sheet.html", page, problem.status)
    return Response(made, media_type="application/pdf", headers={"content-disposition": FILE})


async def _make(visit: Visit, place: CasePlace, decision_id: UUID, there: Sheet, chosen: Chosen) -> bytes:
    way: dict[str, Any] = {"case": place.case, "decision_id": decision_id, "way": DisclosureKind.PAGE, "now": visit.now}
    found = await gate.let_out(visit.db, **way)
    made = await to_thread(as_pdf, compose(there, found.decision, chosen, visit.now))
    await gate.disclosed(visit.db, **way, by_id=visit.who.person_id, sha256=sha256(made).digest())
    return made


async def _under(visit: Visit, case_id: UUID, decision_id: UUID) -> tuple[CasePlace, Decided]:
    """The case and the decision, for who decides about sharing in it. Raises NotHere."""
    place = await cases.case_for(visit.db, visit.who, case_id)
    if place is None or not await queries.carries(visit.db, visit.who, place.case):
        raise NotHere
    found = await queries.decision_of(visit.db, place.case.organisation_id, case_id, decision_id)
    if found is None:
        raise NotHere
    return place, found


def _ids(typed: list[str] | None) -> list[UUID]:
    return [one for one in map(read_id, typed or ()) if one]
