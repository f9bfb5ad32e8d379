"""The plan of a case: the version that counts, the earlier ones, and the form for a new one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from klankbord.house.door import Signed, Visit
from klankbord.house.errors import NotHere, Unfit
from klankbord.house.ids import new_id
from klankbord.house.pages import render
from klankbord.house.written import read_id
from klankbord.rooms.cases.act_page import opening
from klankbord.rooms.cases.queries import CasePlace
from klankbord.rooms.people import queries as people
from klankbord.rooms.places import queries as places
from klankbord.rooms.places.forms import NOTHING_AMISS, Amiss, amiss, read_day
from klankbord.rooms.plans import actions, queries, rules
from klankbord.rooms.plans.actions import Version

router = APIRouter()


@dataclass(frozen=True)
class PlanPage:
    """The versions, newest first, each with its writer; `meanwhile`: those the reader had not seen when writing."""

    about: CasePlace
    versions: Sequence[tuple[Version, str]]
    meanwhile: Sequence[tuple[Version, str]]
    may_plan: bool


@dataclass(frozen=True)
class PlanForm:
    """What was typed, by field; `first`: no plan was written yet, so an evaluation date belongs to it."""

    about: CasePlace
    typed: Mapping[str, str]
    goals: range
    open_goals: int
    first: bool
    once: UUID
    amiss: Amiss = NOTHING_AMISS


@router.get("/cases/{case_id}/plan")
async def plan(visit: Signed, case_id: UUID, meanwhile: str = "") -> Response:
    """Everything that was planned."""
    about = await opening(visit, case_id)
    rows = await queries.versions_of(visit.db, visit.who.organisation_id, case_id)
    names = await people.first_names(visit.db, visit.who.organisation_id, {row.by_id for row in rows})
    found = [(one, names.get(one.plan.by_id, "")) for one in await actions.opened(visit.db, visit.house.keys, rows)]
    seen = {read_id(text) for text in meanwhile.split(",")}
    others = [one for one in found if one[0].plan.id in seen]
    page = PlanPage(about, list(reversed(found)), others, actions.may_plan(visit.who, about.case))
    return render(visit, "plans/plan.html", page)


@router.get("/cases/{case_id}/plans/new")
async def new(visit: Signed, case_id: UUID) -> Response:
    """The form, with the version that counts in it."""
    about = await _writable(visit, case_id)
    there = await actions.newest(visit.db, visit.house.keys, visit.who.organisation_id, case_id)
    return _form(visit, about, _typed(there), there is None)


@router.post("/cases/{case_id}/plans")
async def write(visit: Signed, case_id: UUID, request: Request) -> Response:
    """Keep a version. What was typed stays when something does not fit."""
    about = await _writable(visit, case_id)
    typed = {key: value for key, value in (await request.form()).items() if isinstance(value, str)}
    zone = await places.zone_of(visit.db, visit.who.organisation_id)
    today = visit.now.astimezone(zone).date()
    try:
        _row, missed = await actions.write(
            visit.db,
            visit.house.keys,
            case=about.case,
            by_id=visit.who.person_id,
            situation=typed.get("situation", ""),
            needs=typed.get("needs", ""),
            approach=typed.get("approach", ""),
            aims=[_aim(typed, place) for place in range(1, rules.GOALS + 1)],
            based_on_id=read_id(typed.get("based_on", "")),
            evaluation_on=_evaluation(typed, today),
            today=today,
            now=visit.now,
            once=read_id(typed.get("once", "")),
        )
    except Unfit as problem:
        first = not typed.get("based_on")
        return _form(visit, about, typed, first, amiss(visit.request, problem), problem.status)
    others = ",".join(str(one) for one in missed)
    return RedirectResponse(f"/cases/{case_id}/plan" + (f"?meanwhile={others}" if others else ""), 303)


def _aim(typed: Mapping[str, str], place: int) -> rules.Aim | None:
    what, measure, by_when = (typed.get(f"{name}_{place}", "").strip() for name in ("what", "measure", "by_when"))
    if not (what or measure or by_when):
        return None
    day = read_day(by_when, f"by_when_{place}") if by_when else None
    return rules.Aim(what, measure, day, read_id(typed.get(f"same_as_{place}", "")))


def _evaluation(typed: Mapping[str, str], today: date) -> date | None:
    if not typed.get("evaluation_on", "").strip():
        return None
    return rules.checked_day(read_day(typed["evaluation_on"], "evaluation_on"), today, "evaluation_on")


def _typed(there: Version | None) -> dict[str, str]:
    if there is None:
        return {}
    typed = {"situation": there.situation, "needs": there.needs, "approach": there.approach}
    typed["based_on"] = str(there.plan.id)
    for place, goal in enumerate(there.goals, 1):
        typed |= {f"what_{place}": goal.what, f"measure_{place}": goal.measure, f"same_as_{place}": str(goal.id)}
        typed[f"by_when_{place}"] = goal.by_when.isoformat() if goal.by_when else ""
    return typed


def _form(
    visit: Visit,
    about: CasePlace,
    typed: Mapping[str, str],
    first: bool,
    wrong: Amiss = NOTHING_AMISS,
    status: int = 200,
) -> Response:
    filled = [place for place in range(1, rules.GOALS + 1) if _any(typed, place)]
    once = read_id(typed.get("once", "")) or new_id()
    page = PlanForm(about, typed, range(1, rules.GOALS + 1), max(filled, default=1), first, once, wrong)
    return render(visit, "plans/new.html", page, status)


def _any(typed: Mapping[str, str], place: int) -> bool:
    return any(typed.get(f"{name}_{place}") for name in ("what", "measure", "by_when"))


async def _writable(visit: Visit, case_id: UUID) -> CasePlace:
    about = await opening(visit, case_id)
    if not actions.may_plan(visit.who, about.case):
        raise NotHere
    return about
