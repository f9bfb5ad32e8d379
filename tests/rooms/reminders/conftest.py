"""A small world, a line to two strict push services, and the clock on a Tuesday morning."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from uuid import UUID

import pytest
import pytest_asyncio

from klankbord.house.clock import Clock
from klankbord.house.database import Database
from klankbord.house.house import House
from klankbord.house.settings import Settings
from klankbord.rooms.reminders import actions, deliveries, jobs, walking
from klankbord.rooms.reminders.deliveries import Claim
from klankbord.rooms.reminders.models import PushSubscription, ReminderKind
from tests.factories import World, add, an_organisation
from tests.support.push_line import PushLine, push_line
from tests.support.push_service import PushService

TUESDAY = datetime(2026, 11, 3, 10, 5, tzinfo=UTC)  # 11:05 on the wall


async def hand_over(house: House) -> int:
    """Put everything that is due on its way and send none of it; how many reminders."""
    return sum([some async for some in jobs.handed_over(house)])


async def claim(house: House, now: datetime) -> list[Claim]:
    """What a worker at this moment takes first of what is on its way."""
    direct = house.database.direct
    return await deliveries.claim(direct, now, await walking.on_their_way(direct, now, walking.START, 10))


@pytest_asyncio.fixture
async def world(owner: Database, clock: Clock) -> World:
    clock.move_to(TUESDAY)
    return await an_organisation(owner)


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
