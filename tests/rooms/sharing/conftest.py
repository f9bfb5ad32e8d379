"""A case at De Wielewaal that Karim carries and Marjan was asked about."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

import pytest
import pytest_asyncio
from httpx2 import AsyncClient

from klankbord.house.database import Database
from klankbord.house.house import House
from klankbord.rooms.cases.models import Case
from tests.conftest import SignIn
from tests.factories import World
from tests.support.beginning import Beginning
from tests.support.case_beginning import Remembered, begin_with_a_case, handed_over, that_case
from tests.support.cluster import Cluster
from tests.support.story import Story, at

MONDAY = at(date(2026, 11, 2))
Enter = Callable[[str], Awaitable[AsyncClient]]


@pytest.fixture
def story(house: House, small: World, beginning: Beginning[Any]) -> Story:
    """Monday 2 November 2026, 12:00, or when the case was told."""
    told = Story(house, small)
    told.move_to(beginning.moment or MONDAY)
    return told


@pytest_asyncio.fixture(scope="session")
async def case_once(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Beginning[Remembered]:
    """The case as it is told, to copy for each test."""
    return await begin_with_a_case(cluster, tmp_path_factory.mktemp("case"), MONDAY, handed_over)


@pytest_asyncio.fixture
async def case(story: Story, owner: Database, case_once: Beginning[Remembered]) -> Case:
    """Sara's case."""
    return await that_case(owner, case_once)


@pytest.fixture
def enter(story: Story, sign_in: SignIn, client: AsyncClient) -> Enter:
    """`await enter("karim")`: the browser is his from now on."""

    async def come_in(name: str) -> AsyncClient:
        await sign_in(story.world.organisation_id, getattr(story.world, name))
        return client

    return come_in
