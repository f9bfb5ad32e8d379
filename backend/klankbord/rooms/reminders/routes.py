"""What a person does with a reminder: done, later, or not needed; and who cannot be reached by push."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response

from klankbord.house.door import Signed, Visit
from klankbord.house.errors import NotHere, Unfit
from klankbord.house.language import spoken_by, translator
from klankbord.house.pages import render
from klankbord.rooms.lessons.queries import next_lesson_day
from klankbord.rooms.reminders import actions, kinds_routes, push_routes, queries, settled_routes
from klankbord.rooms.reminders.queries import Colleague
from klankbord.rooms.reminders.rules import Choice, about, choices, first_free_day

router = APIRouter()
router.routes.extend(push_routes.router.routes)
router.routes.extend(kinds_routes.router.routes)
router.routes.extend(settled_routes.router.routes)
Typed = Annotated[str, Form()]


class MomentMissing(Unfit):
    """Choose when you want to see it again."""


@dataclass(frozen=True)
class Later:
    """Put off or call off: the moments to choose from, what was typed, and what is wrong with it."""

    reminder_id: UUID
    about: str
    moments: Sequence[Choice]
    chosen: str = ""
    reason: str = ""
    amiss: str = ""


@dataclass(frozen=True)
class Settled:
    """What became of it: `until` is when it comes back, if it does."""

    until: datetime | None = None
    is_done: bool = False


@dataclass(frozen=True)
class Reach:
    """Colleagues who have no working push anywhere, and the others with the moment of their last one."""

    everybody: Sequence[Colleague]
    out_of_reach: Sequence[Colleague]
    within_reach: Sequence[tuple[Colleague, datetime | None]]


@router.get("/reminders/{reminder_id}/later")
async def later(visit: Signed, reminder_id: UUID) -> Response:
    """The two forms."""
    return await _forms(visit, reminder_id)


@router.post("/reminders/{reminder_id}/snooze")
async def snooze(visit: Signed, reminder_id: UUID, until: Typed = "", reason: Typed = "") -> Response:
    """Later today, tomorrow, or on the next lesson day; why is one's own business."""
    chosen = {choice.id: choice.until for choice in await _moments(visit)}.get(until)
    try:
        if chosen is None:
            raise MomentMissing
        mine = {"person_id": visit.who.person_id, "reminder_id": reminder_id}
        await actions.snooze(visit.db, visit.house.keys, until=chosen, reason=reason, **mine)
    except Unfit as problem:
        return await _forms(visit, reminder_id, until, reason, problem)
    return _settled(visit, Settled(until=chosen))


@router.post("/reminders/{reminder_id}/cancellation")
async def cancel(visit: Signed, reminder_id: UUID, reason: Typed = "") -> Response:
    """Not needed; the reason is asked for, because something was promised to a child."""
    try:
        mine = {"person_id": visit.who.person_id, "reminder_id": reminder_id}
        await actions.cancel_mine(visit.db, visit.house.keys, reason=reason, now=visit.now, **mine)
    except Unfit as problem:
        return await _forms(visit, reminder_id, "", reason, problem)
    return _settled(visit, Settled())


@router.post("/reminders/{reminder_id}/done")
async def done(visit: Signed, reminder_id: UUID) -> Response:
    """Did it."""
    await actions.tick_off(visit.db, person_id=visit.who.person_id, reminder_id=reminder_id, now=visit.now)
    return _settled(visit, Settled(is_done=True))


@router.get("/reachability")
async def reachability(visit: Signed) -> Response:
    """For a location manager the people of the own locations, for the administrator everybody."""
    who = visit.who
    if not (who.is_administrator or who.is_location_manager):
        raise NotHere
    where = None if who.is_administrator else who.managed_location_ids
    people = await queries.colleagues(visit.db, who.organisation_id, where)
    reached = await queries.reach(visit.db)
    page = Reach(
        people,
        [person for person in people if person.id not in reached],
        [(person, reached[person.id]) for person in people if person.id in reached],
    )
    return render(visit, "reminders/reachability.html", page)


async def _moments(visit: Visit) -> list[Choice]:
    who = visit.who
    day = await _next_lesson_day(visit) if who.is_teacher else None
    return choices(visit.now, day)


async def _next_lesson_day(visit: Visit) -> date | None:
    after = first_free_day(visit.now)
    found = await next_lesson_day(visit.db, visit.who.organisation_id, visit.who.group_ids, after)
    return found.day if found else None


async def _forms(
    visit: Visit, reminder_id: UUID, chosen: str = "", reason: str = "", problem: Unfit | None = None
) -> Response:
    row = await queries.reminder_of(visit.db, visit.who.person_id, reminder_id)
    if row is None:
        raise NotHere
    amiss = translator(spoken_by(visit.request)).gettext(problem.sentence) if problem else ""
    page = Later(reminder_id, about(row.kind), await _moments(visit), chosen, reason, amiss)
    fragment = "hx-request" in visit.request.headers
    status = problem.status if problem else 200
    return render(visit, "reminders/_later.html" if fragment else "reminders/later.html", page, status)


def _settled(visit: Visit, settled: Settled) -> Response:
    if "hx-request" in visit.request.headers:
        return render(visit, "reminders/_settled.html", settled)
    return RedirectResponse("/today", 303)
