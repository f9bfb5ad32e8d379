"""What I put off or called off, and the reason I gave."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from fastapi import APIRouter
from fastapi.responses import Response

from klankbord.house.door import Signed, Visit
from klankbord.house.pages import render
from klankbord.rooms.reminders import queries
from klankbord.rooms.reminders.kinds import Kind, kind_of
from klankbord.rooms.reminders.models import Reminder, ReminderState

router = APIRouter()
BACK, MOST = timedelta(days=60), 50


@dataclass(frozen=True)
class Settled:
    """`until`: when it comes back, or nothing when it was called off (`at`); `reason`: in my own words, if any."""

    about: Kind
    until: datetime | None
    at: datetime | None
    reason: str


@dataclass(frozen=True)
class SettledPage:
    """Newest first."""

    settled: Sequence[Settled]


@router.get("/reminders/settled")
async def settled(visit: Signed) -> Response:
    """My own of the last two months; nobody else reads the reasons."""
    rows = await queries.settled_by(visit.db, visit.who.person_id, visit.now, visit.now - BACK, MOST)
    return render(visit, "reminders/settled.html", SettledPage([_settled(visit, row) for row in rows]))


def _settled(visit: Visit, row: Reminder) -> Settled:
    reason = visit.house.keys.open(row.reason_sealed, table="reminders", row=row.id, column="reason") or ""
    called_off = row.state == ReminderState.CANCELLED
    return Settled(kind_of(row.kind), None if called_off else row.snoozed_until, row.done_at, reason)
