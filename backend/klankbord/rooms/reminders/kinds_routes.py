"""The page with the one list of reminder kinds."""

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import Response

from klankbord.house.door import Signed
from klankbord.house.pages import render
from klankbord.rooms.reminders.kinds import KINDS, Kind

router = APIRouter()


@dataclass(frozen=True)
class KindsPage:
    """Every kind, as one list."""

    kinds: Sequence[Kind]


@router.get("/reminders/kinds")
async def kinds(visit: Signed) -> Response:
    """What Klankbord reminds of, whom and when; for everybody who works here."""
    return render(visit, "reminders/kinds.html", KindsPage(KINDS))
