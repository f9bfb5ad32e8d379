"""The page with help."""

from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import Response

from klankbord.house.content import MELDCODE, NUMBERS, STEPS, MeldcodeStep, Number, Step
from klankbord.house.door import Anyone, Visit
from klankbord.house.pages import render
from klankbord.rooms.alarms import queries as alarms
from klankbord.rooms.alarms.contacts import Contact, contacts_at
from klankbord.rooms.help.rules import locations_of

router = APIRouter()


@dataclass(frozen=True)
class Help:
    """Numbers for everybody, then one's own people, then the alarm, then something to read. `open_alarm`: one waits."""

    numbers: tuple[Number, ...]
    contacts: list[Contact]
    open_alarm: bool
    meldcode: tuple[MeldcodeStep, ...]
    steps: tuple[Step, ...]


@router.get("/help")
async def help_page(request: Request, visit: Anyone) -> Response:
    """Works for everybody; own contacts only for who is signed in."""
    contacts = await _contacts(visit) if visit else []
    waits = visit is not None and await _alarm_waits(visit)
    return render(request, "help/help.html", Help(NUMBERS, contacts, waits, MELDCODE, STEPS))


async def _contacts(visit: Visit) -> list[Contact]:
    who = visit.who
    found = await contacts_at(visit.db, who.organisation_id, locations_of(who), visit.now)
    return [card for card in found if card.id != who.person_id]


async def _alarm_waits(visit: Visit) -> bool:
    return await alarms.newest_open(visit.db, visit.who.organisation_id, visit.who.person_id) is not None
