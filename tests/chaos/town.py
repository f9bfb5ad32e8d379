"""A made-up music centre in which a seed happens: teachers, managers, children, watches, phones that want reminders."""

import random
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time
from typing import Any
from uuid import UUID

from klankbord.house.boot import boot_of
from klankbord.house.clock import AMSTERDAM
from klankbord.house.crypto import KeyRing
from klankbord.house.database import Database
from klankbord.house.door import session_cookie
from klankbord.house.house import House
from klankbord.house.push.hosts import PushHosts
from klankbord.house.push.vapid import public_key
from klankbord.house.seals import SealKeys
from klankbord.house.settings import Settings
from klankbord.house.who import Who
from klankbord.rooms.people import actions as people
from klankbord.rooms.people.models import Organisation, Person, Role, RoleKind
from klankbord.rooms.places.models import Group, Location, Pupil
from klankbord.rooms.reminders import subscriptions
from klankbord.rooms.watches import actions as watches
from klankbord.rooms.watches import queries as watch_queries
from tests.factories import add
from tests.support.push_service import PushService

MONDAY = datetime(2027, 2, 1, 8, 30, tzinfo=AMSTERDAM).astimezone(UTC)
FIRST, LAST = ("Tjoek", "Mirre", "Wiebel", "Zonne", "Plons", "Knisper"), ("lien", "dert", "maar", "brecht", "wijn")
LESSONS = (time(9), time(10, 30), time(13), time(14, 30))


@dataclass(frozen=True)
class Teacher:
    """Somebody who writes, and the children of their groups as (group, child); `left` are those who went away."""

    id: UUID
    children: tuple[tuple[UUID, UUID], ...]
    left: tuple[tuple[UUID, UUID], ...]


@dataclass
class Town:
    """Who and what there is. `names` are the words no log may hold."""

    organisation_id: UUID
    house: House
    teachers: list[Teacher] = field(default_factory=list)
    managers: list[UUID] = field(default_factory=list)
    names: set[str] = field(default_factory=set)

    def with_settings(self, settings: Settings) -> None:
        """New keys: from now on pages hand these out."""
        keys, seals = settings.data_keys.get_secret_value(), settings.seal_keys.get_secret_value()
        self.house = replace(
            self.house, settings=settings, keys=KeyRing.from_text(keys), seals=SealKeys.from_text(seals)
        )

    def boot(self, person: UUID) -> dict[str, Any]:
        """What a page of this person says in #boot now."""
        return boot_of(self.house, Who(person, self.organisation_id, "", "nl", ()))

    async def sign_in(self, person: UUID) -> dict[str, str]:
        """The cookies of a phone on which this person has just signed in."""
        async with self.house.database.transaction() as db:
            tokens = await people.sign_in(db, self.organisation_id, person, self.house.clock.now())
        return {session_cookie(self.house): tokens.session_token, "klankbord_add": tokens.add_token}

    async def wants_reminders(self, person: UUID, push: PushService) -> str:
        """A browser of this person says yes; its endpoint."""
        settings = self.house.settings
        said = push.subscribe(public_key(settings.vapid_private_key.get_secret_value()))
        async with self.house.database.transaction(person, self.organisation_id) as db:
            await subscriptions.subscribe(
                db, PushHosts.from_settings(settings), subscriptions.Browser(said["endpoint"], **said["keys"]),
                organisation_id=self.organisation_id, person_id=person, language="nl", now=self.house.clock.now(),
            )  # fmt: skip
        return str(said["endpoint"])

    async def watch(self, teacher: Teacher, child: UUID) -> None:
        """This teacher watches a child in its next two lessons."""
        async with self.house.database.transaction(teacher.id, self.organisation_id) as db:
            await watches.start(
                db, organisation_id=self.organisation_id, teacher_id=teacher.id, pupil_id=child, note_id=None,
                case_id=None, now=self.house.clock.now(),
            )  # fmt: skip

    async def lessons_to_answer(self, teacher: UUID) -> list[UUID]:
        """Lessons of this teacher's running watches that have begun and were not answered, as Vandaag shows them."""
        async with self.house.database.transaction(teacher, self.organisation_id) as db:
            found = await watch_queries.watched(db, self.organisation_id, teacher)
        return [o.lesson.id for o in found if o.lesson.answer is None and o.lesson.starts_at <= self.house.clock.now()]


async def make_town(owner: Database, house: House, teachers: int, dice: random.Random) -> Town:
    """Four locations, each with a manager; two groups of six children a teacher, of whom one has left."""
    organisation = Organisation(name="Muziekcentrum De Storm")
    town = Town(organisation.id, house)
    o: dict[str, Any] = {"organisation_id": organisation.id}
    kinds = ("leerorkest", "wijktalentorkest")
    places = [Location(name=f"Gebouw {n}", kind=kinds[n % 2], holiday_region="noord", **o) for n in range(4)]
    staff = [Person(first_name="Beheer", **o) for _ in places]
    crew = [Person(first_name="Muziek", **o) for _ in range(teachers)]
    roles = [
        Role(person_id=who.id, kind=RoleKind.LOCATION_MANAGER, location_id=place.id, **o)
        for who, place in zip(staff, places, strict=True)
    ]
    groups, pupils = list[Group](), list[Pupil]()
    for number, who in enumerate(crew):
        place = places[number % 4]
        mine = [
            Group(
                location_id=place.id, name=f"Groep {number}{letter}", weekday=weekday, starts_at=dice.choice(LESSONS),
                minutes=45, **o,
            )
            for letter, weekday in (("a", 1), ("b", dice.randint(2, 5)))
        ]  # fmt: skip
        roles += [Role(person_id=who.id, kind=RoleKind.TEACHER, group_id=g.id, location_id=place.id, **o) for g in mine]
        groups += mine
        here = [Pupil(group_id=group.id, first_name=_name(dice, n), **o) for group in mine for n in range(6)]
        here[-1].left_at = house.clock.now()
        pupils += here
        pairs = tuple((child.group_id, child.id) for child in here)
        town.teachers.append(Teacher(who.id, pairs[:-1], pairs[-1:]))
    for rows in ([organisation], [*staff, *crew], places, groups, pupils, roles):
        await add(owner, *rows)
    town.managers = [who.id for who in staff]
    town.names = {pupil.first_name for pupil in pupils}
    return town


def _name(dice: random.Random, number: int) -> str:
    """A first name that is no word of any log; no two in a group are alike."""
    return FIRST[number % 6] + dice.choice(LAST)
