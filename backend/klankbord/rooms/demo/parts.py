"""The page that shows every part, so that a change of one can be looked at before it is met in a room."""

from dataclasses import dataclass
from datetime import timedelta

from fastapi import APIRouter, Request
from fastapi.responses import Response

from klankbord.house.content import SIGNALS, Signal
from klankbord.house.pages import render

router = APIRouter()

COLOURS = ("ground", "card", "well", "ink", "ink-soft", "teal", "teal-wash", "brass", "brass-wash", "green")
WAITS = (timedelta(hours=2), timedelta(hours=8), timedelta(days=1), timedelta(days=3), timedelta(days=6))


@dataclass(frozen=True)
class PartsPage:
    """What the parts are shown with."""

    colours: tuple[str, ...]
    signals: tuple[Signal, ...]
    waits: tuple[timedelta, ...]


@router.get("/parts")
async def parts_page(request: Request) -> Response:
    """Every part on one page."""
    return render(request, "demo/parts.html", PartsPage((*COLOURS, "green-wash", "red"), SIGNALS, WAITS))
