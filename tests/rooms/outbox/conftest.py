"""Iris with her phone, signed in, in the small world."""

import pytest_asyncio

from klankbord.house.database import Database
from klankbord.house.house import House
from tests.conftest import SignIn
from tests.factories import World, an_organisation
from tests.support.phone import Phone


@pytest_asyncio.fixture
async def world(owner: Database) -> World:
    """The small world."""
    return await an_organisation(owner)


@pytest_asyncio.fixture
async def phone(house: House, world: World, sign_in: SignIn) -> Phone:
    """Iris' phone; the client is signed in as Iris."""
    await sign_in(world.organisation_id, world.iris)
    return Phone.of(house, world.iris)
