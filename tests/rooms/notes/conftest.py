"""Iris, signed in, on a Monday in October, half way the lesson of Strijkers 6B."""

from datetime import date

import pytest
import pytest_asyncio

from klankbord.house.house import House
from tests.conftest import SignIn
from tests.factories import World
from tests.support.story import Story, at


@pytest.fixture
def world(small: World) -> World:
    """The small world."""
    return small


@pytest_asyncio.fixture
async def story(house: House, world: World, sign_in: SignIn) -> Story:
    """It is Monday 5 October 2026, 10:30; the client is signed in as Iris."""
    told = Story(house, world)
    told.move_to(at(date(2026, 10, 5), 10, 30))
    await sign_in(world.organisation_id, world.iris)
    return told
