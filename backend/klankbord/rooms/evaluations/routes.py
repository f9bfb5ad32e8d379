"""Setting the date to look back, and writing down what was found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from klankbord.house.door import Signed, Visit
from klankbord.house.errors import NotHere, Unfit
from klankbord.house.ids import new_id
from klankbord.house.language import mark
from klankbord.house.pages import render
from klankbord.house.written import read_id
from klankbord.rooms.cases import queries as cases
from klankbord.rooms.cases.act_page import written_down
from klankbord.rooms.cases.path_models import ClosingReason
from klankbord.rooms.cases.queries import CasePlace
from klankbord.rooms.evaluations import actions, queries, rules
from klankbord.rooms.evaluations.models import Evaluation, Outcome
from klankbord.rooms.evaluations.picture import Picture
from klankbord.rooms.evaluations.seen import picture_of
from klankbord.rooms.places import queries as places
from klankbord.rooms.places.forms import NOTHING_AMISS, Amiss, amiss, read_day
from klankbord.rooms.plans import actions as plans
from klankbord.rooms.plans.actions import Version
from klankbord.rooms.plans.rules import HALF_YEAR

router = APIRouter()
OUTCOMES = (
    (Outcome.REACHED, mark("reached")),
    (Outcome.PARTLY, mark("partly")),
    (Outcome.NOT_YET, mark("not yet")),
    (Outcome.LEFT, mark("we left it")),
)
REASONS = (
    (ClosingReason.GOES_WELL, mark("It goes well")),
    (ClosingReason.HELP_ELSEWHERE, mark("Others help now")),
    (ClosingReason.LEFT, mark("The child left")),
    (ClosingReason.NOTHING_FOUND, mark("There was nothing the matter")),
    (ClosingReason.OTHER, mark("Something else")),
)


@dataclass(frozen=True)
class DateForm:
    """The date that counts now, if any, and what was typed."""

    about: CasePlace
    planned: Evaluation | None
    latest: date
    planned_on: str
    reason: str
    once: UUID
    amiss: Amiss = NOTHING_AMISS


@dataclass(frozen=True)
class ResultForm:
    """What is looked back on (plan and picture), and what was typed, by field."""

    about: CasePlace
    plan: Version | None
    picture: Picture
    outcomes: Sequence[tuple[str, str]]
    reasons: Sequence[tuple[str, str]]
    typed: Mapping[str, str]
    once: UUID
    amiss: Amiss = NOTHING_AMISS


@router.get("/cases/{case_id}/evaluations/new")
async def new(visit: Signed, case_id: UUID) -> Response:
    """The form for a date."""
    return await _date_form(visit, await _mine(visit, case_id))


@router.post("/cases/{case_id}/evaluations")
async def plan_day(visit: Signed, case_id: UUID, request: Request) -> Response:
    """Set or move the date."""
    about, typed = await _mine(visit, case_id), await _typed(request)
    try:
        await actions.plan_day(
            visit.db,
            visit.house.keys,
            case=about.case,
            by_id=visit.who.person_id,
            planned_on=read_day(typed.get("planned_on", ""), "planned_on"),
            reason=typed.get("reason", ""),
            today=await _today(visit),
            now=visit.now,
            once=read_id(typed.get("once", "")),
        )
    except Unfit as problem:
        return await _date_form(visit, about, typed, amiss(visit.request, problem), problem.status)
    return RedirectResponse(f"/cases/{case_id}#evaluation", 303)


@router.get("/cases/{case_id}/evaluations/result")
async def result(visit: Signed, case_id: UUID) -> Response:
    """The form to look back with."""
    return await _result_form(visit, await _mine(visit, case_id), {"held_on": (await _today(visit)).isoformat()})


@router.post("/cases/{case_id}/evaluations/results")
async def hold(visit: Signed, case_id: UUID, request: Request) -> Response:
    """Keep what was found."""
    about, typed = await _mine(visit, case_id), await _typed(request)
    try:
        await actions.hold(
            visit.db,
            visit.house.keys,
            case=about.case,
            by_id=visit.who.person_id,
            result=_result(typed),
            today=await _today(visit),
            now=visit.now,
            once=read_id(typed.get("once", "")),
        )
    except Unfit as problem:
        about = await _mine(visit, case_id)  # as it is, whatever was taken back
        return await _result_form(visit, about, typed, amiss(visit.request, problem), problem.status)
    return RedirectResponse(f"/cases/{case_id}#evaluation", 303)


def _result(typed: Mapping[str, str]) -> actions.Result:
    goals = [
        rules.Found(goal_id, outcome, typed.get(f"words_{goal_id}", ""))
        for key, outcome in typed.items()
        if key.startswith("outcome_") and (goal_id := read_id(key.removeprefix("outcome_")))
    ]
    goes_on = typed.get("next_move") == "go_on"
    return actions.Result(
        held_on=read_day(typed.get("held_on", ""), "held_on"),
        found=typed.get("found", ""),
        for_teacher=typed.get("for_teacher", ""),
        goals=goals,
        next_move=typed.get("next_move", ""),
        next_on=read_day(typed.get("next_on", ""), "next_on") if goes_on else None,
        closing_reason=typed.get("reason", ""),
        closing_words=typed.get("words", ""),
    )


async def _typed(request: Request) -> dict[str, str]:
    return {key: value for key, value in (await request.form()).items() if isinstance(value, str)}


async def _today(visit: Visit) -> date:
    return await places.day_of(visit.db, visit.who.organisation_id, visit.now)


async def _mine(visit: Visit, case_id: UUID) -> CasePlace:
    about = await cases.case_for(visit.db, visit.who, case_id)
    if about is None or not plans.may_plan(visit.who, about.case):
        raise NotHere
    await written_down(visit, about.case)
    return about


async def _date_form(
    visit: Visit,
    about: CasePlace,
    typed: Mapping[str, str] | None = None,
    wrong: Amiss = NOTHING_AMISS,
    status: int = 200,
) -> Response:
    planned = await queries.planned(visit.db, visit.who.organisation_id, about.case.id)
    typed, latest = typed or {}, await _today(visit) + HALF_YEAR
    day, once = typed.get("planned_on", ""), read_id(typed.get("once", "")) or new_id()
    page = DateForm(about, planned, latest, day, typed.get("reason", ""), once, wrong)
    return render(visit, "evaluations/date.html", page, status)


async def _result_form(
    visit: Visit, about: CasePlace, typed: Mapping[str, str], wrong: Amiss = NOTHING_AMISS, status: int = 200
) -> Response:
    plan = await plans.newest(visit.db, visit.house.keys, visit.who.organisation_id, about.case.id)
    picture = await picture_of(visit.db, about.case)
    once = read_id(typed.get("once", "")) or new_id()
    page = ResultForm(about, plan, picture, OUTCOMES, REASONS, typed, once, wrong)
    return render(visit, "evaluations/result.html", page, status)
