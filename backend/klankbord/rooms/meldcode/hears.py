"""What this room puts on the page of a case: for location manager and social worker only."""

from dataclasses import dataclass
from uuid import UUID

from klankbord.house.content import Words
from klankbord.house.door import Visit
from klankbord.rooms.cases import sections
from klankbord.rooms.cases.queries import CasePlace
from klankbord.rooms.meldcode import actions, queries, rules
from klankbord.rooms.texts import queries as texts


@dataclass(frozen=True)
class Summary:
    """Where the Meldcode of this case stands: not started, at a step, everything recorded, or ended."""

    case_id: UUID
    state: str
    step: int
    title: Words | None


async def meldcode_section(visit: Visit, place: CasePlace) -> sections.Section | None:
    """Nothing for teachers: they signal, others take the steps."""
    if await queries.case_for(visit.db, visit.who, place.case.id) is None:
        return None
    org, case = visit.who.organisation_id, place.case
    tracks = await queries.tracks_of(visit.db, org, case.id)
    if not tracks:
        summary = Summary(case.id, "none", 0, None)
    else:
        marks = actions.marks_of(await queries.entries_of(visit.db, org, tracks[0].id))
        step = rules.current(marks)
        state = "ended" if rules.ended(marks) else "recorded" if step > rules.DECIDING else "running"
        title = (await texts.said(visit.db, org))[f"meldcode.step_{step}.title"] if step <= rules.DECIDING else None
        summary = Summary(case.id, state, step, title)
    return sections.Section("meldcode/_section.html", summary, rank=80)


sections.SECTIONS.append(meldcode_section)
