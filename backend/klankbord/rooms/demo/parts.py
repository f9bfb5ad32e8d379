"""The page that shows every part, so that a change of one can be looked at before it is met in a room."""

from dataclasses import dataclass
from datetime import timedelta

from fastapi import APIRouter, Request
from fastapi.responses import Response

from klankbord.house.content import SIGNALS, Signal
from klankbord.house.ids import new_id
from klankbord.house.pages import render
from klankbord.rooms.alarms.contacts import DEPUTY, MANAGER, SOCIAL_WORKER, Contact

router = APIRouter()

COLOURS = ("ground", "card", "well", "ink", "ink-soft", "teal", "teal-wash", "brass", "brass-wash", "green")
LENGTHS = (timedelta(seconds=48), timedelta(seconds=95), timedelta(hours=2, minutes=5))
WAITS = (timedelta(hours=2), timedelta(hours=8), timedelta(days=1), timedelta(days=3), timedelta(days=6))


@dataclass(frozen=True)
class PartsPage:
    """What the parts are shown with."""

    colours: tuple[str, ...]
    signals: tuple[Signal, ...]
    waits: tuple[timedelta, ...]
    lengths: tuple[timedelta, ...]
    contacts: tuple[Contact, ...]


def _contact(name: str, role: str, number: int, *, at_work: bool = False, away: bool = False) -> Contact:
    return Contact(new_id(), name, role, f"06 00 00 00 {number}", None, None, at_work, away)


CONTACTS = (
    _contact("Karim", MANAGER, 11, at_work=True),
    _contact("Marjan", SOCIAL_WORKER, 12, away=True),
    _contact("Els", DEPUTY, 15),
)
PAGE = PartsPage((*COLOURS, "green-wash", "red"), SIGNALS, WAITS, LENGTHS, CONTACTS)


@router.get("/parts")
async def parts_page(request: Request) -> Response:
    """Every part on one page."""
    return render(request, "demo/parts.html", PAGE)
