"""A story in which the small world has its autumn holiday."""

from datetime import date

import pytest_asyncio

from klankbord.house.database import Database
from klankbord.house.house import House
from klankbord.rooms.places.models import Closure, ClosureSource
from tests.factories import add, an_organisation
from tests.support.story import Story, at


@pytest_asyncio.fixture
async def story(house: House, owner: Database) -> Story:
    """Tuesday 29 September 2026, 12:00. Strijkers 6B has lessons on Mondays at ten, not from 10 to 18 October."""
    world = await an_organisation(owner)
    autumn = Closure(
        organisation_id=world.organisation_id,
        location_id=world.wielewaal,
        first_day=date(2026, 10, 10),
        last_day=date(2026, 10, 18),
        name="Herfstvakantie",
        source=ClosureSource.PUBLIC,
    )
    await add(owner, autumn)
    told = Story(house, world)
    told.move_to(at(date(2026, 9, 29)))
    return told
