"""What stands on the case page, gathered for one reader."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from klankbord.house.door import Visit
from klankbord.house.language import spoken_by, translator
from klankbord.rooms.cases import asks, path, path_queries, queries, standing
from klankbord.rooms.cases.handing import HandoverForm, handover_form, whom_to_call
from klankbord.rooms.cases.page_parts import (
    AskedOf,
    Closed,
    Found,
    May,
    by_person,
    closed_of,
    level_of,
    may_of,
    on_reader,
    others_of,
    shared_out,
)
from klankbord.rooms.cases.queries import CasePlace, Reader
from klankbord.rooms.cases.sections import Ask, Section, sections_of
from klankbord.rooms.cases.steps_part import StepPart, done_here, step_parts
from klankbord.rooms.cases.story_page import StoryPart, story_part, told_to
from klankbord.rooms.cases.waiting import waits_text
from klankbord.rooms.people import queries as people
from klankbord.rooms.people.models import RoleKind


@dataclass(frozen=True)
class CasePart:
    """A case for one reader, texts in their language. `waits_on_me`: it is their turn. `mine`: what is asked of the
    reader, first things first; `others`: what is asked of others. `readers`: name and role of who sees this;
    `not_asked`: social workers who would. `call`: whom to ring first. `unmanaged`: the location has no manager;
    `workers_told`: a social worker is told of that. `offered_to`: who was asked to take over."""

    place: CasePlace
    lead: str | None
    leads: bool
    offered_to: str | None
    waits: str
    waits_on_me: bool
    level: tuple[int, str] | None
    closed: Closed | None
    steps: Sequence[StepPart]
    mine: Sequence[Ask]
    others: Sequence[AskedOf]
    sections: Sequence[Section]
    story: StoryPart
    readers: Sequence[tuple[str, str]]
    not_asked: Sequence[str]
    last_view: tuple[str, datetime] | None
    call: Reader | None
    unmanaged: bool
    workers_told: bool
    may: May
    handover: HandoverForm | None


async def case_part(
    visit: Visit, place: CasePlace, form: HandoverForm | None, last: tuple[str, datetime] | None
) -> CasePart:
    """Everything on the page of this case. `form`: what was typed and did not fit."""
    case, who, me = place.case, visit.who, visit.who.person_id
    language = spoken_by(visit.request)
    say = translator(language)
    found = await _find(visit, place)
    held, offer, on_me = standing.holder(case, found.around), found.around.offer, on_reader(visit, place)
    waits_on = found.names.get(case.waits_on_id) if case.waits_on_id else None
    mine, others = shared_out(_asks(visit, place, found), found.readers, me)
    return CasePart(
        place=place,
        lead=found.names.get(held) if held else None,
        leads=held == me,
        offered_to=found.names.get(offer.to_id) if offer else None,
        waits=waits_text(case.waits_for, on_me, waits_on, found.asker, say),
        waits_on_me=on_me,
        level=await level_of(visit, place),
        closed=await closed_of(visit, place),
        steps=step_parts(found.entries, found.names, case.step, visit.house.keys, language),
        mine=mine,
        others=others_of(others, found),
        sections=found.sections,
        story=story_part(found.story),
        readers=by_person(found.readers, me),
        not_asked=[one.first_name for one in found.workers if one.id not in found.around.workers],
        last_view=last,
        call=whom_to_call(found.readers, found.workers, case, who),
        unmanaged=not found.around.managers,
        workers_told=bool(found.workers),
        may=may_of(visit, place, found),
        handover=form or await handover_form(visit, case, found.workers),
    )


async def _find(visit: Visit, place: CasePlace) -> Found:
    db, case, org = visit.db, place.case, place.case.organisation_id
    readers = await queries.readers(db, case)
    workers = await people.with_role(db, org, RoleKind.SOCIAL_WORKER)
    handed = await queries.handovers_of(db, org, case.id)
    entries = await path.entries_of(db, org, case.id)
    around = path_queries.around_of(readers, await path_queries.offers_of(db, org, case.id))
    told = await told_to(visit, case)
    named = {one.id: one.first_name for one in workers} | {one.person.id: one.person.first_name for one in readers}
    wanted = {case.lead_id, case.waits_on_id, *(one.by_id for one in entries), *(one.from_id for one in handed)}
    if missing := {one for one in wanted if one and one not in named}:
        named |= await people.first_names(db, org, missing)
    asker = named.get(handed[-1].from_id) if handed else None
    tellings = await queries.tellings_of(db, org, case.id)
    return Found(readers, workers, around, entries, tellings, told, await sections_of(visit, place), named, asker)


def _asks(visit: Visit, place: CasePlace, found: Found) -> list[Ask]:
    """Of this room and of the rooms with a part of the page; the first is the most pressing."""
    case = place.case
    if case.closed_at is not None:
        return []
    last = found.story[0].at if found.story else case.opened_at
    to_tell = [one.teacher_id for one in found.tellings if one.told_at is None]
    facts = asks.Facts(case, found.around, done_here(found.entries), to_tell, last, visit.now)
    own = asks.own_asks(facts, translator(spoken_by(visit.request)))
    theirs = [ask for section in found.sections for ask in section.asks]
    return sorted([*own, *theirs], key=lambda one: one.rank)
