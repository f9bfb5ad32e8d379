"""Lessons around one night, each with the moment at which its teacher must be asked, by the clock on the wall."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

from klankbord.house.database import Database
from klankbord.house.house import House
from klankbord.house.ids import new_id
from klankbord.rooms.cases import actions as cases
from klankbord.rooms.duty.models import WorkingHours
from klankbord.rooms.notes import actions as notes
from klankbord.rooms.people.models import Organisation, Person, Role, RoleKind
from klankbord.rooms.places.models import Closure, ClosureSource, Group, Location, Pupil
from tests.chaos.nights_colleagues import add_colleagues
from tests.chaos.nights_expected import Expected, wall
from tests.chaos.town import Teacher, Town
from tests.factories import add
from tests.support.push_service import PushService


@dataclass(frozen=True)
class Taught:
    """A lesson `day` days after the evening before the night; `asked` (day, wall time), None: not in these days."""

    name: str
    day: int
    starts_at: time
    minutes: int
    asked: tuple[int, time] | None
    shut: bool = False


# Day 0 is the evening before the night, day 1 the morning after it. What is shut, is shut on days 1 and 2.
LESSONS = (
    Taught("the evening before", 0, time(19), 60, (0, time(20, 10))),
    Taught("too late to ask", 0, time(20), 60, (1, time(8, 30))),
    Taught("in the middle of the night", 1, time(1, 30), 60, (1, time(8, 30))),
    Taught("the morning after", 1, time(10), 45, (1, time(10, 55))),
    Taught("the day after that", 2, time(9), 45, (2, time(9, 55))),
    Taught("too late, before days off", 0, time(20), 60, (3, time(8, 30)), shut=True),
    Taught("on a day off", 1, time(10), 45, None, shut=True),
)
REPORTED, TOLD = (0, time(22, 15)), (1, time(7, 30))
# What the manager says of every day, also of a Sunday in which the clock changes; even so nothing asks at night.
DAY_AND_NIGHT: dict[str, Any] = {"starts_at": time(0), "ends_at": time(23, 59)}


async def make_nights_town(owner: Database, house: House, push: PushService, evening: date) -> Expected:
    """A teacher with a phone and a watched child for each of LESSONS; a manager with a phone who works every day."""
    organisation = Organisation(name="Muziekcentrum De Nacht")
    o: dict[str, Any] = {"organisation_id": organisation.id}
    opened, shut = (Location(name=name, kind="wijktalentorkest", holiday_region="noord", **o) for name in "ab")
    first, last = evening + timedelta(days=1), evening + timedelta(days=2)
    days: dict[str, Any] = {"first_day": first, "last_day": last, "name": "Vrij", "source": ClosureSource.OWN}
    manager = Person(first_name="Beheer", **o)
    people, groups, pupils, roles = [manager], list[Group](), list[Pupil](), list[Role]()
    for taught in LESSONS:
        place, who = shut if taught.shut else opened, Person(first_name="Muziek", **o)
        weekday = (evening + timedelta(days=taught.day)).isoweekday()
        times: dict[str, Any] = {"weekday": weekday, "starts_at": taught.starts_at, "minutes": taught.minutes}
        group = Group(location_id=place.id, name=taught.name, **times, **o)
        roles.append(Role(person_id=who.id, kind=RoleKind.TEACHER, group_id=group.id, location_id=place.id, **o))
        pupils.append(Pupil(group_id=group.id, first_name="Plonsdert", **o))
        people.append(who)
        groups.append(group)
    roles.append(Role(person_id=manager.id, kind=RoleKind.LOCATION_MANAGER, location_id=opened.id, **o))
    closure = Closure(location_id=shut.id, **days, **o)
    hours = [WorkingHours(person_id=manager.id, weekday=day, **DAY_AND_NIGHT, **o) for day in range(1, 8)]
    for rows in ([organisation], people, [opened, shut], [closure, *groups], pupils, [*roles, *hours]):
        await add(owner, *rows)
    expected = Expected(Town(organisation.id, house))
    told = wall(evening, TOLD)
    expected.expect(await expected.town.wants_reminders(manager.id, push), "a report at night", told)
    for taught, who, pupil in zip(LESSONS, people[1:], pupils, strict=True):
        teacher = Teacher(who.id, ((pupil.group_id, pupil.id),), ())
        expected.town.teachers.append(teacher)
        await expected.town.watch(teacher, pupil.id)
        asked = (wall(evening, taught.asked),) if taught.asked else ()
        expected.expect(await expected.town.wants_reminders(who.id, push), taught.name, *asked)
    await add_colleagues(owner, expected, push, evening)
    return expected


async def report(town: Town) -> UUID:
    """The first teacher writes a note and shares it."""
    who, house = town.teachers[0], town.house
    o: dict[str, Any] = {"organisation_id": town.organisation_id, "now": house.clock.now()}
    async with house.database.transaction(who.id, town.organisation_id) as db:
        note = await notes.write_note(
            db, house.keys, writer_id=who.id, note_id=new_id(), group_id=None, pupil_id=who.children[0][1],
            signal_ids=["late"], observation="", interpretation="", written_at=o["now"], **o,
        )  # fmt: skip
        await cases.report(db, reporter_id=who.id, note_id=note.id, **o)
    return note.id
