"""What a person (or an administrator for them) does about hours and absences."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.house.errors import NotHere
from klankbord.house.once import row_id
from klankbord.rooms.duty import checks, queries
from klankbord.rooms.duty.models import Absence, WorkingHours
from klankbord.rooms.places.queries import day_of


async def add_hours(
    db: AsyncSession, *, organisation_id: UUID, person_id: UUID, weekdays: Sequence[int], starts_at: time, ends_at: time
) -> None:
    """From now on this person works then, on each of these weekdays (ISO). The same hours again change nothing.

    Raises HoursOutOfOrder, HoursOverlap, TooManyStretches.
    """
    await queries.lock(db, person_id)
    there = await queries.hours_of(db, organisation_id, [person_id])
    new = checks.new_days(there, weekdays, starts_at, ends_at)
    person = {"organisation_id": organisation_id, "person_id": person_id}
    db.add_all(WorkingHours(**person, weekday=day, starts_at=starts_at, ends_at=ends_at) for day in new)
    await db.flush()


async def remove_hours(
    db: AsyncSession, *, organisation_id: UUID, person_id: UUID, weekday: int, starts_at: time
) -> None:
    """This person does not work in the stretch that begins then any more; a second time changes nothing."""
    await queries.drop_hours(db, organisation_id, person_id, weekday, starts_at)


async def add_absence(
    db: AsyncSession,
    *,
    organisation_id: UUID,
    person_id: UUID,
    first_day: date,
    last_day: date,
    deputy_id: UUID | None,
    now: datetime,
    once: UUID | None = None,
) -> UUID:
    """This person is away on these days, both included; the same form again changes nothing. Its id.

    Raises AbsenceOutOfOrder, AbsenceOutOfReach, NotADeputy (not a colleague with the same work).
    """
    checks.check_absence(first_day, last_day, await _today(db, organisation_id, now))
    deputies = {one.id for one in await queries.deputies(db, organisation_id, person_id)}
    if deputy_id is not None and deputy_id not in deputies:
        raise checks.NotADeputy
    row = Absence(
        id=row_id(once, organisation_id, person_id, first_day, last_day, deputy_id),
        organisation_id=organisation_id,
        person_id=person_id,
        deputy_id=deputy_id,
        first_day=first_day,
        last_day=last_day,
        made_at=now,
    )
    await queries.keep_absence(db, row)
    return row.id


async def end_absence(
    db: AsyncSession, *, organisation_id: UUID, person_id: UUID, absence_id: UUID, now: datetime
) -> None:
    """This person is back, from today on; what has not begun yet is taken back whole; a second time changes nothing.

    Raises NotHere for an absence that is not this person's.
    """
    today = await _today(db, organisation_id, now)
    row = await queries.absence(db, organisation_id, person_id, absence_id)
    if row is None:
        raise NotHere
    if row.removed_at or row.last_day < today:
        return
    if row.first_day >= today:
        row.removed_at = now
    else:
        row.last_day = today - timedelta(days=1)
    db.add(row)
    await db.flush()


async def _today(db: AsyncSession, organisation_id: UUID, now: datetime) -> date:
    return await day_of(db, organisation_id, now)
