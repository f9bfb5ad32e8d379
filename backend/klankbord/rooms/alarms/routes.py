"""The noodmelding: send it, watch it, take it up, take it back; and the list of what went before."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response

from klankbord.house.content import NUMBERS, Number
from klankbord.house.door import Signed, Visit
from klankbord.house.errors import NotHere, Problem, Unfit
from klankbord.house.ids import new_id
from klankbord.house.language import translator
from klankbord.house.once import row_id
from klankbord.house.pages import render
from klankbord.house.staying import Stays
from klankbord.rooms.alarms import actions, queries
from klankbord.rooms.alarms.channels import channels_of
from klankbord.rooms.alarms.contacts import Contact, contacts_at
from klankbord.rooms.alarms.listing import Measured, Past, measured, past_alarms
from klankbord.rooms.alarms.live import LiveScreen
from klankbord.rooms.alarms.models import Alarm, Channel
from klankbord.rooms.alarms.screen import screen_of
from klankbord.rooms.places import queries as places
from klankbord.rooms.places.models import Location

router = APIRouter(prefix="/alarms")
Typed = Annotated[str, Form()]


class NoSuchLocation(Unfit):
    """Choose the location where help is needed. If there is no time for that: phone."""


@dataclass(frozen=True)
class NewAlarm:
    """The form, below the numbers. `once` becomes the alarm's id, so that a second tap sends nothing more."""

    numbers: Sequence[Number]
    contacts: Sequence[Contact]
    locations: Sequence[Location]
    once: str
    location: str
    words: str = ""
    drill: bool = False
    location_amiss: str = ""
    words_amiss: str = ""


@dataclass(frozen=True)
class Alarms:
    """What went before. `mail`: letters go out too."""

    alarms: Sequence[Past]
    drills: Measured
    mail: bool


@router.get("")
async def alarms(visit: Signed) -> Response:
    """The alarms this person may see, open ones first."""
    found = await past_alarms(visit.db, visit.who.organisation_id)
    page = Alarms(
        sorted(found, key=lambda one: not one.open), measured(found), Channel.MAIL in channels_of(visit.house.settings)
    )
    return render(visit, "alarms/alarms.html", page)


@router.get("/now")
async def now(visit: Signed) -> Response:
    """To the alarm that waits for this person."""
    found = await queries.newest_open(visit.db, visit.who.organisation_id, visit.who.person_id)
    return RedirectResponse(f"/alarms/{found}" if found else "/alarms", 303)


@router.get("/new")
async def new(visit: Signed, drill: str = "") -> Response:
    """Numbers first, then the form."""
    return await _form(visit, drill=bool(drill))


@router.post("")
async def send(visit: Signed, location: Typed = "", words: Typed = "", drill: Typed = "", once: Typed = "") -> Response:
    """Send it; again with the same `once` leads to the same alarm."""
    who = visit.who
    try:
        place = _chosen(location, await _locations(visit))
        alarm_id = row_id(_uuid(once), place.id, who.person_id, words, bool(drill))
        await actions.send(
            visit.db,
            visit.house.keys,
            organisation_id=who.organisation_id,
            alarm_id=alarm_id,
            sender_id=who.person_id,
            location_id=place.id,
            words=words,
            drill=bool(drill),
            channels=channels_of(visit.house.settings),
            now=visit.now,
        )
    except Unfit as problem:
        return await _form(visit, location, words, bool(drill), once, problem)
    return RedirectResponse(f"/alarms/{alarm_id}", 303)


@router.get("/{alarm_id}")
async def alarm(visit: Signed, alarm_id: UUID) -> Response:
    """The live screen. Opening it is having read it."""
    await actions.see(visit.db, alarm=await _alarm(visit, alarm_id), person_id=visit.who.person_id, now=visit.now)
    return render(visit, "alarms/alarm.html", await screen_of(visit, alarm_id))


@router.get("/{alarm_id}/live")
async def live(visit: Signed, alarm_id: UUID) -> Response:
    """Events for who asks for events, until it is over (204 ends an EventSource); else the live parts once."""
    page = await screen_of(visit, alarm_id)
    if "text/event-stream" not in visit.request.headers.get("accept", ""):
        return render(visit, "alarms/_live.html", page)
    if page.over:
        return Response(status_code=204)
    return Stays(LiveScreen(visit.request, alarm_id))


@router.post("/{alarm_id}/taking")
async def take(visit: Signed, alarm_id: UUID) -> Response:
    """Ik pak dit op. Who comes second sees who has it."""
    found = await _alarm(visit, alarm_id)
    try:
        await actions.take(visit.db, alarm=found, person_id=visit.who.person_id, now=visit.now)
    except actions.AlarmTaken as problem:
        return await _again(visit, alarm_id, problem)
    return RedirectResponse(f"/alarms/{alarm_id}", 303)


@router.post("/{alarm_id}/withdrawal")
async def withdraw(visit: Signed, alarm_id: UUID, reason: Typed = "") -> Response:
    """The sender takes it back."""
    found = await _alarm(visit, alarm_id)
    try:
        await actions.withdraw(
            visit.db, visit.house.keys, alarm=found, person_id=visit.who.person_id, reason=reason, now=visit.now
        )
    except (actions.AlarmTaken, Unfit) as problem:
        return await _again(visit, alarm_id, problem, reason)
    return RedirectResponse(f"/alarms/{alarm_id}", 303)


async def _alarm(visit: Visit, alarm_id: UUID) -> Alarm:
    found = await queries.alarm_of(visit.db, visit.who.organisation_id, alarm_id)
    if found is None:
        raise NotHere
    return found[0]


async def _again(visit: Visit, alarm_id: UUID, problem: Problem, reason: str = "") -> Response:
    sentence = translator(visit.who.language).gettext(problem.sentence)
    return render(visit, "alarms/alarm.html", await screen_of(visit, alarm_id, sentence, reason), problem.status)


async def _form(
    visit: Visit,
    location: str = "",
    words: str = "",
    drill: bool = False,
    once: str = "",
    problem: Unfit | None = None,
) -> Response:
    locations = await _locations(visit)
    chosen = next((one for one in locations if str(one.id) == location), locations[0] if locations else None)
    contacts = await contacts_at(visit.db, visit.who.organisation_id, [chosen.id] if chosen else None, visit.now)
    sentence = translator(visit.who.language).gettext(problem.sentence) if problem else ""
    page = NewAlarm(
        numbers=NUMBERS,
        contacts=[one for one in contacts if one.id != visit.who.person_id],
        locations=locations,
        once=str(_uuid(once) or new_id()),
        location=str(chosen.id) if chosen else "",
        words=words,
        drill=drill,
        location_amiss=sentence if isinstance(problem, NoSuchLocation) else "",
        words_amiss="" if isinstance(problem, NoSuchLocation) else sentence,
    )
    return render(visit, "alarms/new.html", page, problem.status if problem else 200)


async def _locations(visit: Visit) -> list[Location]:
    """The own ones first: help may be needed elsewhere too."""
    own = {role.location_id for role in visit.who.roles if role.location_id}
    found = await places.locations(visit.db, visit.who.organisation_id)
    return sorted(found, key=lambda one: one.id not in own)


def _chosen(location: str, locations: Sequence[Location]) -> Location:
    """Nothing said is the first; what is no location is refused. Raises NoSuchLocation."""
    if not location and locations:
        return locations[0]
    found = next((one for one in locations if str(one.id) == location), None)
    if found is None:
        raise NoSuchLocation
    return found


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
