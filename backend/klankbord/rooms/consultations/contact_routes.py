"""Writing down that two colleagues spoke about a case."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response

from klankbord.house.door import Signed, Visit
from klankbord.house.errors import Unfit
from klankbord.house.ids import new_id
from klankbord.house.language import mark
from klankbord.house.pages import render
from klankbord.house.written import read_id
from klankbord.rooms.cases import queries as cases
from klankbord.rooms.cases.act_page import opening
from klankbord.rooms.cases.queries import CasePlace
from klankbord.rooms.consultations import actions
from klankbord.rooms.consultations.models import ContactWay
from klankbord.rooms.people import queries as people
from klankbord.rooms.people.models import Person, RoleKind
from klankbord.rooms.places import queries as places
from klankbord.rooms.places.forms import NOTHING_AMISS, Amiss, amiss, read_day

router = APIRouter()
Typed = Annotated[str, Form()]
WAYS = (
    (ContactWay.PHONE, mark("by phone")),
    (ContactWay.MEETING, mark("in person")),
    (ContactWay.MESSAGE, mark("in writing")),
)


@dataclass(frozen=True)
class Typing:
    """What was typed."""

    to: str = ""
    way: str = ContactWay.PHONE
    held_on: str = ""
    summary: str = ""


@dataclass(frozen=True)
class ContactForm:
    """Who spoke with whom about this case, when and how, and what was agreed. `ways`: key and English source."""

    about: CasePlace
    others: Sequence[Person]
    ways: Sequence[tuple[str, str]]
    once: UUID
    typed: Typing
    amiss: Amiss = NOTHING_AMISS


@router.get("/cases/{case_id}/contacts/new")
async def new_contact(visit: Signed, case_id: UUID) -> Response:
    """The form."""
    today = await places.day_of(visit.db, visit.who.organisation_id, visit.now)
    return await _form(visit, await opening(visit, case_id), Typing(held_on=today.isoformat()))


@router.post("/cases/{case_id}/contacts")
async def add_contact(
    visit: Signed,
    case_id: UUID,
    to: Typed = "",
    way: Typed = "",
    held_on: Typed = "",
    summary: Typed = "",
    once: Typed = "",
) -> Response:
    """Keep it; both see the same entry in the story."""
    place = await opening(visit, case_id)
    try:
        await actions.spoke(
            visit.db,
            visit.house.keys,
            case=place.case,
            by_id=visit.who.person_id,
            with_id=read_id(to) if read_id(to) in {one.id for one in await _others(visit, place)} else None,
            way=way,
            held_at=await _moment(visit, held_on),
            summary=summary,
            now=visit.now,
            once=read_id(once),
        )
    except Unfit as problem:
        typed = Typing(to, way, held_on, summary)
        return await _form(visit, place, typed, amiss(visit.request, problem), problem.status)
    return RedirectResponse(f"/cases/{case_id}#story", 303)


async def _moment(visit: Visit, held_on: str) -> datetime:
    """Noon of that day, or now for today: nobody remembers the minute."""
    zone = await places.zone_of(visit.db, visit.who.organisation_id)
    day = read_day(held_on, "held_on")
    if day == visit.now.astimezone(zone).date():
        return visit.now
    return datetime.combine(day, time(12), zone)


async def _others(visit: Visit, place: CasePlace) -> list[Person]:
    """Who sees the case, and the social workers who do not yet."""
    found = {reader.person.id: reader.person for reader in await cases.readers(visit.db, place.case)}
    for one in await people.with_role(visit.db, visit.who.organisation_id, RoleKind.SOCIAL_WORKER):
        found.setdefault(one.id, one)
    return [one for one in found.values() if one.id != visit.who.person_id]


async def _form(
    visit: Visit, place: CasePlace, typed: Typing, wrong: Amiss = NOTHING_AMISS, status: int = 200
) -> Response:
    page = ContactForm(place, await _others(visit, place), WAYS, new_id(), typed, wrong)
    return render(visit, "consultations/contact.html", page, status)
