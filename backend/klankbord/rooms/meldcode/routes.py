"""The Meldcode on a case, and whose Meldcode applies at a location."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response

from klankbord.house.door import Signed, Visit
from klankbord.house.errors import NotHere, Unfit
from klankbord.house.pages import render
from klankbord.house.written import read_id
from klankbord.rooms.cases.act_page import written_down
from klankbord.rooms.cases.queries import CasePlace
from klankbord.rooms.meldcode import actions, forms, page, queries, rules
from klankbord.rooms.meldcode.models import MeldcodeKind, MeldcodeSetting
from klankbord.rooms.places import queries as places
from klankbord.rooms.places.forms import NOTHING_AMISS, Amiss, amiss, read_day, read_number
from klankbord.rooms.places.models import Location
from klankbord.rooms.texts import queries as texts

router = APIRouter()
Typed = Annotated[str, Form()]


@dataclass(frozen=True)
class SettingPage:
    """Whose Meldcode applies at this location, and who to call."""

    location: Location
    whose: str
    contact_name: str
    contact_phone: str
    amiss: Amiss = NOTHING_AMISS


@router.get("/cases/{case_id}/meldcode")
async def meldcode(visit: Signed, case_id: UUID, correct: UUID | None = None) -> Response:
    """The five steps, what was recorded, and what comes now."""
    about = await _case(visit, case_id)
    return render(visit, "meldcode/meldcode.html", await page.page_of(visit, about, correct=correct))


@router.post("/cases/{case_id}/meldcode")
async def start(visit: Signed, case_id: UUID, special: Typed = "", once: Typed = "") -> Response:
    """Start it."""
    about = await _case(visit, case_id)
    by = visit.who.person_id
    await actions.start(visit.db, case=about.case, by_id=by, special=special, now=visit.now, once=read_id(once))
    return RedirectResponse(f"/cases/{case_id}/meldcode", 303)


@router.post("/cases/{case_id}/meldcode/entries")
async def record(
    visit: Signed,
    case_id: UUID,
    track: Typed = "",
    kind: Typed = "",
    step: Typed = "",
    question: Typed = "",
    answer: Typed = "",
    done_on: Typed = "",
    veilig_thuis: Typed = "",
    words: Typed = "",
    corrects: Typed = "",
    once: Typed = "",
) -> Response:
    """Record one thing, or correct it."""
    about, org = await _case(visit, case_id), visit.who.organisation_id
    zone = await places.zone_of(visit.db, org)
    asked = read_number(question) if question else None
    if kind == MeldcodeKind.WEIGHING and asked not in rules.QUESTIONS:
        raise NotHere
    try:
        await actions.record(
            visit.db,
            visit.house.keys,
            case=about.case,
            track_id=read_id(track) or UUID(int=0),
            by_id=visit.who.person_id,
            kind=kind,
            step=read_number(step),
            question=asked,
            answer=answer,
            done_on=read_day(done_on, "done_on") if done_on else None,
            veilig_thuis={"yes": True, "no": False}.get(veilig_thuis),
            words=words,
            correction_of_id=read_id(corrects),
            today=visit.now.astimezone(zone).date(),
            now=visit.now,
            once=read_id(once),
        )
    except Unfit as problem:
        said = forms.question_in(await texts.said(visit.db, org), asked if asked in rules.QUESTIONS else None)
        typed = forms.Form(
            kind,
            read_number(step),
            read_id(once) or UUID(int=0),
            asked,
            read_id(corrects),
            said,
            answer,
            done_on,
            veilig_thuis,
            words,
            amiss(visit.request, problem),
        )
        shown = await page.page_of(visit, about, typed)
        return render(visit, "meldcode/meldcode.html", shown, problem.status)
    return RedirectResponse(f"/cases/{case_id}/meldcode#now", 303)


@router.get("/locations/{location_id}/meldcode")
async def setting(visit: Signed, location_id: UUID) -> Response:
    """Whose Meldcode applies here."""
    place = await _location(visit, location_id)
    there = await queries.setting_of(visit.db, visit.who.organisation_id, location_id)
    return _setting(visit, place, there)


@router.post("/locations/{location_id}/meldcode")
async def settle(
    visit: Signed, location_id: UUID, whose: Typed = "", contact_name: Typed = "", contact_phone: Typed = ""
) -> Response:
    """Say whose Meldcode applies here from now on."""
    place, who = await _location(visit, location_id), visit.who
    try:
        await actions.settle(
            visit.db,
            organisation_id=who.organisation_id,
            location_id=location_id,
            by_id=who.person_id,
            whose=whose,
            contact_name=contact_name,
            contact_phone=contact_phone,
            now=visit.now,
        )
    except Unfit as problem:
        form = SettingPage(place, whose, contact_name, contact_phone, amiss(visit.request, problem))
        return render(visit, "meldcode/setting.html", form, problem.status)
    return RedirectResponse(f"/locations/{location_id}/meldcode", 303)


async def _case(visit: Visit, case_id: UUID) -> CasePlace:
    about = await queries.case_for(visit.db, visit.who, case_id)
    if about is None:
        raise NotHere
    await written_down(visit, about.case)
    return about


async def _location(visit: Visit, location_id: UUID) -> Location:
    place, who = await places.location(visit.db, visit.who.organisation_id, location_id), visit.who
    if place is None or not (who.is_administrator or who.is_social_worker or place.id in who.managed_location_ids):
        raise NotHere
    return place


def _setting(visit: Visit, place: Location, there: MeldcodeSetting | None) -> Response:
    if there is None:
        return render(visit, "meldcode/setting.html", SettingPage(place, "own", "", ""))
    form = SettingPage(place, there.whose, there.contact_name, there.contact_phone)
    return render(visit, "meldcode/setting.html", form)
