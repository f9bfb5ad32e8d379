"""Deciding to share, and one decision with what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import RedirectResponse, Response

from klankbord.house.door import Signed, Visit
from klankbord.house.errors import NotHere, Unfit
from klankbord.house.ids import new_id
from klankbord.house.pages import render
from klankbord.house.written import read_id
from klankbord.rooms.cases.act_page import visible, written_down
from klankbord.rooms.cases.models import Case
from klankbord.rooms.cases.queries import CasePlace
from klankbord.rooms.people.models import Person
from klankbord.rooms.places import queries as places
from klankbord.rooms.places.forms import NOTHING_AMISS, Amiss, amiss
from klankbord.rooms.sharing import actions, queries, rules, sheet_routes, words
from klankbord.rooms.sharing.decision_page import decision_page
from klankbord.rooms.sharing.forms import DecisionTyped, Typed, decision_typed
from klankbord.rooms.sharing.models import Option

router = APIRouter()


@dataclass(frozen=True)
class DecisionForm:
    """The four options, or the form of the chosen one. Words are English sources by key; `until`: the last day for an
    objection if they are told today."""

    about: CasePlace
    options: dict[str, tuple[str, str]]
    recipients: dict[str, str]
    ages: dict[str, str]
    how: dict[str, str]
    weeks: Sequence[int]
    until: date
    colleagues: Sequence[Person]
    once: UUID
    typed: DecisionTyped
    amiss: Amiss = NOTHING_AMISS


@router.get("/cases/{case_id}/sharing/new")
async def new_decision(visit: Signed, case_id: UUID, option: str = "", recipient: str = "") -> Response:
    """First the choice between the four, then the form of that one."""
    place = await _decides(visit, case_id)
    today = await places.day_of(visit.db, visit.who.organisation_id, visit.now)
    known = option if option in set(Option) else ""
    return await _form(visit, place, DecisionTyped(known, recipient, asked_on=today.isoformat()))


@router.post("/cases/{case_id}/sharing")
async def decide(
    visit: Signed, case_id: UUID, typed: Annotated[DecisionTyped, Depends(decision_typed)], once: Typed = ""
) -> Response:
    """Keep the decision."""
    place = await _decides(visit, case_id)
    by: dict[str, Any] = _by(visit, place) | {"once": read_id(once)}
    try:
        await actions.decide(visit.db, visit.house.keys, **by, **typed.read())
    except Unfit as problem:
        if typed.option not in set(Option):  # nobody chose one: the first, so that what was typed has a place
            typed = replace(typed, option=Option.CONSENT)
        return await _form(visit, place, typed, amiss(visit.request, problem), problem.status)
    return RedirectResponse(f"/cases/{case_id}#sharing", 303)


@router.get("/cases/{case_id}/sharing/{decision_id}")
async def decision(visit: Signed, case_id: UUID, decision_id: UUID) -> Response:
    """One decision, for everybody of the case."""
    place = await visible(visit, case_id)
    await queries.saw(visit.db, place.case, visit.who.person_id, visit.now)
    return await decision_page(visit, place, decision_id)


@router.post("/cases/{case_id}/sharing/{decision_id}/objections")
async def objects(visit: Signed, case_id: UUID, decision_id: UUID, words: Typed = "", once: Typed = "") -> Response:
    """Somebody said no."""
    place = await visible(visit, case_id)
    by: dict[str, Any] = {
        "case": place.case,
        "decision_id": decision_id,
        "by_id": visit.who.person_id,
        "now": visit.now,
    }
    try:
        await actions.object_to(visit.db, visit.house.keys, **by, words=words, once=read_id(once))
    except Unfit as problem:
        typed, wrong = {"words": words}, amiss(visit.request, problem)
        return await decision_page(visit, place, decision_id, typed, wrong, problem.status)
    return RedirectResponse(f"/cases/{case_id}#sharing", 303)


@router.post("/cases/{case_id}/sharing/{decision_id}/withdrawal")
async def withdraws(visit: Signed, case_id: UUID, decision_id: UUID, reason: Typed = "", once: Typed = "") -> Response:
    """The decision ends."""
    place = await visible(visit, case_id)
    by: dict[str, Any] = {
        "case": place.case,
        "decision_id": decision_id,
        "by_id": visit.who.person_id,
        "now": visit.now,
    }
    try:
        await actions.withdraw(visit.db, visit.house.keys, **by, reason=reason, once=read_id(once))
    except Unfit as problem:
        typed, wrong = {"reason": reason}, amiss(visit.request, problem)
        return await decision_page(visit, place, decision_id, typed, wrong, problem.status)
    return RedirectResponse(f"/cases/{case_id}#sharing", 303)


def _by(visit: Visit, place: CasePlace) -> dict[str, Any]:
    return {"case": place.case, "by_id": visit.who.person_id, "now": visit.now}


async def _decides(visit: Visit, case_id: UUID) -> CasePlace:
    place = await visible(visit, case_id)
    if not await queries.carries(visit.db, visit.who, place.case):
        raise NotHere
    await written_down(visit, place.case)
    return place


async def _form(
    visit: Visit, place: CasePlace, typed: DecisionTyped, wrong: Amiss = NOTHING_AMISS, status: int = 200
) -> Response:
    page = DecisionForm(
        about=place,
        options={str(key): said for key, said in words.OPTIONS.items()},
        recipients={str(key): said for key, said in words.RECIPIENTS.items()},
        ages={str(key): said for key, said in words.AGES.items()},
        how={str(key): said for key, said in words.HOW.items()},
        weeks=rules.WEEKS,
        until=await _until(visit, place.case),
        colleagues=await queries.colleagues(visit.db, place.case, visit.who.person_id),
        once=new_id(),
        typed=typed,
        amiss=wrong,
    )
    chosen = typed.option in set(Option)
    return render(visit, "sharing/decide.html" if chosen else "sharing/options.html", page, status)


async def _until(visit: Visit, case: Case) -> date:
    today = await places.day_of(visit.db, case.organisation_id, visit.now)
    closures = await places.closures(visit.db, case.organisation_id, [case.location_id], today)
    return rules.term_end(today, rules.WEEKS[0], closures)


router.routes.extend(sheet_routes.router.routes)
