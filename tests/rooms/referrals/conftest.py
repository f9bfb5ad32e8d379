"""A case at De Wielewaal that Karim carries and Marjan was asked about."""

from datetime import date

import pytest
import pytest_asyncio

from klankbord.house.house import House
from klankbord.rooms.cases.models import Case
from tests.factories import World
from tests.support.story import Story, at


@pytest.fixture
def story(house: House, small: World) -> Story:
    """Monday 2 November 2026, 12:00."""
    told = Story(house, small)
    told.move_to(at(date(2026, 11, 2)))
    return told


@pytest_asyncio.fixture
async def case(story: Story) -> Case:
    """Sara's case."""
    made = await story.reported()
    return await story.hand_over(made.id)
