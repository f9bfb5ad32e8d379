"""Every select and insert of this room. Whose it is, is always an argument."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.rooms.people.models import Organisation, Role, RoleKind
from klankbord.rooms.places.models import Closure, ClosureSource, Group, Location, Pupil


async def zone_of(db: AsyncSession, organisation_id: UUID) -> ZoneInfo:
    """The zone in which this organisation's wall times are."""
    return ZoneInfo((await db.exec(select(Organisation.zone).where(Organisation.id == organisation_id))).one())


async def day_of(db: AsyncSession, organisation_id: UUID, moment: datetime) -> date:
    """The day on the wall of this organisation at a moment (aware): in UTC it is still yesterday until one or two."""
    return moment.astimezone(await zone_of(db, organisation_id)).date()


async def locations(
    db: AsyncSession, organisation_id: UUID, location_ids: Collection[UUID] | None = None
) -> Sequence[Location]:
    """Locations by name: all of the organisation, or only those among `location_ids`."""
    query = select(Location).where(Location.organisation_id == organisation_id)
    if location_ids is not None:
        query = query.where(col(Location.id).in_(location_ids))
    return (await db.exec(query.order_by(Location.name))).all()


async def location(db: AsyncSession, organisation_id: UUID, location_id: UUID) -> Location | None:
    """One location of this organisation."""
    return next(iter(await locations(db, organisation_id, [location_id])), None)


async def groups(db: AsyncSession, organisation_id: UUID, group_ids: Collection[UUID]) -> Sequence[Group]:
    """The open groups among `group_ids`, by weekday and time."""
    return await _open_groups(db, organisation_id, col(Group.id).in_(group_ids))


async def group(db: AsyncSession, organisation_id: UUID, group_id: UUID) -> Group | None:
    """One open group of this organisation."""
    return next(iter(await groups(db, organisation_id, [group_id])), None)


async def groups_of_location(db: AsyncSession, organisation_id: UUID, location_id: UUID) -> Sequence[Group]:
    """The open groups of a location, by weekday and time."""
    return await _open_groups(db, organisation_id, Group.location_id == location_id)


async def groups_of_teacher(db: AsyncSession, organisation_id: UUID, person_id: UUID) -> Sequence[Group]:
    """The open groups this person teaches now, by weekday and time."""
    taught = select(Role.group_id).where(
        Role.person_id == person_id, Role.kind == RoleKind.TEACHER, col(Role.ended_at).is_(None)
    )
    return await _open_groups(db, organisation_id, col(Group.id).in_(taught))


async def _open_groups(db: AsyncSession, organisation_id: UUID, which: Any) -> Sequence[Group]:
    query = select(Group).where(Group.organisation_id == organisation_id, col(Group.closed_at).is_(None), which)
    return (await db.exec(query.order_by(col(Group.weekday), col(Group.starts_at), col(Group.name)))).all()


async def roster(db: AsyncSession, organisation_id: UUID, group_ids: Collection[UUID]) -> Sequence[Pupil]:
    """The children of these groups who have not left, by first name and hint."""
    query = select(Pupil).where(
        Pupil.organisation_id == organisation_id, col(Pupil.group_id).in_(group_ids), col(Pupil.left_at).is_(None)
    )
    return (await db.exec(query.order_by(Pupil.first_name, col(Pupil.hint).nulls_first()))).all()


async def pupil(db: AsyncSession, organisation_id: UUID, pupil_id: UUID) -> Pupil | None:
    """One child of this organisation, also one who has left."""
    query = select(Pupil).where(Pupil.organisation_id == organisation_id, Pupil.id == pupil_id)
    return (await db.exec(query)).first()


async def closures(
    db: AsyncSession, organisation_id: UUID, location_ids: Collection[UUID], from_day: date = date.min
) -> Sequence[Closure]:
    """Closures that count (not removed) and are not over before `from_day`, by first day."""
    query = select(Closure).where(
        Closure.organisation_id == organisation_id,
        col(Closure.location_id).in_(location_ids),
        col(Closure.removed_at).is_(None),
        Closure.last_day >= from_day,
    )
    return (await db.exec(query.order_by(col(Closure.first_day), col(Closure.last_day)))).all()


async def removed_closures(
    db: AsyncSession, organisation_id: UUID, location_id: UUID, from_day: date
) -> Sequence[Closure]:
    """Closures that somebody removed and that would not be over before `from_day`, by first day."""
    query = select(Closure).where(
        Closure.organisation_id == organisation_id,
        Closure.location_id == location_id,
        col(Closure.removed_at).is_not(None),
        Closure.last_day >= from_day,
    )
    return (await db.exec(query.order_by(col(Closure.first_day)))).all()


async def closure(db: AsyncSession, organisation_id: UUID, location_id: UUID, closure_id: UUID) -> Closure | None:
    """One closure of this location, also a removed one."""
    query = select(Closure).where(
        Closure.organisation_id == organisation_id, Closure.location_id == location_id, Closure.id == closure_id
    )
    return (await db.exec(query)).first()


async def filled_in(db: AsyncSession, organisation_id: UUID, location_id: UUID) -> Sequence[Closure]:
    """Closures that were filled in beforehand, removed ones too: what somebody removed must not come back."""
    query = select(Closure).where(
        Closure.organisation_id == organisation_id,
        Closure.location_id == location_id,
        Closure.source == ClosureSource.PUBLIC,
    )
    return (await db.exec(query)).all()
