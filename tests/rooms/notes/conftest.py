"""Iris, signed in, on a Monday in October, half way the lesson of Strijkers 6B."""

from datetime import date

import pytest_asyncio

from klankbord.house.database import Database
from klankbord.house.house import House
from tests.conftest import SignIn
from tests.factories import World, an_organisation
from tests.support.story import Story, at


@pytest_asyncio.fixture
async def world(owner: Database) -> World:
    """The small world."""
    return await an_organisation(owner)


@pytest_asyncio.fixture
async def story(house: House, world: World, sign_in: SignIn) -> Story:
    """It is Monday 5 October 2026, 10:30; the client is signed in as Iris."""
    told = Story(house, world)
    told.move_to(at(date(2026, 10, 5), 10, 30))
    await sign_in(world.organisation_id, world.iris)
    return told
