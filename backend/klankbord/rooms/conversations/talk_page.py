"""The page of one own conversation that is in no case, with what can become of its small plan."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from fastapi.responses import Response

from klankbord.house.door import Visit
from klankbord.house.errors import Conflict, Unfit
from klankbord.house.language import spoken_by, translator
from klankbord.house.pages import render
from klankbord.rooms.conversations import actions, ending, queries
from klankbord.rooms.conversations.models import EndingKind, SmallPlanEnding, TalkedWith
from klankbord.rooms.conversations.queries import Talked
from klankbord.rooms.conversations.rules import ConversationNotYours
from klankbord.rooms.conversations.story import ENDINGS, TITLES, questions_of
from klankbord.rooms.places.forms import NOTHING_AMISS, Amiss, amiss


@dataclass(frozen=True)
class TypedEnding:
    """What was filled in about how the small plan ended."""

    kind: str = ""
    reason: str = ""
    small_plan: str = ""


@dataclass(frozen=True)
class OneTalk:
    """An own conversation that is in no case. `title` and `ended` (what became of the small plan) are English source;
    `may_end`: that is still to be said; `reminder_id`: to come back to it is due now."""

    talked: Talked
    title: str
    helped: Sequence[str]
    words: actions.Words
    reminder_id: UUID | None
    may_end: bool
    ended: str
    reason: str
    typed: TypedEnding
    amiss: Amiss = NOTHING_AMISS


async def one_talk(
    visit: Visit, conversation_id: UUID, typed: TypedEnding | None = None, problem: Unfit | Conflict | None = None
) -> Response:
    """The page; with what is wrong and what was typed after a refusal. Raises ConversationNotYours."""
    who, keys = visit.who, visit.house.keys
    talked = await queries.own(visit.db, who.organisation_id, who.person_id, conversation_id)
    if talked is None or talked.conversation.case_id is not None:
        raise ConversationNotYours
    row = talked.conversation
    over = await queries.ending_of(visit.db, who.organisation_id, row.id)
    due = None if over else await queries.reminder_of(visit.db, who.person_id, row.id)
    words = actions.opened(keys, row)
    page = OneTalk(
        talked=talked,
        title=TITLES[TalkedWith(row.talked_with)],
        helped=questions_of(row, who.language),
        words=words,
        reminder_id=due.id if due else None,
        may_end=bool(words.small_plan) and over is None,
        ended=_ended(over),
        reason=ending.opened_reason(keys, over) if over else "",
        typed=_typed(typed, words.small_plan),
        amiss=_wrong(visit, problem),
    )
    return render(visit, "conversations/conversation.html", page, problem.status if problem else 200)


def _typed(typed: TypedEnding | None, small_plan: str) -> TypedEnding:
    """To change it one begins with how it is now."""
    if typed is None:
        return TypedEnding(small_plan=small_plan)
    return typed if typed.kind == EndingKind.CHANGED else replace(typed, small_plan=typed.small_plan or small_plan)


def _ended(over: SmallPlanEnding | None) -> str:
    return ENDINGS[EndingKind(over.kind)][2] if over else ""


def _wrong(visit: Visit, problem: Unfit | Conflict | None) -> Amiss:
    if isinstance(problem, Unfit):
        return amiss(visit.request, problem)
    return Amiss(form=translator(spoken_by(visit.request)).gettext(problem.sentence)) if problem else NOTHING_AMISS
