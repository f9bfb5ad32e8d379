"""Somebody reads a case: that is written down, it ends reminders, and the first manager to look holds direction."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.house.errors import NotHere
from klankbord.house.who import Who
from klankbord.rooms.cases import path, path_queries, queries, reminding, standing
from klankbord.rooms.cases.models import Case, CaseView, WaitsFor
from klankbord.rooms.cases.queries import CasePlace
from klankbord.rooms.people import queries as people
from klankbord.rooms.people.models import RoleKind
from klankbord.rooms.reminders.models import ReminderKind

after_first_look: list[Callable[[AsyncSession, Case, datetime], Awaitable[None]]] = []


async def look(db: AsyncSession, who: Who, case_id: UUID, now: datetime) -> CasePlace:
    """Somebody reads a case, and that is written down. A manager's first look makes it theirs; it ends the reminders
    about it. Raises NotHere for who may not see it."""
    place = await queries.case_for(db, who, case_id)
    if place is None:
        raise NotHere
    case = place.case
    await _told(db, who, case, now)
    db.add(CaseView(organisation_id=case.organisation_id, case_id=case.id, person_id=who.person_id, viewed_at=now))
    await db.flush()
    if case.location_id in who.managed_location_ids and (case.lead_id is None or _waits_for_a_look(case)):
        await _first_look(db, who, case, now)
    return place


async def _told(db: AsyncSession, who: Who, case: Case, now: datetime) -> None:
    """This person knows: their reminders about the case are done, and nobody else has to look at the reports."""
    org = case.organisation_id
    reports = [one.id for one in await queries.reports_of(db, org, case.id)]
    handed = [one.id for one in await queries.handovers_of(db, org, case.id) if one.to_id == who.person_id]
    await queries.told(db, who.person_id, [*reports, *handed], now)
    if case.location_id in who.managed_location_ids:
        await reminding.end(db, await _news(db, case, reports), reminding.ABOUT_REPORTS, now)
    elif handed and who.is_social_worker:
        await reminding.end(db, reports[-1:], [ReminderKind.REPORT_UNOPENED], now)


async def _news(db: AsyncSession, case: Case, reports: list[UUID]) -> list[UUID]:
    """The reports that no manager opened yet; and the last one, which somebody may have brought up again."""
    managers = await people.with_role(db, case.organisation_id, RoleKind.LOCATION_MANAGER, case.location_id)
    return [*await path_queries.unseen_reports(db, case, [one.id for one in managers]), *reports[-1:]]


async def _first_look(db: AsyncSession, who: Who, case: Case, now: datetime) -> None:
    locked = await queries.case_of(db, case.organisation_id, case.id)
    if locked is None:
        return
    looked = standing.looked_at(locked, await path_queries.around(db, locked), who.person_id, now)
    db.add(locked)
    await db.flush()
    await path.touched(db, locked, now)
    if looked:
        await next_step(db, locked, now)
    await db.refresh(locked)


async def next_step(db: AsyncSession, case: Case, now: datetime) -> None:
    """It is up to who holds direction, unless a room further on knows what it waits for instead."""
    for hear in after_first_look:
        await hear(db, case, now)


def _waits_for_a_look(case: Case) -> bool:
    return case.waits_for == WaitsFor.FIRST_LOOK
