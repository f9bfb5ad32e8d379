"""The page with help."""

from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import Response

from klankbord.house.content import MELDCODE, NUMBERS, QUESTIONS, STEPS, MeldcodeStep, Number, Question, Step
from klankbord.house.door import Anyone, Visit
from klankbord.house.language import mark
from klankbord.house.pages import render
from klankbord.rooms.help import queries
from klankbord.rooms.people.models import Person

router = APIRouter()


@dataclass(frozen=True)
class Contact:
    """A colleague to call. `role` is an English source word; `whatsapp` a number for wa.me, or empty."""

    name: str
    role: str
    phone: str
    hours: str | None = None
    email: str | None = None
    whatsapp: str = ""


@dataclass(frozen=True)
class Help:
    """Numbers for everybody, then one's own people, then something to read."""

    numbers: tuple[Number, ...]
    contacts: list[Contact]
    meldcode: tuple[MeldcodeStep, ...]
    steps: tuple[Step, ...]
    questions: tuple[Question, ...]


@router.get("/help")
async def help_page(request: Request, visit: Anyone) -> Response:
    """Works for everybody; own contacts only for who is signed in."""
    contacts = await _contacts(visit) if visit else []
    return render(request, "help/help.html", Help(NUMBERS, contacts, MELDCODE, STEPS, QUESTIONS))


async def _contacts(visit: Visit) -> list[Contact]:
    who = visit.who
    locations = list(dict.fromkeys(role.location_id for role in who.roles if role.location_id))
    managers = await queries.managers_of(visit.db, who.organisation_id, locations)
    workers = await queries.social_workers(visit.db, who.organisation_id)
    cards = [(person, _contact(person, mark("location manager"))) for person in managers]
    cards += [(person, _contact(person, mark("social worker"), chat=True)) for person in workers]
    return [card for person, card in cards if person.id != who.person_id]


def _contact(person: Person, role: str, *, chat: bool = False) -> Contact:
    phone = person.phone or ""
    whatsapp = _international(phone) if chat else ""
    return Contact(person.first_name, role, phone, person.hours, person.email if chat else None, whatsapp)


def _international(phone: str) -> str:
    """`06 12 34 56 78` as `31612345678`, the form wa.me asks for; empty when it is no Dutch number."""
    digits = "".join(sign for sign in phone if sign.isdigit())
    if phone.startswith("+"):
        return digits
    return "31" + digits[1:] if digits.startswith("0") and len(digits) == 10 else ""
