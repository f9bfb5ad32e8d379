"""Keeps the reminders about a case as the rules in `asking` want them, whoever they are for."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.rooms.cases import asking, queries
from klankbord.rooms.cases.models import Case
from klankbord.rooms.cases.path_models import DirectionOffer
from klankbord.rooms.duty import queries as duty
from klankbord.rooms.people import queries as people
from klankbord.rooms.people.models import Person, Role, RoleKind
from klankbord.rooms.reminders.aligning import align
from klankbord.rooms.reminders.models import ReminderKind

ABOUT_REPORTS = (ReminderKind.REPORT_RECEIVED, ReminderKind.REPORT_UNOPENED)
OF_A_CASE = (
    *ABOUT_REPORTS,
    ReminderKind.HANDOVER_RECEIVED,
    ReminderKind.TELL_CLASS_TEACHER,
    ReminderKind.DIRECTION_OFFERED,
)
END = text("""
    select sum(kb_align_reminders(s, :kinds, '[]'::jsonb, :at)) from unnest(cast(:subjects as uuid[])) s
""")


async def idle(db: AsyncSession, case: Case, now: datetime) -> None:
    """Two weeks without any act: ask who holds direction, else the managers. Anew at every act."""
    asked = [] if case.closed_at else await _holders(db, case)
    await idle_asked_of(db, case, asked, now, now)


async def idle_asked_of(db: AsyncSession, case: Case, asked: Sequence[UUID], last_act: datetime, now: datetime) -> None:
    """These people, and nobody else, are asked what is next two weeks after `last_act`."""
    duties = await duty.duties(db, case.organisation_id, asked)
    wanted = asking.idle(last_act, asked, duties)
    await align(db, subject_id=case.id, kinds=[ReminderKind.CASE_IDLE], wanted=wanted, now=now)


async def report_made(db: AsyncSession, case: Case, report_id: UUID, reporter_id: UUID, now: datetime) -> None:
    """When nobody opens it: the next manager of the location, in the end the social workers."""
    asked = [one for one in await managers(db, case) if one != reporter_id]
    workers = [one.id for one in await people.with_role(db, case.organisation_id, RoleKind.SOCIAL_WORKER)]
    duties = await duty.duties(db, case.organisation_id, [*asked, *workers])
    wanted = asking.unopened(now, asked, workers, duties)
    await align(db, subject_id=report_id, kinds=[ReminderKind.REPORT_UNOPENED], wanted=wanted, now=now)


async def offer_made(db: AsyncSession, offer: DirectionOffer, now: datetime) -> None:
    """Whether somebody takes over direction."""
    their = await duty.duty_of(db, offer.organisation_id, offer.to_id)
    wanted = asking.offered(offer.at, offer.to_id, their)
    await align(db, subject_id=offer.id, kinds=[ReminderKind.DIRECTION_OFFERED], wanted=wanted, now=now)


async def end(db: AsyncSession, subjects: Collection[UUID], kinds: Collection[ReminderKind], now: datetime) -> None:
    """Nobody is reminded of these any more."""
    if subjects:
        values = {"subjects": list(subjects), "kinds": list(kinds), "at": now}
        await (await db.connection()).execute(END, values)


async def end_all(db: AsyncSession, case: Case, offers: Collection[UUID], now: datetime) -> None:
    """The case is closed: nothing of this room is asked about it any more."""
    org = case.organisation_id
    found = [
        *await queries.reports_of(db, org, case.id),
        *await queries.handovers_of(db, org, case.id),
        *await queries.tellings_of(db, org, case.id),
    ]
    await end(db, [*(one.id for one in found), *offers], OF_A_CASE, now)


async def _holders(db: AsyncSession, case: Case) -> list[UUID]:
    """Who holds direction and still may; else the managers."""
    readers = {one.person.id for one in await queries.readers(db, case) if one.kind != RoleKind.TEACHER}
    return [case.lead_id] if case.lead_id in readers and case.lead_id else await managers(db, case)


async def managers(db: AsyncSession, case: Case) -> list[UUID]:
    """Of the location; who holds direction first, then who got the role first."""
    here = select(Role.person_id).join(Person, col(Person.id) == Role.person_id)
    query = here.where(
        Role.organisation_id == case.organisation_id,
        col(Person.ended_at).is_(None),
        Role.kind == RoleKind.LOCATION_MANAGER,
        Role.location_id == case.location_id,
        col(Role.ended_at).is_(None),
    )
    found = list(dict.fromkeys((await db.exec(query.order_by(col(Role.id)))).all()))
    return sorted(found, key=lambda one: one != case.lead_id)
