"""Iris with her phone, signed in, in the small world."""

import pytest
import pytest_asyncio

from klankbord.house.house import House
from tests.conftest import SignIn
from tests.factories import World
from tests.support.phone import Phone


@pytest.fixture
def world(small: World) -> World:
    """The small world."""
    return small


@pytest_asyncio.fixture
async def phone(house: House, world: World, sign_in: SignIn) -> Phone:
    """Iris' phone; the client is signed in as Iris."""
    await sign_in(world.organisation_id, world.iris)
    return Phone.of(house, world.iris)
