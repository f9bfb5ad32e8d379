"""Colleagues without lessons around one night: who puts off, who hears two things together, who is away.

All of them work every day. Subjects are ids of nothing: these reminders are about when, not about what.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from klankbord.house.database import Database
from klankbord.house.ids import new_id
from klankbord.rooms.duty.models import Absence, WorkingHours
from klankbord.rooms.people.models import Person
from klankbord.rooms.reminders import actions as reminders
from klankbord.rooms.reminders.models import ReminderKind
from klankbord.rooms.reminders.rules import choices
from tests.chaos.nights_expected import Expected, wall
from tests.chaos.town import Town
from tests.factories import add
from tests.support.push_service import PushService
from tests.support.rows import rows

Place = tuple[int, time]  # day after the evening before the night, and wall time
LONG, OFFICE = (time(0), time(23, 59)), (time(8), time(17))


@dataclass(frozen=True)
class Colleague:
    """`due`: when their reminders of this kind are due; `asked`: when the phone buzzes. `away`: on which day."""

    name: str
    hours: tuple[time, time]
    kind: ReminderKind
    due: tuple[Place, ...]
    asked: tuple[Place, ...]
    away: int | None = None


PUTS_OFF = Colleague(
    "put off to tomorrow", LONG, ReminderKind.QUESTION_RECEIVED, ((0, time(20, 10)),), ((0, time(20, 10)), (1, time(8)))
)
COLLEAGUES = (
    PUTS_OFF,
    Colleague(
        "two that can wait, together", OFFICE, ReminderKind.PLAN_WITHOUT_EVALUATION,
        ((0, time(22)), (1, time(2, 59))), ((1, time(8)),),
    ),
    Colleague(
        "away on the day itself", OFFICE, ReminderKind.QUESTION_RECEIVED, ((1, time(9)),), ((2, time(8)),), away=1
    ),
)  # fmt: skip


async def add_colleagues(owner: Database, expected: Expected, push: PushService, evening: date) -> None:
    """Each with a phone, hours and what they are to be reminded of."""
    for one in COLLEAGUES:
        who = await _at_work(owner, expected.town, one, evening)
        await _remind(expected.town, who, one.kind, [wall(evening, place) for place in one.due])
        asked = [wall(evening, place) for place in one.asked]
        expected.expect(await expected.town.wants_reminders(who, push), one.name, *asked, of=len(one.due))
        if one is PUTS_OFF:
            expected.puts_off = who


async def _at_work(owner: Database, town: Town, one: Colleague, evening: date) -> UUID:
    o: dict[str, Any] = {"organisation_id": town.organisation_id}
    who, (starts_at, ends_at) = Person(first_name="Collega", **o), one.hours
    o["person_id"] = who.id
    await add(owner, who)
    await add(owner, *(WorkingHours(weekday=day, starts_at=starts_at, ends_at=ends_at, **o) for day in range(1, 8)))
    if one.away is not None:
        day = evening + timedelta(days=one.away)
        await add(owner, Absence(first_day=day, last_day=day, made_at=town.house.clock.now(), **o))
    return who.id


async def _remind(town: Town, person: UUID, kind: ReminderKind, due: list[datetime]) -> None:
    about: dict[str, Any] = {"organisation_id": town.organisation_id, "person_id": person, "kind": kind}
    async with town.house.database.transaction(person, town.organisation_id) as db:
        for at in due:
            await reminders.remind(db, subject_id=new_id(), moment=at, due_at=at, now=town.house.clock.now(), **about)


async def put_off(owner: Database, expected: Expected) -> None:
    """Late in the evening somebody chooses *tomorrow* for what their phone told them."""
    town, person = expected.town, expected.puts_off
    assert person
    [[reminder]] = await rows(owner, "select id from reminders where person_id = :p", p=person)
    tomorrow = next(one.until for one in choices(town.house.clock.now(), None) if one.id == "tomorrow")
    async with town.house.database.transaction(person, town.organisation_id) as db:
        mine = {"person_id": person, "reminder_id": reminder}
        await reminders.snooze(db, town.house.keys, until=tomorrow, reason="", **mine)
