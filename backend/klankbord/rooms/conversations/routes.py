"""A conversation over HTTP. A phone sends it sealed through the outbox; these forms work without script."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response

from klankbord.house.door import Signed, Visit
from klankbord.house.errors import NotHere, Unfit
from klankbord.house.ids import new_id
from klankbord.house.pages import render
from klankbord.house.written import read_id
from klankbord.rooms.cases import path
from klankbord.rooms.conversations import actions, queries
from klankbord.rooms.conversations.form import About, Typed, about_case, about_pupil, children, talk_form
from klankbord.rooms.conversations.models import TalkedWith
from klankbord.rooms.conversations.queries import Talked
from klankbord.rooms.conversations.rules import ConversationNotYours
from klankbord.rooms.conversations.story import TITLES, questions_of
from klankbord.rooms.notes.rules import form_note_id
from klankbord.rooms.places.forms import NOTHING_AMISS, amiss

router = APIRouter()
Text = Annotated[str, Form()]
Texts = Annotated[list[str], Form()]


@dataclass(frozen=True)
class OneTalk:
    """An own conversation that is in no case. `title` is English source; `reminder_id`: to come back to its small plan
    is due now."""

    talked: Talked
    title: str
    helped: Sequence[str]
    words: actions.Words
    reminder_id: UUID | None


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
    talked = await queries.own(visit.db, who.organisation_id, who.person_id, conversation_id)
    if talked is None:
        raise ConversationNotYours
    row = talked.conversation
    due = await queries.reminder_of(visit.db, who.person_id, row.id)
    words, helped = actions.opened(visit.house.keys, row), questions_of(row, who.language)
    page = OneTalk(talked, TITLES[TalkedWith(row.talked_with)], helped, words, due.id if due else None)
    return render(visit, "conversations/conversation.html", page)


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
            path.must_be_open(about.case)
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
