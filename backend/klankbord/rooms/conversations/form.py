"""The page Gesprek voeren: questions and tips, and the form to write down what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from klankbord.house.content import QUESTIONS
from klankbord.house.door import Visit
from klankbord.house.errors import NotHere
from klankbord.house.grouped import grouped
from klankbord.house.ids import new_id
from klankbord.house.language import mark
from klankbord.rooms.cases import queries as cases
from klankbord.rooms.cases.act_page import opening
from klankbord.rooms.cases.models import Case
from klankbord.rooms.conversations import actions, queries
from klankbord.rooms.conversations.actions import Words
from klankbord.rooms.conversations.models import Conversation, TalkedWith
from klankbord.rooms.conversations.story import TITLES
from klankbord.rooms.notes import queries as notes
from klankbord.rooms.places import queries as places
from klankbord.rooms.places.forms import NOTHING_AMISS, Amiss
from klankbord.rooms.places.models import Group, Pupil

WITH = (
    (TalkedWith.CHILD, mark("the child")),
    (TalkedWith.PARENT, mark("a parent")),
    (TalkedWith.COLLEAGUE, mark("a colleague")),
)


@dataclass(frozen=True)
class Typed:
    """What was filled in."""

    talked_with: str = TalkedWith.CHILD
    held_on: str = ""
    questions: Sequence[str] = ()
    said: str = ""
    thought: str = ""
    small_plan: str = ""


@dataclass(frozen=True)
class About:
    """The child a conversation is about. `case`: its open case, as far as the reader sees that; `note_id`: the own
    note it began with."""

    pupil: Pupil
    group: Group
    case: Case | None
    note_id: UUID | None = None


@dataclass(frozen=True)
class Earlier:
    """An own conversation from before; `title` is English source."""

    id: UUID
    title: str
    held_on: date
    words: Words


@dataclass(frozen=True)
class TalkForm:
    """Everything on the page. `withs`: key and English source; `questions`: id, text, ticked. `once` makes a second tap
    harmless."""

    about: About
    withs: Sequence[tuple[str, str]]
    questions: Sequence[tuple[str, str, bool]]
    earlier: Sequence[Earlier]
    typed: Typed
    once: UUID
    amiss: Amiss = NOTHING_AMISS


@dataclass(frozen=True)
class Children:
    """Whom it can be about: the children of one's own groups."""

    groups: Sequence[tuple[Group, Sequence[Pupil]]]


async def about_case(visit: Visit, case_id: UUID) -> About:
    """The child of an open case. Raises NotHere for who may not see it."""
    place = await opening(visit, case_id)
    return About(place.pupil, place.group, place.case)


async def about_pupil(visit: Visit, pupil_id: UUID, note_id: UUID | None) -> About:
    """A child of an own group. Raises NotHere for another's."""
    who = visit.who
    place = await notes.pupil_place(visit.db, who.organisation_id, who.person_id, pupil_id)
    if place is None or not place.taught:
        raise NotHere
    case = await cases.open_case(visit.db, who.organisation_id, pupil_id)
    own = note_id and await notes.own_note(visit.db, who.organisation_id, who.person_id, note_id)
    return About(place.pupil, place.group, case, note_id if own and own.pupil.id == pupil_id else None)


async def talk_form(
    visit: Visit, about: About, typed: Typed | None = None, once: UUID | None = None, wrong: Amiss = NOTHING_AMISS
) -> TalkForm:
    """The page about this child, filled in as it was; new it says today."""
    who, keys = visit.who, visit.house.keys
    today = await places.day_of(visit.db, who.organisation_id, visit.now)
    typed = typed or Typed(held_on=today.isoformat())
    found = await queries.own_about(visit.db, who.organisation_id, who.person_id, about.pupil.id)
    return TalkForm(
        about=about,
        withs=WITH,
        questions=[(one.id, one.text(who.language), one.id in typed.questions) for one in QUESTIONS],
        earlier=[_earlier(one.conversation, actions.opened(keys, one.conversation)) for one in found],
        typed=replace(typed, held_on=typed.held_on.strip()),
        once=once or new_id(),
        amiss=wrong,
    )


async def children(visit: Visit) -> Children:
    """Everybody this teacher may talk with. Raises NotHere for who teaches nobody."""
    who = visit.who
    if not who.is_teacher:
        raise NotHere
    groups = await places.groups(visit.db, who.organisation_id, who.group_ids)
    pupils = await places.roster(visit.db, who.organisation_id, [group.id for group in groups])
    here = grouped(pupils, lambda one: one.group_id)
    return Children([(group, here[group.id]) for group in groups])


def _earlier(row: Conversation, words: Words) -> Earlier:
    return Earlier(row.id, TITLES[TalkedWith(row.talked_with)], row.held_on, words)
