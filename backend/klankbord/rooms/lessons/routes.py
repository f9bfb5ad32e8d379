"""The coming lessons of one group: for its teachers, its location's manager and the administrator."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response

from klankbord.house.door import Signed, Visit
from klankbord.house.errors import NotHere, Unfit
from klankbord.house.pages import render
from klankbord.rooms.lessons import actions, queries
from klankbord.rooms.lessons.calendar import Slot, slots, with_closures
from klankbord.rooms.lessons.models import ChangeKind
from klankbord.rooms.places import actions as places
from klankbord.rooms.places.forms import NOTHING_AMISS, Amiss, amiss, read_day, read_number, read_time
from klankbord.rooms.places.models import Closure, Group, Location
from klankbord.rooms.places.rules import may_manage

router = APIRouter()
Typed = Annotated[str, Form()]
SHOWN = 8
RESTORED = "restored"


@dataclass(frozen=True)
class MoveForm:
    """The lesson that is being moved (its day, or None), what was typed, and what is wrong with it."""

    day: date | None = None
    new_day: str = ""
    new_time: str = ""
    amiss: Amiss = NOTHING_AMISS


@dataclass(frozen=True)
class TimetableForm:
    """What was typed (else what holds now), and what is wrong with it."""

    weekday: str
    starts_at: str
    minutes: str
    amiss: Amiss = NOTHING_AMISS


@dataclass(frozen=True)
class LessonsPage:
    """The next lessons of a group, with the closures between them; `timetable` only for who may change it."""

    group: Group
    location: Location
    entries: Sequence[Slot | Closure]
    move: MoveForm
    timetable: TimetableForm | None


@router.get("/groups/{group_id}/lessons")
async def lessons(visit: Signed, group_id: UUID, move: str = "") -> Response:
    """The next lessons; `move` is the day of the lesson whose form is open."""
    found = await _visible(visit, group_id)
    return await _page(visit, found, _move_form(found, move))


@router.post("/groups/{group_id}/lesson-changes")
async def change_lesson(
    visit: Signed,
    group_id: UUID,
    lesson_day: Typed = "",
    kind: Typed = "",
    new_day: Typed = "",
    new_time: Typed = "",
) -> Response:
    """One lesson is cancelled, moved, or restored."""
    found = await _visible(visit, group_id)
    try:
        await _change(visit, found, kind, read_day(lesson_day, ""), new_day, new_time)
    except Unfit as problem:
        wrong = amiss(visit.request, problem)
        form = MoveForm(_day_or_none(lesson_day), new_day, new_time, wrong) if wrong.at else MoveForm(amiss=wrong)
        return await _page(visit, found, form, status=problem.status)
    return await _done(visit, group_id)


@router.post("/groups/{group_id}/timetable")
async def change_timetable(
    visit: Signed, group_id: UUID, weekday: Typed = "", starts_at: Typed = "", minutes: Typed = ""
) -> Response:
    """Another weekly lesson time, by the location's manager or the administrator."""
    found = await _visible(visit, group_id)
    if not may_manage(visit.who, found.location.id):
        raise NotHere
    try:
        at, organisation_id = read_time(starts_at, "starts_at"), visit.who.organisation_id
        numbers = read_number(weekday), at, read_number(minutes)
        await places.change_timetable(visit.db, organisation_id, group_id, *numbers, visit.now)
    except Unfit as problem:
        typed = TimetableForm(weekday, starts_at, minutes, amiss(visit.request, problem))
        return await _page(visit, found, MoveForm(), typed, problem.status)
    return await _done(visit, group_id)


async def _change(
    visit: Visit, found: queries.GroupCalendar, kind: str, day: date, new_day: str, new_time: str
) -> None:
    group = visit.db, visit.who.organisation_id, found.group.id
    if kind == ChangeKind.CANCELLED:
        await actions.cancel_lesson(*group, day, visit.who.person_id, visit.now)
    elif kind == ChangeKind.MOVED:
        wall = read_day(new_day, "new_day"), read_time(new_time, "new_time")
        new_start = datetime.combine(*wall, found.calendar.timetable.zone)
        await actions.move_lesson(*group, day, new_start, visit.who.person_id, visit.now)
    elif kind == RESTORED:
        await actions.restore_lesson(*group, day, visit.now)
    else:
        raise Unfit


async def _visible(visit: Visit, group_id: UUID) -> queries.GroupCalendar:
    found = await queries.calendar(visit.db, visit.who.organisation_id, group_id)
    if found is None or not (group_id in visit.who.group_ids or may_manage(visit.who, found.location.id)):
        raise NotHere
    return found


def _move_form(found: queries.GroupCalendar, move: str) -> MoveForm:
    day = _day_or_none(move)
    lesson = found.calendar.planned(day) if day else None
    if lesson is None:
        return MoveForm()
    starts = lesson.starts.astimezone(found.calendar.timetable.zone)
    return MoveForm(day, f"{starts:%Y-%m-%d}", f"{starts:%H:%M}")


def _day_or_none(text: str) -> date | None:
    try:
        return read_day(text, "")
    except Unfit:
        return None


async def _page(
    visit: Visit,
    found: queries.GroupCalendar,
    move: MoveForm,
    typed: TimetableForm | None = None,
    status: int = 200,
) -> Response:
    group = found.group
    calendar, today = found.calendar, found.calendar.local_day(visit.now)
    now_holds = TimetableForm(str(group.weekday), f"{group.starts_at:%H:%M}", str(group.minutes))
    shown = slots(calendar, visit.now, SHOWN)
    if move.day not in {slot.lesson.day for slot in shown}:
        move = MoveForm(amiss=Amiss(form="".join(move.amiss.at.values()) or move.amiss.form))
    page = LessonsPage(
        group=group,
        location=found.location,
        entries=with_closures(shown, found.closures, calendar, today),
        move=move,
        timetable=(typed or now_holds) if may_manage(visit.who, found.location.id) else None,
    )
    fragment = "hx-request" in visit.request.headers
    return render(visit, "lessons/_lessons.html" if fragment else "lessons/lessons.html", page, status)


async def _done(visit: Visit, group_id: UUID) -> Response:
    if "hx-request" in visit.request.headers:
        return await _page(visit, await _visible(visit, group_id), MoveForm())
    return RedirectResponse(f"/groups/{group_id}/lessons", 303)
