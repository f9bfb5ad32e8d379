"""What a person does to places, groups and children. Each checks before it writes."""

from asyncio import to_thread
from collections.abc import Awaitable, Callable
from datetime import date, datetime, time
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.house.errors import NotHere, Unfit
from klankbord.rooms.places import queries, rules
from klankbord.rooms.places.models import (
    Closure,
    ClosureSource,
    Group,
    HolidayRegion,
    Location,
    LocationKind,
    Pupil,
)

# Rooms further on register here to hear that the lessons of a group may have changed (they stand to our right, so
# they cannot be imported). Called in the same transaction, after the change is written.
after_change: list[Callable[[AsyncSession, UUID, datetime], Awaitable[None]]] = []


class HintNeeded(Unfit):
    """This group already has a child with this name. Add a neutral hint, such as the instrument."""

    field = "hint"


async def add_location(
    db: AsyncSession, organisation_id: UUID, name: str, kind: LocationKind, region: HolidayRegion, now: datetime
) -> Location:
    """A new location, with the holidays of its region filled in. Raises NameMissing."""
    place = Location(organisation_id=organisation_id, name=rules.checked_name(name), kind=kind, holiday_region=region)
    db.add(place)
    await db.flush()
    await fill_closures(db, organisation_id, place.id, now)
    return place


async def fill_closures(db: AsyncSession, organisation_id: UUID, location_id: UUID, now: datetime) -> int:
    """Fill in the holidays that are known and not there yet; how many. A removed one stays removed. Raises NotHere."""
    place = await _location(db, organisation_id, location_id)
    new = await missing_closures(db, place, await _today(db, organisation_id, now))
    db.add_all(_closure(place, days.first_day, days.last_day, days.name, ClosureSource.PUBLIC) for days in new)
    await db.flush()
    if new:
        await _changed_at(db, place, now)
    return len(new)


async def missing_closures(db: AsyncSession, place: Location, today: date) -> list[rules.FreeDays]:
    """Holidays from `today` on that are known and were never filled in at this location."""
    region, until = HolidayRegion(place.holiday_region), rules.filled_until(today)
    # The first call of a process loads the package's tables (0.4 s): not while everybody waits.
    free = await to_thread(rules.free_days, region, today, until)
    there = {(row.name, row.first_day) for row in await queries.filled_in(db, place.organisation_id, place.id)}
    return [days for days in free if (days.name, days.first_day) not in there]


async def add_closure(
    db: AsyncSession,
    organisation_id: UUID,
    location_id: UUID,
    name: str,
    first_day: date,
    last_day: date,
    now: datetime,
) -> Closure:
    """Days without lessons at one location; the same days again change nothing.

    Raises NotHere, NameMissing, DaysOutOfOrder, ClosureOutOfReach, ClosureTooLong.
    """
    place = await _location(db, organisation_id, location_id)
    name, today = rules.checked_name(name), await _today(db, organisation_id, now)
    rules.check_closure(first_day, last_day, today)
    for there in await queries.closures(db, organisation_id, [location_id], today):
        if (there.first_day, there.last_day) == (first_day, last_day):
            return there
    closure = _closure(place, first_day, last_day, name, ClosureSource.OWN)
    db.add(closure)
    await db.flush()
    await _changed_at(db, place, now)
    return closure


async def remove_closure(
    db: AsyncSession, organisation_id: UUID, location_id: UUID, closure_id: UUID, now: datetime
) -> Closure:
    """There are lessons after all on these days; a second time changes nothing. Raises NotHere."""
    return await _set_removed(db, organisation_id, location_id, closure_id, now, now)


async def bring_closure_back(
    db: AsyncSession, organisation_id: UUID, location_id: UUID, closure_id: UUID, now: datetime
) -> Closure:
    """The removal is undone; a second time changes nothing. Raises NotHere."""
    return await _set_removed(db, organisation_id, location_id, closure_id, None, now)


async def add_group(
    db: AsyncSession, organisation_id: UUID, location_id: UUID, name: str, weekday: int, starts_at: time, minutes: int
) -> Group:
    """A new group with its weekly lesson time. Raises NotHere, NameMissing, NotAWeekday, LessonLengthUnfit."""
    place = await _location(db, organisation_id, location_id)
    rules.check_timetable(weekday, minutes)
    group = Group(
        organisation_id=organisation_id,
        location_id=place.id,
        name=rules.checked_name(name),
        weekday=weekday,
        starts_at=starts_at,
        minutes=minutes,
    )
    db.add(group)
    await db.flush()
    return group


