"""Starting a watch, answering after a lesson, and choosing what now; each also works without script."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response

from klankbord.house.door import Signed, Visit
from klankbord.house.errors import NotHere, Unfit
from klankbord.house.pages import render
from klankbord.rooms.cases import queries as cases
from klankbord.rooms.notes import queries as notes
from klankbord.rooms.watches import actions, deciding, queries
from klankbord.rooms.watches.queries import WatchedLesson

router = APIRouter()
Typed = Annotated[str, Form()]
AT_ONCE = 40  # a note is about the children of one group at most


@dataclass(frozen=True)
class Answered:
    """The green line after one tap."""

    one: WatchedLesson


@router.post("/watches")
async def start(
    visit: Signed, note: Annotated[list[UUID] | None, Form()] = None, case: UUID | None = Form(None)
) -> Response:
    """Watch the child of each of these own notes, or of this case, extra in the next two lessons."""
    if case is not None:
        place = await cases.case_for(visit.db, visit.who, case)
        await _start(visit, place.pupil.id if place else None, case_id=case)
    elif note and len(note) <= AT_ONCE:
        for note_id in dict.fromkeys(note):
            own = await notes.own_note(visit.db, visit.who.organisation_id, visit.who.person_id, note_id)
            await _start(visit, own.pupil.id if own else None, note_id=note_id)
    else:
        raise Unfit
    return RedirectResponse("/today?started=1", 303)


@router.post("/watch-lessons/{lesson_id}/answer")
async def answer(visit: Signed, lesson_id: UUID, answer: Typed = "") -> Response:
    """How it went in a lesson."""
    who = visit.who
    mine = {"organisation_id": who.organisation_id, "teacher_id": who.person_id}
    await actions.answer(visit.db, **mine, watch_lesson_id=lesson_id, answer=answer, now=visit.now)
    if "hx-request" not in visit.request.headers:
        return RedirectResponse("/today", 303)
    (one,) = await queries.watched(visit.db, who.organisation_id, who.person_id, ids=[lesson_id])
    return render(visit, "watches/_answered.html", Answered(one))


@router.post("/watches/{watch_id}/next")
async def what_now(
    visit: Signed, watch_id: UUID, outcome: Typed = "", to: Typed = "", question: Typed = ""
) -> Response:
    """After the second lesson; what goes to somebody else is shown where it went."""
    mine = {"organisation_id": visit.who.organisation_id, "teacher_id": visit.who.person_id, "watch_id": watch_id}
    watch = await deciding.decide(
        visit.db,
        visit.house.keys,
        **mine,
        outcome=outcome,
        to_id=UUID(to) if _is_id(to) else None,
        question=question,
        now=visit.now,
    )
    goes_on = outcome in ("share", "ask_social_worker") and watch.case_id
    return RedirectResponse(f"/cases/{watch.case_id}" if goes_on else "/today", 303)


async def _start(
    visit: Visit, pupil_id: UUID | None, *, note_id: UUID | None = None, case_id: UUID | None = None
) -> None:
    if pupil_id is None:
        raise NotHere
    mine = {"organisation_id": visit.who.organisation_id, "teacher_id": visit.who.person_id}
    await actions.start(visit.db, **mine, pupil_id=pupil_id, note_id=note_id, case_id=case_id, now=visit.now)


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
