"""What this room adds to the story of a case and to its page."""

from dataclasses import dataclass
from uuid import UUID

from klankbord.house.door import Visit
from klankbord.house.language import spoken_by, translator
from klankbord.rooms.cases import sections, timeline
from klankbord.rooms.cases.queries import CasePlace
from klankbord.rooms.cases.sections import Ask
from klankbord.rooms.cases.timeline import Entry, Story
from klankbord.rooms.people import queries as people
from klankbord.rooms.people.models import RoleKind
from klankbord.rooms.plans import actions, queries
from klankbord.rooms.plans.actions import Version

MAKES = 40  # rank: step 4, first thing


@dataclass(frozen=True)
class PlanSummary:
    """The plan on the page of its case."""

    case_id: UUID
    version: Version | None
    name: str
    may_plan: bool
    closed: bool


async def versions(story: Story) -> list[Entry]:
    """That a plan was made or changed; two written at the same time say so."""
    _ = story.say.gettext
    rows = await queries.versions_of(story.db, story.case.organisation_id, story.case.id)
    names = await people.first_names(story.db, story.case.organisation_id, {row.by_id for row in rows})
    entries = []
    for row, before in zip(rows, [None, *rows], strict=False):
        title = _("Plan made") if row.number == 1 else _("Plan changed, version %(number)s") % {"number": row.number}
        facts: tuple[str, ...] = ()
        if before is not None and row.based_on_id != before.id:
            facts = (_("Written at the same time as version %(number)s; both are kept.") % {"number": before.number},)
        entries.append(Entry(row.at, "list", title, names.get(row.by_id, ""), facts))
    return entries


async def plan_section(visit: Visit, place: CasePlace) -> sections.Section:
    """Goals and approach, and who is asked to write them from step 3 on."""
    case = place.case
    there = await actions.newest(visit.db, visit.house.keys, case.organisation_id, case.id)
    names = await people.first_names(visit.db, case.organisation_id, {there.plan.by_id} if there else set())
    name = names.get(there.plan.by_id, "") if there else ""
    closed = case.closed_at is not None
    data = PlanSummary(case.id, there, name, actions.may_plan(visit.who, case), closed)
    asked = there is None and case.step >= 3 and not closed
    return sections.Section("plans/_section.html", data, rank=40, asks=[_ask(visit, place)] if asked else ())


def _ask(visit: Visit, place: CasePlace) -> Ask:
    _ = translator(spoken_by(visit.request)).gettext
    return Ask(RoleKind.SOCIAL_WORKER, _("Make the follow-up plan"), f"/cases/{place.case.id}/plans/new", rank=MAKES)


timeline.TIMELINE.append(versions)
sections.SECTIONS.append(plan_section)