async def change_timetable(
    db: AsyncSession, organisation_id: UUID, group_id: UUID, weekday: int, starts_at: time, minutes: int, now: datetime
) -> None:
    """From now on another weekly lesson time. Raises NotHere, NotAWeekday, LessonLengthUnfit."""
    group = await _group(db, organisation_id, group_id)
    rules.check_timetable(weekday, minutes)
    if (group.weekday, group.starts_at, group.minutes) == (weekday, starts_at, minutes):
        return
    group.weekday, group.starts_at, group.minutes = weekday, starts_at, minutes
    db.add(group)
    await db.flush()
    await tell(db, group.id, now)


async def close_group(db: AsyncSession, organisation_id: UUID, group_id: UUID, now: datetime) -> None:
    """No lessons any more; what was written stays. Raises NotHere, also when it is closed already."""
    group = await _group(db, organisation_id, group_id)
    group.closed_at = now
    db.add(group)
    await db.flush()
    await tell(db, group.id, now)


async def add_pupil(
    db: AsyncSession, organisation_id: UUID, group_id: UUID, first_name: str, hint: str | None = None
) -> Pupil:
    """A child joins a group. Raises NotHere, HintNeeded, and what the rules for a first name and a hint raise."""
    group = await _group(db, organisation_id, group_id)
    first_name, hint = rules.checked_first_name(first_name), rules.checked_hint(hint)
    for other in await queries.roster(db, organisation_id, [group.id]):
        if (other.first_name.casefold(), other.hint) == (first_name.casefold(), hint):
            raise HintNeeded
    pupil = Pupil(organisation_id=organisation_id, group_id=group.id, first_name=first_name, hint=hint)
    db.add(pupil)
    await db.flush()
    return pupil


async def let_pupil_leave(db: AsyncSession, organisation_id: UUID, pupil_id: UUID, now: datetime) -> None:
    """A child no longer comes; the row stays for what was written. Raises NotHere."""
    pupil = await queries.pupil(db, organisation_id, pupil_id)
    if pupil is None:
        raise NotHere
    pupil.left_at = pupil.left_at or now
    db.add(pupil)
    await db.flush()


async def tell(db: AsyncSession, group_id: UUID, now: datetime) -> None:
    """Let every room that registered know that the lessons of this group may have changed."""
    for hear in after_change:
        await hear(db, group_id, now)


async def _set_removed(
    db: AsyncSession,
    organisation_id: UUID,
    location_id: UUID,
    closure_id: UUID,
    removed_at: datetime | None,
    now: datetime,
) -> Closure:
    place = await _location(db, organisation_id, location_id)
    closure = await queries.closure(db, organisation_id, location_id, closure_id)
    if closure is None:
        raise NotHere
    if (closure.removed_at is None) != (removed_at is None):
        closure.removed_at = removed_at
        db.add(closure)
        await db.flush()
        await _changed_at(db, place, now)
    return closure


async def _changed_at(db: AsyncSession, place: Location, now: datetime) -> None:
    for group in await queries.groups_of_location(db, place.organisation_id, place.id):
        await tell(db, group.id, now)


async def _location(db: AsyncSession, organisation_id: UUID, location_id: UUID) -> Location:
    if (place := await queries.location(db, organisation_id, location_id)) is None:
        raise NotHere
    return place


async def _group(db: AsyncSession, organisation_id: UUID, group_id: UUID) -> Group:
    if (group := await queries.group(db, organisation_id, group_id)) is None:
        raise NotHere
    return group


async def _today(db: AsyncSession, organisation_id: UUID, now: datetime) -> date:
    return await queries.day_of(db, organisation_id, now)


def _closure(place: Location, first_day: date, last_day: date, name: str, source: ClosureSource) -> Closure:
    return Closure(
        organisation_id=place.organisation_id,
        location_id=place.id,
        first_day=first_day,
        last_day=last_day,
        name=name,
        source=source,
    )
