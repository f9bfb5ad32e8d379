"""A story at De Wielewaal, a Leerorkest."""

from datetime import date

import pytest

from klankbord.house.house import House
from tests.factories import World
from tests.support.story import Story, at


@pytest.fixture
def story(house: House, small: World) -> Story:
    """Monday 5 October 2026, 9:00: an hour before the lesson of Strijkers 6B."""
    told = Story(house, small)
    told.move_to(at(date(2026, 10, 5), 9))
    return told
