"""The pages of asking a colleague: the list, the form, and one question with everything said about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fastapi.responses import Response

from klankbord.house.door import Visit, count_badges
from klankbord.house.errors import NotHere
from klankbord.house.ids import new_id
from klankbord.house.pages import render
from klankbord.rooms.cases import queries as cases
from klankbord.rooms.cases.act_page import visible, written_down
from klankbord.rooms.cases.queries import CasePlace
from klankbord.rooms.consultations import actions, queries, reading
from klankbord.rooms.consultations.models import Consultation
from klankbord.rooms.consultations.queries import Colleague
from klankbord.rooms.people import queries as people
from klankbord.rooms.people.models import Person
from klankbord.rooms.places import queries as places
from klankbord.rooms.places.forms import NOTHING_AMISS, Amiss


@dataclass(frozen=True)
class Row:
    """One question in the list: with whom, whether something in it was not read yet."""

    asked: Consultation
    other: str
    mine: bool
    unread: bool


@dataclass(frozen=True)
class Consultations:
    """What I asked and was asked, newest first."""

    rows: Sequence[Row]


@dataclass(frozen=True)
class Asking:
    """The form. `about`: the case; without one it names no child. `named`: what was found to be a name."""

    colleagues: Sequence[Colleague]
    about: CasePlace | None
    once: UUID
    to: str = ""
    question: str = ""
    named: Sequence[str] = ()
    amiss: Amiss = NOTHING_AMISS


@dataclass(frozen=True)
class Said:
    """One line: whose, when; `agreed`: what the two agreed."""

    name: str
    mine: bool
    at: datetime
    text: str
    agreed: bool


@dataclass(frozen=True)
class Thread:
    """A question and everything said about it, oldest first. `other` is the colleague; `about` the case, if any."""

    asked: Consultation
    other: Person
    about: CasePlace | None
    lines: Sequence[Said]
    once: UUID
    text: str = ""
    agreed: bool = False
    amiss: Amiss = NOTHING_AMISS


async def form_page(
    visit: Visit,
    case_id: UUID | None,
    to: str = "",
    question: str = "",
    named: Sequence[str] = (),
    wrong: Amiss = NOTHING_AMISS,
    status: int = 200,
) -> Response:
    """The form to ask in, with what was typed and what was wrong with it."""
    who = visit.who
    place = await case_of(visit, case_id)
    case = place.case if place else None
    found = await actions.to_ask(visit.db, who.organisation_id, who.person_id, case)
    page = Asking(found, place, new_id(), to, question, named, wrong)
    return render(visit, "consultations/new.html", page, status)


async def thread_page(
    visit: Visit,
    consultation_id: UUID,
    text: str = "",
    agreed: bool = False,
    wrong: Amiss = NOTHING_AMISS,
    status: int = 200,
) -> Response:
    """One question; from now on it is read. Raises NotHere."""
    org, me = visit.who.organisation_id, visit.who.person_id
    asked = await queries.consultation_of(visit.db, org, me, consultation_id)
    other = await people.person(visit.db, org, other_of(asked, me)) if asked else None
    if asked is None or other is None:
        raise NotHere
    place = await cases.case_for(visit.db, visit.who, asked.case_id) if asked.case_id else None
    if asked.case_id and place is None:
        raise NotHere
    if place:
        await written_down(visit, place.case)
    await actions.open_one(visit.db, asked, me, visit.now)
    await count_badges(visit)
    names = {me: visit.who.first_name, other.id: other.first_name}
    lines = [
        Said(names[line.by_id], line.by_id == me, line.at, line.text, line.agreed)
        for line in (await reading.lines_of(visit.db, visit.house.keys, [asked]))[asked.id]
    ]
    page = Thread(asked, other, place, lines, new_id(), text, agreed, wrong)
    return render(visit, "consultations/consultation.html", page, status)


async def case_of(visit: Visit, case_id: UUID | None) -> CasePlace | None:
    """The case it is about. Raises NotHere for one that is not the asker's to see."""
    if case_id is None:
        return None
    return await visible(visit, case_id)


async def names_around(visit: Visit) -> list[str]:
    """The names that may not stand in a question without a case."""
    who = visit.who
    managed = [
        group.id
        for location_id in who.managed_location_ids
        for group in await places.groups_of_location(visit.db, who.organisation_id, location_id)
    ]
    around = await queries.names_around(visit.db, who.organisation_id, {*who.group_ids, *managed})
    return [*around, *await queries.names_in_cases(visit.db, who)]


def other_of(asked: Consultation, me: UUID) -> UUID:
    """The colleague: whom I asked, or who asked me."""
    return asked.to_id if asked.asker_id == me else asked.asker_id
