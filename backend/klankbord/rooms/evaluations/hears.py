"""What this room does when a case moves or gets a plan, and what it adds to its story, its page and to Vandaag."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.house.crypto import KeyRing
from klankbord.house.language import translator
from klankbord.house.once import add_once
from klankbord.rooms.cases import path, path_queries, sections, timeline
from klankbord.rooms.cases.models import Case
from klankbord.rooms.evaluations import actions, queries, reminding, rules
from klankbord.rooms.evaluations.section import evaluation_section
from klankbord.rooms.evaluations.story import entries
from klankbord.rooms.plans import actions as plans
from klankbord.rooms.plans.models import Plan
from klankbord.rooms.reminders.lines import LINES, Line
from klankbord.rooms.reminders.models import ReminderKind


async def planned(db: AsyncSession, case: Case, plan: Plan, evaluation_on: date | None, now: datetime) -> None:
    """A plan was written: its date is the date to look back, unless there is one already."""
    there = await queries.planned(db, case.organisation_id, case.id)
    if evaluation_on is not None and (there is None or there.planned_on != evaluation_on):
        row = actions.dated(case, plan.by_id, evaluation_on, now)
        row.instead_of_id = there.id if there else None
        await add_once(db, row)
    await reminding.settle(db, case, now)


async def moved(db: AsyncSession, case: Case, now: datetime) -> None:
    """Closed, opened again or passed on: who looks back, and whether, may be otherwise."""
    await reminding.settle(db, case, now)


async def lines(db: AsyncSession, keys: KeyRing, ids: Sequence[UUID], language: str) -> dict[UUID, Line]:
    """Dates: about which child, and the page to look back on."""
    say = translator(language).gettext("Look back together")
    cases = await queries.cases_of(db, ids)
    places = await path_queries.places_of(db, cases.values())
    return {
        one: Line(places[case].pupil.first_name, say, f"/cases/{case}/evaluations/result")
        for one, case in cases.items()
        if case in places
    }


async def undated(db: AsyncSession, keys: KeyRing, ids: Sequence[UUID], language: str) -> dict[UUID, Line]:
    """Cases with a plan and no date."""
    say = translator(language).gettext("Choose a day to look back")
    places = await path_queries.places_of(db, ids)
    return {one: Line(place.pupil.first_name, say, f"/cases/{one}/evaluations/new") for one, place in places.items()}


plans.after_plan.append(planned)
path.after_move.append(moved)
timeline.TIMELINE.append(entries)
sections.SECTIONS.append(evaluation_section)
for kind in rules.OF_A_DATE:
    LINES[kind] = lines
LINES[ReminderKind.PLAN_WITHOUT_EVALUATION] = undated
