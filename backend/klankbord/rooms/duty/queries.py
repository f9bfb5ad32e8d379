"""Every select of hours and absences, and what they mean for a moment. Whose they are, is always an argument."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.house.grouped import grouped
from klankbord.rooms.duty.models import Absence, WorkingHours
from klankbord.rooms.duty.rules import Duty
from klankbord.rooms.people.models import Person, Role
from klankbord.rooms.places.queries import zone_of

LOCK = text("select pg_advisory_xact_lock(hashtextextended(:person, 0))")


async def duties(db: AsyncSession, organisation_id: UUID, person_ids: Collection[UUID]) -> dict[UUID, Duty]:
    """Hours and absences of each of these people; who said nothing has those of everybody else."""
    if not person_ids:
        return {}
    zone, ids = await zone_of(db, organisation_id), list(set(person_ids))
    hours = grouped(await hours_of(db, organisation_id, ids), lambda one: one.person_id)
    absences = grouped(await absences_of(db, organisation_id, ids), lambda one: one.person_id)
    return {person: Duty(hours[person], absences[person], zone) for person in ids}


async def duty_of(db: AsyncSession, organisation_id: UUID, person_id: UUID) -> Duty:
    """Hours and absences of one person."""
    return (await duties(db, organisation_id, [person_id]))[person_id]


async def working_moment(db: AsyncSession, organisation_id: UUID, person_id: UUID, moment: datetime) -> datetime:
    """The first moment at or after `moment` (aware) at which this person can be asked something (aware UTC)."""
    return (await duty_of(db, organisation_id, person_id)).moment(moment)


async def morning_of(db: AsyncSession, organisation_id: UUID, person_id: UUID, day: date) -> datetime:
    """When to remind this person of what is due on `day`: eight o'clock, or their first moment after it (aware UTC)."""
    return (await duty_of(db, organisation_id, person_id)).morning(day)


async def away(db: AsyncSession, organisation_id: UUID, person_id: UUID, day: date) -> Absence | None:
    """The absence of this person that `day` falls in, if any; `deputy_id` stands in."""
    found = (await duty_of(db, organisation_id, person_id)).away(day)
    return found if isinstance(found, Absence) else None


async def on_duty(db: AsyncSession, organisation_id: UUID, person_ids: Collection[UUID], now: datetime) -> set[UUID]:
    """Who of these an alarm finds at work: in their hours (without any: Monday to Friday 8 to 18) and not away."""
    found = await duties(db, organisation_id, person_ids)
    return {person for person, duty in found.items() if duty.on_duty(now)}


async def hours_of(db: AsyncSession, organisation_id: UUID, person_ids: Collection[UUID]) -> Sequence[WorkingHours]:
    """The hours of these people, in order of the week."""
    query = select(WorkingHours).where(
        WorkingHours.organisation_id == organisation_id, col(WorkingHours.person_id).in_(person_ids)
    )
    return (await db.exec(query.order_by(col(WorkingHours.weekday), col(WorkingHours.starts_at)))).all()


async def absences_of(
    db: AsyncSession, organisation_id: UUID, person_ids: Collection[UUID], since: date | None = None
) -> Sequence[Absence]:
    """The absences of these people that were not taken back, first day first; `since`: that are not over by then."""
    query = select(Absence).where(
        Absence.organisation_id == organisation_id,
        col(Absence.person_id).in_(person_ids),
        col(Absence.removed_at).is_(None),
    )
    if since is not None:
        query = query.where(Absence.last_day >= since)
    return (await db.exec(query.order_by(col(Absence.first_day)))).all()


async def lock(db: AsyncSession, person_id: UUID) -> None:
    """Whoever else changes this person's hours waits until the end of this transaction."""
    await (await db.connection()).execute(LOCK, {"person": f"working_hours {person_id}"})


async def drop_hours(db: AsyncSession, organisation_id: UUID, person_id: UUID, weekday: int, starts_at: time) -> None:
    """Take out the stretch of this person that begins then, if there is one."""
    mine = (col(WorkingHours.organisation_id) == organisation_id, col(WorkingHours.person_id) == person_id)
    when = (col(WorkingHours.weekday) == weekday, col(WorkingHours.starts_at) == starts_at)
    await (await db.connection()).execute(delete(WorkingHours).where(*mine, *when))


async def keep_absence(db: AsyncSession, row: Absence) -> None:
    """Keep it, once."""
    await (await db.connection()).execute(insert(Absence).values(row.model_dump()).on_conflict_do_nothing())


async def absence(db: AsyncSession, organisation_id: UUID, person_id: UUID, absence_id: UUID) -> Absence | None:
    """An absence of this person, also one that was taken back, locked until the end of the transaction."""
    query = select(Absence).where(
        Absence.organisation_id == organisation_id,
        Absence.person_id == person_id,
        Absence.id == absence_id,
    )
    return (await db.exec(query.with_for_update())).first()


async def deputies(db: AsyncSession, organisation_id: UUID, person_id: UUID) -> Sequence[Person]:
    """Colleagues who hold a role of the same kind now, by first name."""
    mine = select(col(Role.kind)).where(Role.person_id == person_id, col(Role.ended_at).is_(None))
    query = (
        select(Person)
        .join(Role, col(Role.person_id) == Person.id)
        .where(Person.organisation_id == organisation_id, Person.id != person_id, col(Person.ended_at).is_(None))
        .where(col(Role.ended_at).is_(None), col(Role.kind).in_(mine))
        .order_by(Person.first_name, col(Person.id))
        .distinct()
    )
    return (await db.exec(query)).all()
