"""Keeps the reminders to look back as the rules want them, whoever they are for."""

from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.rooms.cases import path_queries
from klankbord.rooms.cases.models import Case
from klankbord.rooms.duty.queries import duties
from klankbord.rooms.evaluations import queries, rules
from klankbord.rooms.evaluations.models import Evaluation
from klankbord.rooms.places.queries import zone_of
from klankbord.rooms.plans import queries as plans
from klankbord.rooms.reminders.aligning import align
from klankbord.rooms.reminders.models import ReminderKind


async def settle(db: AsyncSession, case: Case, now: datetime) -> None:
    """What must be asked about looking back in this case, now that something changed in it."""
    org = case.organisation_id
    there = await queries.planned(db, org, case.id)
    for row in await queries.evaluations_of(db, org, case.id):
        if there is None or row.id != there.id or case.closed_at:
            await align(db, subject_id=row.id, kinds=rules.OF_A_DATE, wanted=[], now=now)
    if there is not None and case.closed_at is None:
        await _remind(db, case, there, now)
    await _without(db, case, there, now)


async def _remind(db: AsyncSession, case: Case, there: Evaluation, now: datetime) -> None:
    people, zone = await whom(db, case), await zone_of(db, case.organisation_id)
    known = await duties(db, case.organisation_id, people)
    wanted = rules.reminders(there.planned_on, there.at.astimezone(zone).date(), people, known)
    await align(db, subject_id=there.id, kinds=rules.OF_A_DATE, wanted=wanted, now=now)


async def _without(db: AsyncSession, case: Case, there: Evaluation | None, now: datetime) -> None:
    versions = await plans.versions_of(db, case.organisation_id, case.id)
    asked = versions and there is None and case.closed_at is None
    people = await whom(db, case) if asked else []
    wanted = (
        rules.without_date(versions[-1].at, people, await duties(db, case.organisation_id, people)) if asked else []
    )
    kinds = [ReminderKind.PLAN_WITHOUT_EVALUATION]
    await align(db, subject_id=case.id, kinds=kinds, wanted=wanted, now=now)


async def whom(db: AsyncSession, case: Case) -> list[UUID]:
    """Who looks back: the social workers of the case; without one who holds direction, else the managers."""
    around = await path_queries.around(db, case)
    if around.workers:
        return sorted(around.workers)
    return [case.lead_id] if case.lead_id in around.managers else sorted(around.managers)
