"""A story at De Wielewaal, a Leerorkest."""

from datetime import date

import pytest_asyncio

from klankbord.house.database import Database
from klankbord.house.house import House
from tests.factories import an_organisation
from tests.support.story import Story, at


@pytest_asyncio.fixture
async def story(house: House, owner: Database) -> Story:
    """Monday 5 October 2026, 9:00: an hour before the lesson of Strijkers 6B."""
    told = Story(house, await an_organisation(owner))
    told.move_to(at(date(2026, 10, 5), 9))
    return told
