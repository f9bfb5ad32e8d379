"""The parts of the case page that are worked out from what was read about a case."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from klankbord.house.door import Visit
from klankbord.house.grouped import grouped
from klankbord.house.language import mark
from klankbord.rooms.cases import caring, moving, path_queries, standing, timeline
from klankbord.rooms.cases.models import ClassTeacherTelling, WaitsFor
from klankbord.rooms.cases.path_models import ClosingReason, StepEntry
from klankbord.rooms.cases.path_story import CLOSED_BECAUSE
from klankbord.rooms.cases.queries import CasePlace, Reader
from klankbord.rooms.cases.sections import Ask, Section
from klankbord.rooms.cases.standing import Around
from klankbord.rooms.people import queries as people
from klankbord.rooms.people.models import Person, RoleKind

KINDS = {
    RoleKind.TEACHER: mark("music teacher"),
    RoleKind.LOCATION_MANAGER: mark("location manager"),
    RoleKind.SOCIAL_WORKER: mark("social worker"),
}


@dataclass(frozen=True)
class AskedOf:
    """What somebody else is asked now. `who`: a first name, or empty when it is anybody of that role (`kind`, English
    source)."""

    who: str
    kind: str
    text: str
    by: date | None


@dataclass(frozen=True)
class Closed:
    """A closed case: by whom, when, why (English source), and in which words."""

    by: str
    at: datetime
    why: str
    words: str


@dataclass(frozen=True)
class May:
    """What the reader may do with the case itself: `move` it (back, close, open again), `hold` direction and say the
    level of care, tick off `telling` the class teacher, start to `watch`."""

    move: bool
    hold: bool
    telling: bool
    watch: bool


@dataclass(frozen=True)
class Found:
    """What was read about a case, for all parts of the page."""

    readers: Sequence[Reader]
    workers: Sequence[Person]
    around: Around
    entries: Sequence[StepEntry]
    tellings: Sequence[ClassTeacherTelling]
    story: Sequence[timeline.Entry]
    sections: Sequence[Section]
    names: dict[UUID, str]
    asker: str | None


def shared_out(asked: Sequence[Ask], readers: Sequence[Reader], me: UUID) -> tuple[list[Ask], list[Ask]]:
    """What is asked of this reader, by name or of a role they have here; and what is asked of others."""
    kinds = {one.kind for one in readers if one.person.id == me}
    shares: tuple[list[Ask], list[Ask]] = [], []
    for ask in asked:
        mine = ask.of in kinds if ask.person_id is None else ask.person_id == me
        shares[0 if mine else 1].append(ask)
    return shares


def others_of(asked: Sequence[Ask], found: Found) -> list[AskedOf]:
    """What is asked of others, as the page says it; of several of one role it is asked of the role."""
    of_kind = grouped(found.readers, lambda one: one.kind)
    alone = {kind: of[0].person.first_name for kind, of in of_kind.items() if len(of) == 1}
    named = ((one, found.names.get(one.person_id, "") if one.person_id else alone.get(one.of, "")) for one in asked)
    return [AskedOf(name, KINDS[one.of], one.text, one.by) for one, name in named]


def may_of(visit: Visit, place: CasePlace, found: Found) -> May:
    """What this reader may do."""
    case, me = place.case, visit.who.person_id
    is_open = case.closed_at is None
    return May(
        move=standing.may_move(case, found.around, me),
        hold=me in found.around.may_hold,
        telling=is_open and any(one.teacher_id == me and one.told_at is None for one in found.tellings),
        watch=is_open and case.group_id in visit.who.group_ids and case.waits_for != WaitsFor.WATCH,
    )


async def level_of(visit: Visit, place: CasePlace) -> tuple[int, str] | None:
    """The level of care that counts, with its name (English source)."""
    known = await path_queries.levels_of(visit.db, place.case.organisation_id, place.case.id)
    return (known[-1].level, caring.LEVELS[known[-1].level][0]) if known else None


async def closed_of(visit: Visit, place: CasePlace) -> Closed | None:
    """Why it is closed, when it is."""
    case = place.case
    if case.closed_at is None:
        return None
    rows = await path_queries.closings_of(visit.db, case.organisation_id, case.id)
    if not rows:
        return Closed("", case.closed_at, "", "")
    last = rows[-1]
    names = await people.first_names(visit.db, case.organisation_id, {last.by_id})
    why = CLOSED_BECAUSE[ClosingReason(last.reason)]
    return Closed(names.get(last.by_id, ""), last.at, why, moving.opened_words(visit.house.keys, last))


def on_reader(visit: Visit, place: CasePlace) -> bool:
    """Whether it waits for this reader."""
    case, who = place.case, visit.who
    first_look = case.waits_for == WaitsFor.FIRST_LOOK and case.location_id in who.managed_location_ids
    return case.waits_on_id == who.person_id or first_look


def by_person(readers: Sequence[Reader], me: UUID) -> list[tuple[str, str]]:
    """Name and role (English source), once each; the reader's own name is empty."""
    seen: dict[UUID, tuple[str, str]] = {}
    for reader in readers:
        name = "" if reader.person.id == me else reader.person.first_name
        seen.setdefault(reader.person.id, (name, KINDS[RoleKind(reader.kind)]))
    return list(seen.values())
