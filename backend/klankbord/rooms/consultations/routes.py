"""Asking a colleague, and what was said back; two steps from anywhere."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response

from klankbord.house.door import Signed
from klankbord.house.errors import Unfit
from klankbord.house.pages import render
from klankbord.house.written import read_id
from klankbord.rooms.consultations import actions, queries, reading, rules
from klankbord.rooms.consultations.contact_routes import router as contact_router
from klankbord.rooms.consultations.pages import (
    Consultations,
    Row,
    case_of,
    form_page,
    names_around,
    other_of,
    thread_page,
)
from klankbord.rooms.people import queries as people
from klankbord.rooms.places.forms import amiss

router = APIRouter()
router.routes.extend(contact_router.routes)
Typed = Annotated[str, Form()]


@router.get("/consultations")
async def consultations(visit: Signed) -> Response:
    """Everything I asked and was asked."""
    org, me = visit.who.organisation_id, visit.who.person_id
    found = await queries.consultations_of(visit.db, org, me)
    new = await reading.unread_for(visit.db, found, me)
    names = await people.first_names(visit.db, org, {other_of(one, me) for one in found})
    rows = [Row(one, names.get(other_of(one, me), ""), one.asker_id == me, one.id in new) for one in found]
    return render(visit, "consultations/consultations.html", Consultations(rows))


@router.get("/consultations/new")
async def new(visit: Signed, case: UUID | None = None, to: str = "") -> Response:
    """The form; about a case when it is asked from there."""
    return await form_page(visit, case, to=to)


@router.post("/consultations")
async def ask(
    visit: Signed, to: Typed = "", question: Typed = "", case: Typed = "", once: Typed = "", not_a_child: Typed = ""
) -> Response:
    """Ask. What was typed stays when something is missing."""
    case_id = read_id(case)
    place = await case_of(visit, case_id)
    names = await names_around(visit)
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
        return await form_page(visit, case_id, to, question, named, wrong, problem.status)
    return RedirectResponse(f"/consultations/{made.id}", 303)


@router.get("/consultations/{consultation_id}")
async def consultation(visit: Signed, consultation_id: UUID) -> Response:
    """What was said; from now on it is read."""
    return await thread_page(visit, consultation_id)


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
        return await thread_page(visit, consultation_id, text, bool(agreed), wrong, problem.status)
    return RedirectResponse(f"/consultations/{consultation_id}#last", 303)
