"""A small world to test in. All names are made up."""

from dataclasses import dataclass
from datetime import time
from uuid import UUID

from sqlmodel import SQLModel

from klankbord.house.database import Database
from klankbord.rooms.people.models import Organisation, Person, Role, RoleKind
from klankbord.rooms.places.models import Group, Location, Pupil


@dataclass(frozen=True)
class World:
    """One organisation: Iris teaches Strijkers 6B (Monday 10:00, an hour) at De Wielewaal, Karim manages it,
    Marjan is the social worker, Tess the administrator. Noortje teaches Koper 7A at De Klinker: the stranger."""

    organisation_id: UUID
    iris: UUID
    karim: UUID
    marjan: UUID
    tess: UUID
    noortje: UUID
    wielewaal: UUID
    klinker: UUID
    strijkers: UUID
    koper: UUID
    sara: UUID
    milan: UUID
    noor_viool: UUID
    noor_cello: UUID
    bram: UUID


async def an_organisation(owner: Database, kind: str = "leerorkest") -> World:
    """Make the small world as the owner; the story after that is told through the rooms' own actions."""
    org = Organisation(name="Muziekcentrum De Proef")
    o = {"organisation_id": org.id}
    people = [
        Person(first_name=name, phone=phone, hours=hours, **o)
        for name, phone, hours in (
            ("Iris", None, None),
            ("Karim", "06 00 00 00 11", None),
            ("Marjan", "06 00 00 00 12", "ma t/m do, 9:00 – 17:00"),
            ("Tess", None, None),
            ("Noortje", None, None),
        )
    ]
    iris, karim, marjan, tess, noortje = people
    wielewaal = Location(name="De Wielewaal", kind=kind, holiday_region="noord", **o)
    klinker = Location(name="De Klinker", kind="wijktalentorkest", holiday_region="noord", **o)
    strijkers = Group(location_id=wielewaal.id, name="Strijkers 6B", weekday=1, starts_at=time(10), minutes=60, **o)
    koper = Group(location_id=klinker.id, name="Koper 7A", weekday=4, starts_at=time(13, 30), minutes=45, **o)
    pupils = [
        Pupil(group_id=group.id, first_name=name, hint=hint, **o)
        for group, name, hint in (
            (strijkers, "Sara", None),
            (strijkers, "Milan", None),
            (strijkers, "Noor", "viool"),
            (strijkers, "Noor", "cello"),
            (koper, "Bram", None),
        )
    ]
    roles = [
        Role(person_id=iris.id, kind=RoleKind.TEACHER, group_id=strijkers.id, location_id=wielewaal.id, **o),
        Role(person_id=noortje.id, kind=RoleKind.TEACHER, group_id=koper.id, location_id=klinker.id, **o),
        Role(person_id=karim.id, kind=RoleKind.LOCATION_MANAGER, location_id=wielewaal.id, **o),
        Role(person_id=marjan.id, kind=RoleKind.SOCIAL_WORKER, **o),
        Role(person_id=tess.id, kind=RoleKind.ADMINISTRATOR, **o),
    ]
    for rows in ([org], people, [wielewaal, klinker], [strijkers, koper], pupils, roles):
        await add(owner, *rows)
    return World(
        org.id,
        *(p.id for p in people),
        wielewaal.id,
        klinker.id,
        strijkers.id,
        koper.id,
        *(p.id for p in pupils),
    )


async def add(owner: Database, *rows: SQLModel) -> None:
    """Put rows in the database as the owner."""
    async with owner.transaction() as db:
        db.add_all(rows)
