"""A small world, a line to two strict push services, and the clock on a Tuesday morning."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
import pytest_asyncio

from klankbord.house.clock import Clock
from klankbord.house.database import Database
from klankbord.house.house import House
from klankbord.house.ids import new_id
from klankbord.house.settings import Settings
from klankbord.rooms.duty.models import Absence
from klankbord.rooms.people.models import Person
from klankbord.rooms.reminders import actions, deliveries, jobs, walking
from klankbord.rooms.reminders.deliveries import Claim
from klankbord.rooms.reminders.models import PushSubscription, Reminder, ReminderKind
from tests.factories import World, add
from tests.support.push_line import PushLine, push_line
from tests.support.push_service import PushService
from tests.support.rows import change, rows

TUESDAY = datetime(2026, 11, 3, 10, 5, tzinfo=UTC)  # 11:05 on the wall
EIGHT = datetime(2026, 11, 3, 7, tzinfo=UTC)  # when TUESDAY begins, on the wall


async def hand_over(house: House) -> int:
    """Put everything that is due on its way and send none of it; how many reminders."""
    return sum([some async for some in jobs.handed_over(house)])


async def claim(house: House, now: datetime) -> list[Claim]:
    """What a worker at this moment takes first of what is on its way."""
    direct = house.database.direct
    return await deliveries.claim(direct, now, await walking.on_their_way(direct, now, walking.START, 10))


@pytest.fixture
def world(clock: Clock, small: World) -> World:
    clock.move_to(TUESDAY)
    return small


@pytest_asyncio.fixture
async def line(settings: Settings) -> AsyncIterator[PushLine]:
    async with push_line(settings.vapid_private_key.get_secret_value()) as made:
        yield made


Phone = Callable[..., Awaitable[PushSubscription]]


@pytest.fixture
def a_phone(owner: Database, world: World, line: PushLine) -> Phone:
    """`await a_phone(person_id, mode="201")`: a browser of this person that said yes."""

    async def make(person_id: UUID, mode: str = "201", service: PushService | None = None) -> PushSubscription:
        row = PushSubscription(
            organisation_id=world.organisation_id,
            person_id=person_id,
            created_at=TUESDAY,
            **vars(line.browser(service, mode)),
        )
        await add(owner, row)
        return row

    return make


SignIn = Callable[[UUID, UUID], Awaitable[object]]
Remind = Callable[..., Awaitable[bool]]


@pytest.fixture
def remind(house: House, world: World) -> Remind:
    """`await remind(person_id, …)`: by Iris, from a web process, about nothing in particular, due now."""

    async def make(person_id: UUID, by: UUID | None = None, **more: object) -> bool:
        about = {"kind": ReminderKind.REPORT_RECEIVED, "subject_id": world.sara, "moment": TUESDAY, "due_at": TUESDAY}
        now = house.clock.now()
        async with house.database.transaction(by or world.iris, world.organisation_id) as db:
            said = {"organisation_id": world.organisation_id, "person_id": person_id, "now": now, **about, **more}
            return await actions.remind(db, **said)  # type: ignore[arg-type]

    return make


Colleague = Callable[..., Awaitable[UUID]]
Due = Callable[..., Awaitable[UUID]]


@pytest.fixture
def colleague(owner: Database, world: World, a_phone: Phone) -> Colleague:
    """`await colleague("201", away=True)`: somebody more, with a phone that answers like this."""

    async def make(mode: str = "201", away: bool = False, deputy: UUID | None = None) -> UUID:
        one = Person(first_name="Els", organisation_id=world.organisation_id)
        await add(owner, one)
        await a_phone(one.id, mode)
        if away:
            await go_away(owner, world, one.id, deputy)
        return one.id

    return make


async def go_away(owner: Database, world: World, person: UUID, deputy: UUID | None = None) -> None:
    days = {"first_day": date(2026, 11, 3), "last_day": date(2026, 11, 5), "made_at": TUESDAY}
    row = Absence(organisation_id=world.organisation_id, person_id=person, deputy_id=deputy, **days)  # type: ignore[arg-type]
    await add(owner, row)


@pytest.fixture
def due(owner: Database, world: World) -> Due:
    """`await due(person, kind)`: each a second after the one before, and all of them due by the start of TUESDAY."""
    seconds = iter(range(3600))

    async def make(
        person: UUID, kind: ReminderKind = ReminderKind.REPORT_RECEIVED, subject: UUID | None = None
    ) -> UUID:
        at = EIGHT - timedelta(hours=1) + timedelta(seconds=next(seconds))
        row = Reminder(
            id=uuid4(),  # in another order than they are due
            organisation_id=world.organisation_id,
            person_id=person,
            subject_id=subject or new_id(),
            kind=kind,
            moment=at,
            due_at=at,
            created_at=at,
        )
        await add(owner, row)
        return row.id

    return make


def buzzed(line: PushLine) -> Iterator[str]:
    """The id of each message that reached a phone."""
    return (json.loads(got["text"])["id"] for got in line.service.got)


async def every_phone_works(owner: Database, line: PushLine) -> None:
    for row in await rows(owner, "select endpoint from push_subscriptions"):
        line.service.set_mode(row.endpoint, "201")


async def a_case(owner: Database, world: World) -> UUID:
    """An open case at the location that Karim manages."""
    statement = """
        insert into cases (id, organisation_id, location_id, group_id, pupil_id, opened_by_id, opened_at, step, lead_id,
                           waits_for, waits_since)
        values (:id, :org, :location, :group, :pupil, :karim, :at, 3, :karim, 'next_step', :at)"""
    ids = {"id": new_id(), "org": world.organisation_id, "location": world.wielewaal, "group": world.strijkers}
    pupil = {"id": new_id(), "org": world.organisation_id, "group": world.strijkers}
    child = "insert into pupils (id, organisation_id, group_id, first_name) values (:id, :org, :group, 'Bo')"
    await change(owner, child, **pupil)
    await change(owner, statement, pupil=pupil["id"], karim=world.karim, at=EIGHT, **ids)
    return ids["id"]
