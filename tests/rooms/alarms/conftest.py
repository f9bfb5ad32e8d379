"""Tuesday at noon, everybody works; a line to a strict push service and a real mail server."""

from collections.abc import AsyncIterator, Awaitable, Callable
from uuid import UUID

import pytest
import pytest_asyncio
from pydantic import SecretStr

from klankbord.house.database import Database
from klankbord.house.house import House
from klankbord.house.settings import Settings
from klankbord.rooms.reminders.models import PushSubscription
from tests.factories import add
from tests.support.mail_server import MailServer, a_mail_server
from tests.support.push_line import PushLine, push_line
from tests.support.rows import change
from tests.support.story import Story


@pytest_asyncio.fixture
async def line(settings: Settings) -> AsyncIterator[PushLine]:
    async with push_line(settings.vapid_private_key.get_secret_value()) as made:
        yield made


@pytest_asyncio.fixture
async def mail() -> AsyncIterator[MailServer]:
    async with a_mail_server() as server:
        yield server


@pytest.fixture
def settings(settings: Settings, mail: MailServer) -> Settings:
    """As everywhere, with a mail server."""
    return settings.model_copy(update={"smtp_url": SecretStr(mail.url), "mail_from": "klankbord@muziek.example.org"})


Phone = Callable[..., Awaitable[PushSubscription]]


@pytest.fixture
def a_phone(owner: Database, story: Story, line: PushLine) -> Phone:
    """`await a_phone(person_id, mode="201")`: a browser of this person that said yes."""

    async def make(person_id: UUID, mode: str = "201") -> PushSubscription:
        row = PushSubscription(
            organisation_id=story.world.organisation_id,
            person_id=person_id,
            created_at=story.now,
            **vars(line.browser(mode=mode)),
        )
        await add(owner, row)
        return row

    return make


@pytest.fixture
def worker(worker_house: House) -> House:
    return worker_house


@pytest_asyncio.fixture
async def letters(owner: Database, story: Story) -> None:
    """Everybody has a mail address."""
    await change(owner, "update people set email = lower(first_name) || '@muziek.example.org'")
