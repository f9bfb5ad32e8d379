"""A story at De Wielewaal, a Leerorkest."""

from datetime import date
from typing import Any

import pytest

from klankbord.house.house import House
from tests.factories import World
from tests.support.beginning import Beginning
from tests.support.story import Story, at

MORNING = at(date(2026, 10, 5), 9)


@pytest.fixture
def story(house: House, small: World, beginning: Beginning[Any]) -> Story:
    """Monday 5 October 2026, 9:00, an hour before the lesson of Strijkers 6B; or when the case was told."""
    told = Story(house, small)
    told.move_to(beginning.moment or MORNING)
    return told
