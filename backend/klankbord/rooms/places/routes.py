"""Locations and their closures: the administrator sees all, a location manager the own ones."""

from asyncio import to_thread
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response

from klankbord.house.door import Signed, Visit
from klankbord.house.errors import NotHere, Unfit
from klankbord.house.pages import render
from klankbord.rooms.places import actions, queries, rules
from klankbord.rooms.places.forms import NOTHING_AMISS, Amiss, amiss, read_day
from klankbord.rooms.places.models import Closure, Group, HolidayRegion, Location

router = APIRouter()
Typed = Annotated[str, Form()]


@dataclass(frozen=True)
class Locations:
    """The locations this person may look after."""

    locations: Sequence[Location]


@dataclass(frozen=True)
class ClosureForm:
    """What was typed, and what is wrong with it."""

    name: str = ""
    first_day: str = ""
    last_day: str = ""
    amiss: Amiss = NOTHING_AMISS


@dataclass(frozen=True)
class LocationPage:
    """One location. `years`: closures still to come by year, of which `open_year` is unfolded; `known_until`: the last
    known day of school holidays; `fillable`: known holidays are not filled in yet."""

    location: Location
    groups: Sequence[Group]
    years: list[tuple[int, list[Closure]]]
    removed: Sequence[Closure]
    known_until: date
    fillable: bool
    open_year: int | None
    form: ClosureForm


@router.get("/locations")
async def locations(visit: Signed) -> Response:
    """All locations for the administrator, the own ones for a location manager."""
    who = visit.who
    if not (who.is_administrator or who.is_location_manager):
        raise NotHere
    own = None if who.is_administrator else who.managed_location_ids
    return render(
        visit, "places/locations.html", Locations(await queries.locations(visit.db, who.organisation_id, own))
    )


@router.get("/locations/{location_id}")
async def location(visit: Signed, location_id: UUID) -> Response:
    """Groups and closures of one location."""
    return await _page(visit, location_id)


@router.post("/locations/{location_id}/closures")
async def add_closure(
    visit: Signed, location_id: UUID, name: Typed = "", first_day: Typed = "", last_day: Typed = ""
) -> Response:
    """Days without lessons; an empty last day means one day."""
    await _mine(visit, location_id)
    try:
        first = read_day(first_day, "first_day")
        last = read_day(last_day, "last_day") if last_day.strip() else first
        organisation_id = visit.who.organisation_id
        added = await actions.add_closure(visit.db, organisation_id, location_id, name, first, last, visit.now)
    except Unfit as problem:
        form = ClosureForm(name, first_day, last_day, amiss(visit.request, problem))
        return await _page(visit, location_id, form, problem.status)
    return await _done(visit, location_id, added)


@router.post("/locations/{location_id}/closures/{closure_id}/removal")
async def remove_closure(visit: Signed, location_id: UUID, closure_id: UUID) -> Response:
    """There are lessons after all."""
    await _mine(visit, location_id)
    closure = await actions.remove_closure(visit.db, visit.who.organisation_id, location_id, closure_id, visit.now)
    return await _done(visit, location_id, closure)


@router.post("/locations/{location_id}/closures/{closure_id}/return")
async def bring_closure_back(visit: Signed, location_id: UUID, closure_id: UUID) -> Response:
    """The removal was a mistake."""
    await _mine(visit, location_id)
    closure = await actions.bring_closure_back(visit.db, visit.who.organisation_id, location_id, closure_id, visit.now)
    return await _done(visit, location_id, closure)


@router.post("/locations/{location_id}/holidays")
async def fill_closures(visit: Signed, location_id: UUID) -> Response:
    """Fill in the holidays that have become known."""
    await _mine(visit, location_id)
    await actions.fill_closures(visit.db, visit.who.organisation_id, location_id, visit.now)
    return await _done(visit, location_id)


async def _mine(visit: Visit, location_id: UUID) -> Location:
    place = await queries.location(visit.db, visit.who.organisation_id, location_id)
    if place is None or not rules.may_manage(visit.who, place.id):
        raise NotHere
    return place


async def _page(
    visit: Visit,
    location_id: UUID,
    form: ClosureForm | None = None,
    status: int = 200,
    touched: Closure | None = None,
) -> Response:
    place, organisation_id = await _mine(visit, location_id), visit.who.organisation_id
    today = await queries.day_of(visit.db, organisation_id, visit.now)
    coming = await queries.closures(visit.db, organisation_id, [place.id], today)
    page = LocationPage(
        location=place,
        groups=await queries.groups_of_location(visit.db, organisation_id, place.id),
        years=[(year, list(rows)) for year, rows in groupby(coming, key=lambda row: row.first_day.year)],
        removed=await queries.removed_closures(visit.db, organisation_id, place.id, today),
        known_until=await to_thread(rules.holidays_known_until, HolidayRegion(place.holiday_region)),
        fillable=bool(await actions.missing_closures(visit.db, place, today)),
        open_year=next((row.first_day.year for row in [touched, *coming] if row), None),
        form=form or ClosureForm(),
    )
    fragment = "hx-request" in visit.request.headers
    return render(visit, "places/_closures.html" if fragment else "places/location.html", page, status)


async def _done(visit: Visit, location_id: UUID, touched: Closure | None = None) -> Response:
    if "hx-request" in visit.request.headers:
        return await _page(visit, location_id, touched=touched)
    return RedirectResponse(f"/locations/{location_id}#closures", 303)
