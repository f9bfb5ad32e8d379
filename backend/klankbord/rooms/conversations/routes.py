"""A conversation over HTTP. A phone sends it sealed through the outbox; these forms work without script."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response

from klankbord.house.door import Signed, Visit
from klankbord.house.errors import Conflict, NotHere, Unfit
from klankbord.house.ids import new_id
from klankbord.house.pages import render
from klankbord.house.written import read_id
from klankbord.rooms.cases import path
from klankbord.rooms.conversations import actions, ending, queries, talk_page
from klankbord.rooms.conversations.form import About, Typed, about_case, about_pupil, children, talk_form
from klankbord.rooms.conversations.talk_page import TypedEnding
from klankbord.rooms.notes.rules import form_note_id
from klankbord.rooms.places.forms import NOTHING_AMISS, amiss

router = APIRouter()
Text = Annotated[str, Form()]
Texts = Annotated[list[str], Form()]


@router.get("/conversations/new")
async def new(visit: Signed, pupil: str = "", note: str = "") -> Response:
    """The page about a child of one's own group; without one, whom it is about."""
    if not pupil:
        return render(visit, "conversations/children.html", await children(visit))
    return await _form(visit, await _about(visit, pupil, note))


@router.get("/cases/{case_id}/conversations/new")
async def new_in_case(visit: Signed, case_id: UUID) -> Response:
    """The page about the child of a case."""
    about = await about_case(visit, case_id)
    if about.case:
        path.must_be_open(about.case)
    return await _form(visit, about)


@router.post("/conversations")
async def add(
    visit: Signed,
    pupil: Text = "",
    note: Text = "",
    talked_with: Text = "",
    held_on: Text = "",
    question: Texts = [],  # noqa: B006  FastAPI copies it
    said: Text = "",
    thought: Text = "",
    small_plan: Text = "",
    once: Text = "",
) -> Response:
    """Keep it; with the child's case when there is one."""
    typed = Typed(talked_with, held_on, question, said, thought, small_plan)
    return await _keep(visit, await _about(visit, pupil, note), typed, once)


@router.post("/cases/{case_id}/conversations")
async def add_in_case(
    visit: Signed,
    case_id: UUID,
    talked_with: Text = "",
    held_on: Text = "",
    question: Texts = [],  # noqa: B006
    said: Text = "",
    thought: Text = "",
    small_plan: Text = "",
    once: Text = "",
) -> Response:
    """Keep it as part of this case."""
    about = await about_case(visit, case_id)
    typed = Typed(talked_with, held_on, question, said, thought, small_plan)
    return await _keep(visit, about, typed, once)


@router.get("/conversations/{conversation_id}")
async def one(visit: Signed, conversation_id: UUID) -> Response:
    """One conversation: in the story of its case, or on a page of its own as long as it is in none."""
    who = visit.who
    row = await queries.visible(visit.db, who.organisation_id, conversation_id)
    if row is not None and row.case_id is not None:
        return RedirectResponse(f"/cases/{row.case_id}#story", 303)
    return await talk_page.one_talk(visit, conversation_id)


@router.post("/conversations/{conversation_id}/ending")
async def end(
    visit: Signed, conversation_id: UUID, kind: Text = "", reason: Text = "", small_plan: Text = ""
) -> Response:
    """Say what became of a small plan that is in no case; a changed one goes on in a conversation of today."""
    who, typed = visit.who, TypedEnding(kind, reason, small_plan)
    try:
        async with visit.db.begin_nested():
            row = await ending.end_plan(
                visit.db,
                visit.house.keys,
                organisation_id=who.organisation_id,
                by_id=who.person_id,
                conversation_id=conversation_id,
                kind=kind,
                reason=reason,
                small_plan=small_plan,
                now=visit.now,
            )
    except (Unfit, Conflict) as problem:
        return await talk_page.one_talk(visit, conversation_id, typed, problem)
    return RedirectResponse(f"/conversations/{row.id}", 303)


async def _about(visit: Visit, pupil: str, note: str) -> About:
    pupil_id = read_id(pupil)
    if pupil_id is None:
        raise NotHere
    return await about_pupil(visit, pupil_id, read_id(note))


async def _keep(visit: Visit, about: About, typed: Typed, once: str) -> Response:
    said = (typed.said, typed.thought, typed.small_plan, typed.talked_with, typed.held_on)
    identity = form_note_id(read_id(once) or new_id(), about.pupil.id, list(typed.questions), *said)
    try:
        if about.case:
            await path.opened(visit.db, about.case)
        row = await actions.hold(
            visit.db,
            visit.house.keys,
            organisation_id=visit.who.organisation_id,
            writer_id=visit.who.person_id,
            conversation_id=identity,
            pupil_id=about.pupil.id,
            talked_with=typed.talked_with,
            held_on=typed.held_on,
            question_ids=typed.questions,
            said=typed.said,
            thought=typed.thought,
            small_plan=typed.small_plan,
            written_at=visit.now,
            now=visit.now,
        )
    except Unfit as problem:
        page = await talk_form(visit, about, typed, read_id(once), amiss(visit.request, problem))
        return render(visit, "conversations/new.html", page, problem.status)
    return RedirectResponse(f"/cases/{row.case_id}#story" if row.case_id else f"/conversations/{row.id}", 303)


async def _form(visit: Visit, about: About) -> Response:
    return render(visit, "conversations/new.html", await talk_form(visit, about, wrong=NOTHING_AMISS))
