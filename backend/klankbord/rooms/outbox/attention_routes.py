"""*Vraagt aandacht*: what arrived but did not fit. Its writer reads it, mends it, or throws it away with a reason."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response

from klankbord.house.content import QUESTIONS
from klankbord.house.door import Signed, Visit
from klankbord.house.errors import NotHere, Problem
from klankbord.house.language import translator
from klankbord.house.pages import render
from klankbord.house.written import read_id
from klankbord.rooms.outbox import attention, mending, queries, rules
from klankbord.rooms.outbox.attention import Typed, TypedTalk
from klankbord.rooms.outbox.handlers import Arrival
from klankbord.rooms.outbox.models import ItemState

router = APIRouter()
Text = Annotated[str, Form()]
Texts = Annotated[list[str], Form()]


@router.get("/attention")
async def listed(visit: Signed) -> Response:
    """Everything of this person that asks attention."""
    return render(visit, "outbox/attention.html", await attention.listed(visit))


@router.get("/attention/{item_id}")
async def one(visit: Signed, item_id: UUID) -> Response:
    """What was written, why it did not fit, and the form to mend it."""
    return await _page(visit, item_id)


@router.post("/attention/{item_id}/mending")
async def mend(
    visit: Signed,
    item_id: UUID,
    how: Text = "",
    pupil: Text = "",
    signal: Texts = [],  # noqa: B006  FastAPI copies it
    observation: Text = "",
    interpretation: Text = "",
) -> Response:
    """Put it where it belongs after all: `how` is note, correction or again."""
    typed = Typed(pupil, signal, observation, interpretation)
    try:
        async with visit.db.begin_nested():
            problem = await _mend(_arrival(visit, item_id), how, typed)
    except NotHere:
        raise
    except Problem as error:
        return await _page(visit, item_id, typed, error.sentence, error.status)
    if problem is not None:
        return await _page(visit, item_id, typed, rules.sentence_of(problem), 422)
    return RedirectResponse(f"/notes/{item_id}" if how == "note" else "/attention", 303)


@router.post("/attention/{item_id}/conversation")
async def mend_conversation(
    visit: Signed,
    item_id: UUID,
    pupil: Text = "",
    talked_with: Text = "",
    held_on: Text = "",
    question: Texts = [],  # noqa: B006
    said: Text = "",
    thought: Text = "",
    small_plan: Text = "",
) -> Response:
    """Put a conversation where it belongs after all. A question that is not on the list goes: it was shown."""
    talk = TypedTalk(pupil, talked_with, held_on, question, said, thought, small_plan)
    try:
        async with visit.db.begin_nested():
            await mending.as_conversation(
                _arrival(visit, item_id),
                pupil_id=read_id(pupil),
                talked_with=talked_with,
                held_on=held_on,
                question_ids=[key for key in question if key in {one.id for one in QUESTIONS}],
                said=said,
                thought=thought,
                small_plan=small_plan,
            )
    except NotHere:
        raise
    except Problem as error:
        return await _page(visit, item_id, problem=error.sentence, status=error.status, talk=talk)
    return RedirectResponse(f"/conversations/{item_id}", 303)


@router.post("/attention/{item_id}/discard")
async def discard(visit: Signed, item_id: UUID, reason: Text = "") -> Response:
    """Throw it away, with a reason."""
    try:
        await mending.discard(_arrival(visit, item_id), reason)
    except rules.ReasonMissing as error:
        return await _page(visit, item_id, Typed(reason=reason), status=error.status, reason_problem=error.sentence)
    return RedirectResponse("/attention", 303)


async def _mend(arrival: Arrival, how: str, typed: Typed) -> str | None:
    if how == "note":
        await mending.as_note(
            arrival,
            pupil_id=read_id(typed.pupil),
            signal_ids=typed.signals,
            observation=typed.observation,
            interpretation=typed.interpretation,
        )
    elif how == "correction":
        await mending.as_correction(arrival, observation=typed.observation, interpretation=typed.interpretation)
    else:
        return await mending.once_more(arrival)
    return None


async def _page(
    visit: Visit,
    item_id: UUID,
    typed: Typed | None = None,
    problem: str = "",
    status: int = 200,
    reason_problem: str = "",
    talk: TypedTalk | None = None,
) -> Response:
    item = await queries.own_item(visit.db, visit.who.organisation_id, visit.who.person_id, item_id)
    if item is None or item.state != ItemState.ATTENTION:
        raise NotHere
    say = translator(visit.who.language).gettext
    page = await attention.one(
        visit, item, typed, problem and say(problem), reason_problem and say(reason_problem), talk
    )
    return render(visit, "outbox/mending.html", page, status)


def _arrival(visit: Visit, item_id: UUID) -> Arrival:
    who = visit.who
    return Arrival(visit.db, visit.house.keys, who.organisation_id, who.person_id, item_id, visit.now, visit.now)
