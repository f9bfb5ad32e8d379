"""Makes the demo's organisation, people and places. The stories come after."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.house.clock import AMSTERDAM
from klankbord.house.database import speak_as
from klankbord.rooms.demo.names import LOCATIONS, GroupOfNames
from klankbord.rooms.demo.people import PEOPLE
from klankbord.rooms.people.models import Organisation, Person, Role, RoleKind
from klankbord.rooms.places import actions as places
from klankbord.rooms.places.models import Closure, Group, HolidayRegion, Location

ORGANISATION = "Muziekcentrum De Proeftuin"
PHONES = {
    "Karim": "06 00 00 00 11",
    "Marjan": "06 00 00 00 12",
    "Yvonne": "06 00 00 00 13",
    "Els": "06 00 00 00 15",
}
HOURS = {"Marjan": "ma t/m do, 9:00 – 17:00", "Els": "vr en za, 9:00 – 15:00"}
OPEN_AROUND = timedelta(days=35)  # no holiday this near, so that the demo has lessons on any day of the year


@dataclass
class DemoWorld:
    """Who and what there is, by the names in the stories."""

    organisation_id: UUID
    people: dict[str, UUID] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    pupils: dict[str, UUID] = field(default_factory=dict)


def lesson_time_now(now: datetime) -> tuple[int, time]:
    """(days back, start) of the lesson that goes on now, or was the last one at a school's hour."""
    local = now.astimezone(AMSTERDAM)
    if local.hour < 9:
        return 1, time(14)
    if local.hour >= 17:
        return 0, time(15, 30)
    start = local - timedelta(minutes=25)
    return 0, time(start.hour, start.minute // 5 * 5)


async def make_world(db: AsyncSession, now: datetime) -> DemoWorld:
    """Organisation, people, three locations, eight groups and their children, as the owner of the database."""
    organisation = Organisation(name=ORGANISATION)
    db.add(organisation)
    await db.flush()
    await speak_as(db, None, organisation.id)
    world = DemoWorld(organisation.id)
    for made_up in PEOPLE:
        name = made_up.first_name
        person = Person(organisation_id=organisation.id, first_name=name, phone=PHONES.get(name), hours=HOURS.get(name))
        db.add(person)
        world.people[name] = person.id
    await db.flush()
    for name, kind, manager, groups in LOCATIONS:
        place = await places.add_location(db, organisation.id, name, kind, HolidayRegion.NOORD, now)
        _give(db, world, manager, RoleKind.LOCATION_MANAGER, place)
        await _keep_open(db, place, now)
        for described in groups:
            await _add_group(db, world, place, described, now)
    for name in ("Marjan", "Els"):
        _give(db, world, name, RoleKind.SOCIAL_WORKER)
    _give(db, world, "Tess", RoleKind.ADMINISTRATOR)
    await db.flush()
    return world


async def _add_group(
    db: AsyncSession, world: DemoWorld, place: Location, described: GroupOfNames, now: datetime
) -> None:
    days, starts = described.days_ahead, None
    if described.starts_at == "now":
        back, starts = lesson_time_now(now)
        days -= back
    weekday = (now.astimezone(AMSTERDAM) + timedelta(days=days)).isoweekday()
    starts = starts or time.fromisoformat(described.starts_at)
    group = await places.add_group(
        db, world.organisation_id, place.id, described.name, weekday, starts, described.minutes
    )
    world.groups[group.name] = group
    _give(db, world, described.teacher, RoleKind.TEACHER, place, group)
    for child in described.children.split():
        first_name, _, hint = child.partition(":")
        pupil = await places.add_pupil(db, world.organisation_id, group.id, first_name, hint or None)
        world.pupils[child] = pupil.id


def _give(
    db: AsyncSession,
    world: DemoWorld,
    name: str,
    kind: RoleKind,
    place: Location | None = None,
    group: Group | None = None,
) -> None:
    db.add(
        Role(
            organisation_id=world.organisation_id,
            person_id=world.people[name],
            kind=kind,
            location_id=place.id if place else None,
            group_id=group.id if group else None,
        )
    )


async def _keep_open(db: AsyncSession, place: Location, now: datetime) -> None:
    today = now.astimezone(AMSTERDAM).date()
    near = (
        select(Closure)
        .where(Closure.location_id == place.id, col(Closure.removed_at).is_(None))
        .where(Closure.first_day <= today + OPEN_AROUND, Closure.last_day >= today - OPEN_AROUND)
    )
    for closure in (await db.exec(near)).all():
        await places.remove_closure(db, place.organisation_id, place.id, closure.id, now)
