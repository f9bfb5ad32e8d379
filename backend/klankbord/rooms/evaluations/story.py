"""What looking back adds to the story of a case."""

from uuid import UUID

from klankbord.house.grouped import grouped
from klankbord.house.language import mark
from klankbord.rooms.cases.timeline import Entry, Story
from klankbord.rooms.evaluations import actions, queries
from klankbord.rooms.evaluations.models import Evaluation, EvaluationResult, Outcome
from klankbord.rooms.people import queries as people
from klankbord.rooms.plans import actions as plans
from klankbord.rooms.plans import queries as plan_queries

WORDS = {
    Outcome.REACHED: mark("reached"),
    Outcome.PARTLY: mark("partly"),
    Outcome.NOT_YET: mark("not yet"),
    Outcome.LEFT: mark("we left it"),
}


async def entries(story: Story) -> list[Entry]:
    """Dates that were set, and what came of each goal; what goes back to the teacher stands apart. What was found is
    for who looks back: they chose what of it the teacher gets.
    """
    _ = story.say.gettext
    org, case_id = story.case.organisation_id, story.case.id
    dates, results = (
        await queries.evaluations_of(story.db, org, case_id),
        await queries.results_of(story.db, org, case_id),
    )
    names = await people.first_names(story.db, org, {row.by_id for row in [*dates, *results]})
    found_outcomes = await queries.outcomes_of(story.db, org, [row.id for row in results])
    outcomes = grouped(found_outcomes, lambda one: one.result_id)
    goals = await _goal_words(story)
    told = [_dated(story, row, names.get(row.by_id, "")) for row in dates]
    looks_back = story.reader is not None and plans.may_plan(story.reader, story.case)
    for row in results:
        found = [_opened(story, row, actions.FOUND)] if looks_back else []
        each = [f"{goals.get(one.goal_id, '')}: {_(WORDS[Outcome(one.outcome)])}" for one in outcomes[row.id]]
        back = _("For the teacher: %(words)s") % {"words": _opened(story, row, actions.FOR_TEACHER)}
        facts = (*found, *each, back)
        told.append(Entry(row.at, "checks", _("Looked back together"), names.get(row.by_id, ""), facts, tone="green"))
    return told


def _opened(story: Story, row: EvaluationResult, column: str) -> str:
    return story.keys.open(getattr(row, column), table="evaluation_results", row=row.id, column=column) or ""


def _dated(story: Story, row: Evaluation, name: str) -> Entry:
    _ = story.say.gettext
    title = _("Looking back moves to another day") if row.instead_of_id else _("A day to look back is set")
    why = story.keys.open(row.reason_sealed, table="evaluations", row=row.id, column=actions.REASON)
    return Entry(row.at, "cal", title, name, tuple(filter(None, (f"{row.planned_on:%d-%m-%Y}", why))))


async def _goal_words(story: Story) -> dict[UUID, str]:
    versions = await plan_queries.versions_of(story.db, story.case.organisation_id, story.case.id)
    opened = await plans.opened(story.db, story.keys, versions)
    return {goal.id: goal.what for version in opened for goal in version.goals}
