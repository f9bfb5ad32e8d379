"""What stands on the case page, gathered for one reader."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from klankbord.house.door import Visit
from klankbord.house.language import mark, spoken_by, translator
from klankbord.house.who import Who
from klankbord.rooms.cases import queries, timeline
from klankbord.rooms.cases.models import Case, ClassTeacherTelling, WaitsFor
from klankbord.rooms.cases.queries import CasePlace, Reader
from klankbord.rooms.cases.waiting import waits_text
from klankbord.rooms.people import queries as people
from klankbord.rooms.people.models import Person, RoleKind

KINDS = {
    RoleKind.TEACHER: mark("music teacher"),
    RoleKind.LOCATION_MANAGER: mark("location manager"),
    RoleKind.SOCIAL_WORKER: mark("social worker"),
}


@dataclass(frozen=True)
class HandoverForm:
    """Whom the case can be passed on to, what was typed, and what is wrong with it by field."""

    workers: Sequence[Person]
    to: str = ""
    question: str = ""
    amiss: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class CasePart:
    """An open case for one reader, texts in their language. `waits_on_me`: it is their turn. `readers`: name and role
    of who sees this; `not_asked`: social workers who would. `call`: whom to ring first. `unmanaged`: the location has
    no manager. `telling`: the class teacher is still to be told."""

    place: CasePlace
    lead: str | None
    leads: bool
    waits: str
    waits_on_me: bool
    entries: Sequence[timeline.Entry]
    readers: Sequence[tuple[str, str]]
    not_asked: Sequence[str]
    last_view: tuple[str, datetime] | None
    call: Reader | None
    unmanaged: bool
    telling: ClassTeacherTelling | None
    teaches: bool
    handover: HandoverForm | None


async def case_part(
    visit: Visit, place: CasePlace, form: HandoverForm | None, last: tuple[str, datetime] | None
) -> CasePart:
    """Everything on the page of this case. `form`: what was typed and did not fit."""
    db, who, case = visit.db, visit.who, place.case
    language = spoken_by(visit.request)
    readers = await queries.readers(db, case)
    workers = await people.with_role(db, case.organisation_id, RoleKind.SOCIAL_WORKER)
    handed = await queries.handovers_of(db, case.organisation_id, case.id)
    named = {person.id: person.first_name for person in workers} | {r.person.id: r.person.first_name for r in readers}
    missing = {case.lead_id, case.waits_on_id, *(one.from_id for one in handed)} - named.keys() - {None}
    named |= await people.first_names(db, case.organisation_id, {one for one in missing if one})
    on_me = _on_me(case, who)
    asker = named.get(handed[-1].from_id) if handed else None
    waits_on = named.get(case.waits_on_id) if case.waits_on_id else None
    telling = await queries.telling_of(db, case.organisation_id, case.id, who.person_id)
    asked = {one.to_id for one in handed}
    return CasePart(
        place=place,
        lead=named.get(case.lead_id) if case.lead_id else None,
        leads=case.lead_id == who.person_id,
        waits=waits_text(case.waits_for, on_me, waits_on, asker, translator(language)),
        waits_on_me=on_me,
        entries=await timeline.tell(timeline.Story(db, visit.house.keys, case, language)),
        readers=_by_person(readers, who),
        not_asked=[person.first_name for person in workers if person.id not in asked],
        last_view=last,
        call=_whom_to_call(readers, workers, case, who),
        unmanaged=not any(reader.kind == RoleKind.LOCATION_MANAGER for reader in readers),
        telling=telling if telling and telling.told_at is None else None,
        teaches=case.group_id in who.group_ids,
        handover=(form or HandoverForm(workers)) if may_hand_over(who, case) and workers else None,
    )


def may_hand_over(who: Who, case: Case) -> bool:
    """Location managers and teachers ask the social worker; the social worker is asked."""
    return case.location_id in who.managed_location_ids or case.group_id in who.group_ids


def _on_me(case: Case, who: Who) -> bool:
    first_look = case.waits_for == WaitsFor.FIRST_LOOK and case.location_id in who.managed_location_ids
    return case.waits_on_id == who.person_id or first_look


def _by_person(readers: Sequence[Reader], who: Who) -> list[tuple[str, str]]:
    """Name and role (English source), once each; the reader's own name is empty."""
    seen: dict[UUID, tuple[str, str]] = {}
    for reader in readers:
        name = "" if reader.person.id == who.person_id else reader.person.first_name
        seen.setdefault(reader.person.id, (name, KINDS[RoleKind(reader.kind)]))
    return list(seen.values())


def _whom_to_call(readers: Sequence[Reader], workers: Sequence[Person], case: Case, who: Who) -> Reader | None:
    """Who the case waits for, who holds direction, a manager, a social worker: the first of them with a number."""
    others = [reader for reader in readers if reader.person.id != who.person_id and reader.person.phone]
    others += [Reader(person, RoleKind.SOCIAL_WORKER) for person in workers if person.phone]
    others = [reader for reader in others if reader.person.id != who.person_id]
    wanted = [case.waits_on_id, case.lead_id]
    known = {reader.person.id: reader for reader in reversed(others)}
    first = [known[person_id] for person_id in wanted if person_id in known]
    managers = [reader for reader in others if reader.kind == RoleKind.LOCATION_MANAGER]
    workers_there = [reader for reader in others if reader.kind == RoleKind.SOCIAL_WORKER]
    return next(iter([*first, *managers, *workers_there]), None)
