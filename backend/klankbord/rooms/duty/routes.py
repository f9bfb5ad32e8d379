"""When I work and when I am away; an administrator keeps it for others."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response

from klankbord.house.door import Signed, Visit
from klankbord.house.errors import NotHere, Unfit
from klankbord.house.ids import new_id
from klankbord.house.pages import render
from klankbord.house.written import read_id
from klankbord.rooms.duty import actions, checks, queries
from klankbord.rooms.duty.models import Absence, WorkingHours
from klankbord.rooms.people import queries as people
from klankbord.rooms.people.models import Person
from klankbord.rooms.places.forms import NOTHING_AMISS, Amiss, amiss, read_day, read_time
from klankbord.rooms.places.queries import day_of

router = APIRouter()
Typed = Annotated[str, Form()]
Ticked = Annotated[list[str], Form(default_factory=list)]


@dataclass(frozen=True)
class HoursForm:
    """What was typed, and what is wrong with it."""

    weekdays: Sequence[str] = ()
    starts_at: str = "09:00"
    ends_at: str = "17:00"
    amiss: Amiss = NOTHING_AMISS


@dataclass(frozen=True)
class AbsenceForm:
    """What was typed; `once`: a second tap on the same form changes nothing."""

    first_day: str = ""
    last_day: str = ""
    deputy: str = ""
    once: str = field(default_factory=lambda: str(new_id()))
    amiss: Amiss = NOTHING_AMISS


@dataclass(frozen=True)
class DutyPage:
    """One person's hours by weekday, absences that are not over, and who can stand in. `mine`: the reader's own."""

    person: Person
    mine: bool
    week: Sequence[tuple[int, Sequence[WorkingHours]]]
    absences: Sequence[Absence]
    names: dict[UUID, str]
    stand_ins: Sequence[tuple[UUID, str]]
    today: date
    hours_form: HoursForm
    absence_form: AbsenceForm


@router.get("/duty")
async def my_duty(visit: Signed) -> Response:
    """Mine."""
    return await _page(visit, await _whose(visit, visit.who.person_id))


@router.get("/people/{person_id}/duty")
async def duty_of(visit: Signed, person_id: UUID) -> Response:
    """A colleague's, for an administrator."""
    return await _page(visit, await _whose(visit, person_id))


@router.post("/people/{person_id}/hours")
async def add_hours(
    visit: Signed, person_id: UUID, weekdays: Ticked, starts_at: Typed = "", ends_at: Typed = ""
) -> Response:
    """The same hours on each of the ticked days."""
    person = await _whose(visit, person_id)
    try:
        await actions.add_hours(
            visit.db,
            organisation_id=visit.who.organisation_id,
            person_id=person.id,
            weekdays=checks.read_weekdays(weekdays),
            starts_at=read_time(starts_at, "starts_at"),
            ends_at=read_time(ends_at, "ends_at"),
        )
    except Unfit as problem:
        typed = HoursForm(weekdays, starts_at, ends_at, amiss(visit.request, problem))
        return await _page(visit, person, hours=typed, status=problem.status)
    return _back(visit, person_id, "hours")


@router.post("/people/{person_id}/hours/removal")
async def remove_hours(visit: Signed, person_id: UUID, weekday: Typed = "", starts_at: Typed = "") -> Response:
    """Not at work then any more."""
    person = await _whose(visit, person_id)
    try:
        await actions.remove_hours(
            visit.db,
            organisation_id=visit.who.organisation_id,
            person_id=person.id,
            weekday=checks.read_weekdays([weekday])[0],
            starts_at=read_time(starts_at, "starts_at"),
        )
    except Unfit as problem:
        return await _page(visit, person, hours=HoursForm(amiss=amiss(visit.request, problem)), status=problem.status)
    return _back(visit, person_id, "hours")


@router.post("/people/{person_id}/absences")
async def add_absence(
    visit: Signed, person_id: UUID, first_day: Typed = "", last_day: Typed = "", deputy: Typed = "", once: Typed = ""
) -> Response:
    """Away; an empty last day means one day. What waits for me can be passed on next."""
    person = await _whose(visit, person_id)
    try:
        made = await _add_absence(visit, person, first_day, last_day, deputy, once)
    except Unfit as problem:
        typed = AbsenceForm(first_day, last_day, deputy, amiss=amiss(visit.request, problem))
        return await _page(visit, person, absence=typed, status=problem.status)
    if deputy and person_id == visit.who.person_id and visit.who.is_social_worker:
        return RedirectResponse(f"/duty/absences/{made}/cases", 303)
    return _back(visit, person_id, "absences")


@router.post("/people/{person_id}/absences/{absence_id}/end")
async def end_absence(visit: Signed, person_id: UUID, absence_id: UUID) -> Response:
    """Back, or not away after all."""
    person = await _whose(visit, person_id)
    await actions.end_absence(
        visit.db,
        organisation_id=visit.who.organisation_id,
        person_id=person.id,
        absence_id=absence_id,
        now=visit.now,
    )
    return _back(visit, person_id, "absences")


async def _add_absence(visit: Visit, person: Person, first: str, last: str, deputy: str, once: str) -> UUID:
    begins = read_day(first, "first_day")
    stand_ins = await queries.deputies(visit.db, visit.who.organisation_id, person.id)
    return await actions.add_absence(
        visit.db,
        organisation_id=visit.who.organisation_id,
        person_id=person.id,
        first_day=begins,
        last_day=read_day(last, "last_day") if last.strip() else begins,
        deputy_id=checks.read_deputy(deputy, [one.id for one in stand_ins]),
        now=visit.now,
        once=read_id(once),
    )


async def _whose(visit: Visit, person_id: UUID) -> Person:
    who = visit.who
    found = await people.person(visit.db, who.organisation_id, person_id)
    if found is None or found.ended_at or not (who.is_administrator or person_id == who.person_id):
        raise NotHere
    return found


def _back(visit: Visit, person_id: UUID, anchor: str) -> Response:
    mine = person_id == visit.who.person_id
    return RedirectResponse(f"{'/duty' if mine else f'/people/{person_id}/duty'}#{anchor}", 303)


async def _page(
    visit: Visit,
    person: Person,
    hours: HoursForm | None = None,
    absence: AbsenceForm | None = None,
    status: int = 200,
) -> Response:
    organisation_id = visit.who.organisation_id
    today = await day_of(visit.db, organisation_id, visit.now)
    stretches = await queries.hours_of(visit.db, organisation_id, [person.id])
    absences = await queries.absences_of(visit.db, organisation_id, [person.id], today)
    named = {one.deputy_id for one in absences if one.deputy_id}
    page = DutyPage(
        person=person,
        mine=person.id == visit.who.person_id,
        week=[(day, here) for day in range(1, 8) if (here := [one for one in stretches if one.weekday == day])],
        absences=absences,
        names=await people.first_names(visit.db, organisation_id, named),
        stand_ins=[(one.id, one.first_name) for one in await queries.deputies(visit.db, organisation_id, person.id)],
        today=today,
        hours_form=hours or HoursForm(),
        absence_form=absence or AbsenceForm(),
    )
    return render(visit, "duty/duty.html", page, status)
