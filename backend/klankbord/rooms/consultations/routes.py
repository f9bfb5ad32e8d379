"""Asking a colleague, and what was said back; two steps from anywhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response

from klankbord.house.door import Signed, Visit, count_badges
from klankbord.house.errors import NotHere, Unfit
from klankbord.house.ids import new_id
from klankbord.house.pages import render
from klankbord.house.written import read_id
from klankbord.rooms.cases import queries as cases
from klankbord.rooms.cases.act_page import written_down
from klankbord.rooms.cases.queries import CasePlace
from klankbord.rooms.consultations import actions, queries, rules
from klankbord.rooms.consultations.contact_routes import router as contact_router
from klankbord.rooms.consultations.models import Consultation
from klankbord.rooms.consultations.queries import Colleague
from klankbord.rooms.people import queries as people
from klankbord.rooms.people.models import Person
from klankbord.rooms.places import queries as places
from klankbord.rooms.places.forms import NOTHING_AMISS, Amiss, amiss

router = APIRouter()
router.include_router(contact_router)
Typed = Annotated[str, Form()]


@dataclass(frozen=True)
class Row:
    """One question in the list: with whom, whether something in it was not read yet."""

    asked: Consultation
    other: str
    mine: bool
    unread: bool


@dataclass(frozen=True)
class Consultations:
    """What I asked and was asked, newest first."""

    rows: Sequence[Row]


@dataclass(frozen=True)
class Asking:
    """The form. `about`: the case; without one it names no child. `named`: what was found to be a name."""

    colleagues: Sequence[Colleague]
    about: CasePlace | None
    once: UUID
    to: str = ""
    question: str = ""
    named: Sequence[str] = ()
    amiss: Amiss = NOTHING_AMISS


@dataclass(frozen=True)
class Said:
    """One line: whose, when; `agreed`: what the two agreed."""

    name: str
    mine: bool
    at: datetime
    text: str
    agreed: bool


@dataclass(frozen=True)
class Thread:
    """A question and everything said about it, oldest first. `other` is the colleague; `about` the case, if any."""

    asked: Consultation
    other: Person
    about: CasePlace | None
    lines: Sequence[Said]
    once: UUID
    text: str = ""
    agreed: bool = False
    amiss: Amiss = NOTHING_AMISS


@router.get("/consultations")
async def consultations(visit: Signed) -> Response:
    """Everything I asked and was asked."""
    org, me = visit.who.organisation_id, visit.who.person_id
    found = await queries.consultations_of(visit.db, org, me)
    new = await actions.unread_for(visit.db, found, me)
    names = await people.first_names(visit.db, org, {_other(one, me) for one in found})
    rows = [Row(one, names.get(_other(one, me), ""), one.asker_id == me, one.id in new) for one in found]
    return render(visit, "consultations/consultations.html", Consultations(rows))


@router.get("/consultations/new")
async def new(visit: Signed, case: UUID | None = None, to: str = "") -> Response:
    """The form; about a case when it is asked from there."""
    return await _form(visit, case, to=to)


@router.post("/consultations")
async def ask(
    visit: Signed, to: Typed = "", question: Typed = "", case: Typed = "", once: Typed = "", not_a_child: Typed = ""
) -> Response:
    """Ask. What was typed stays when something is missing."""
    case_id = read_id(case)
    place = await _case(visit, case_id)
    names = await _names(visit)
    try:
        made = await actions.ask(
            visit.db,
            visit.house.keys,
            organisation_id=visit.who.organisation_id,
            asker_id=visit.who.person_id,
            to_id=read_id(to),
            question=question,
            names=names,
            now=visit.now,
            case=place.case if place else None,
            not_about_them=bool(not_a_child),
            once=read_id(once),
        )
    except Unfit as problem:
        named = rules.named_in(question, names) if isinstance(problem, rules.NamesAChild) else ()
        wrong = amiss(visit.request, problem)
        return await _form(visit, case_id, to, question, named, wrong, problem.status)
    return RedirectResponse(f"/consultations/{made.id}", 303)


@router.get("/consultations/{consultation_id}")
async def consultation(visit: Signed, consultation_id: UUID) -> Response:
    """What was said; from now on it is read."""
    return await _thread(visit, consultation_id)


@router.post("/consultations/{consultation_id}/replies")
async def reply(
    visit: Signed, consultation_id: UUID, text: Typed = "", agreed: Typed = "", once: Typed = ""
) -> Response:
    """Say something back."""
    try:
        await actions.reply(
            visit.db,
            visit.house.keys,
            organisation_id=visit.who.organisation_id,
            by_id=visit.who.person_id,
            consultation_id=consultation_id,
            text=text,
            agreed=bool(agreed),
            now=visit.now,
            once=read_id(once),
        )
    except Unfit as problem:
        wrong = amiss(visit.request, problem)
        return await _thread(visit, consultation_id, text, bool(agreed), wrong, problem.status)
    return RedirectResponse(f"/consultations/{consultation_id}#last", 303)


async def _form(
    visit: Visit,
    case_id: UUID | None,
    to: str = "",
    question: str = "",
    named: Sequence[str] = (),
    wrong: Amiss = NOTHING_AMISS,
    status: int = 200,
) -> Response:
    who = visit.who
    place = await _case(visit, case_id)
    case = place.case if place else None
    found = await actions.to_ask(visit.db, who.organisation_id, who.person_id, case)
    page = Asking(found, place, new_id(), to, question, named, wrong)
    return render(visit, "consultations/new.html", page, status)


async def _thread(
    visit: Visit,
    consultation_id: UUID,
    text: str = "",
    agreed: bool = False,
    wrong: Amiss = NOTHING_AMISS,
    status: int = 200,
) -> Response:
    org, me = visit.who.organisation_id, visit.who.person_id
    asked = await queries.consultation_of(visit.db, org, me, consultation_id)
    other = await people.person(visit.db, org, _other(asked, me)) if asked else None
    if asked is None or other is None:
        raise NotHere
    place = await cases.case_for(visit.db, visit.who, asked.case_id) if asked.case_id else None
    if asked.case_id and place is None:
        raise NotHere
    if place:
        await written_down(visit, place.case)
    await actions.open_one(visit.db, asked, me, visit.now)
    await count_badges(visit)
    names = {me: visit.who.first_name, other.id: other.first_name}
    lines = [
        Said(names[line.by_id], line.by_id == me, line.at, line.text, line.agreed)
        for line in (await actions.lines_of(visit.db, visit.house.keys, [asked]))[asked.id]
    ]
    page = Thread(asked, other, place, lines, new_id(), text, agreed, wrong)
    return render(visit, "consultations/consultation.html", page, status)


async def _case(visit: Visit, case_id: UUID | None) -> CasePlace | None:
    """The case it is about. Raises NotHere for one that is not the asker's to see."""
    if case_id is None:
        return None
    place = await cases.case_for(visit.db, visit.who, case_id)
    if place is None:
        raise NotHere
    return place


async def _names(visit: Visit) -> list[str]:
    who = visit.who
    managed = [
        group.id
        for location_id in who.managed_location_ids
        for group in await places.groups_of_location(visit.db, who.organisation_id, location_id)
    ]
    around = await queries.names_around(visit.db, who.organisation_id, {*who.group_ids, *managed})
    return [*around, *await queries.names_in_cases(visit.db, who)]


def _other(asked: Consultation, me: UUID) -> UUID:
    return asked.to_id if asked.asker_id == me else asked.asker_id
