"""The small world, told once, or a case in it; and a story in which it has its autumn holiday."""

from datetime import date
from typing import Any

import pytest
import pytest_asyncio

from klankbord.house.database import Database
from klankbord.house.house import House
from klankbord.rooms.places.models import Closure, ClosureSource
from tests.factories import World, add, an_organisation
from tests.support.beginning import Beginning, begin
from tests.support.case_beginning import Remembered
from tests.support.cluster import Cluster
from tests.support.story import Story, at


@pytest_asyncio.fixture(scope="session")
async def small_once(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Beginning[World]:
    """The small world as it is made, to copy for each test."""

    async def tell(_house: House, owner: Database) -> World:
        return await an_organisation(owner)

    return await begin(cluster, tmp_path_factory.mktemp("small"), tell)


@pytest.fixture
def case_once() -> Beginning[Remembered] | None:
    """The case of a folder or module of tests, to copy for each test that asks for `case`; most have none."""
    return None


@pytest.fixture
def beginning(request: pytest.FixtureRequest) -> Beginning[Any] | None:
    """A case that was told once, or only the small world, for who asks for it."""
    case = request.getfixturevalue("case_once") if "case" in request.fixturenames else None
    return case or (request.getfixturevalue("small_once") if "small" in request.fixturenames else None)


@pytest.fixture
def small(beginning: Beginning[World] | Beginning[Remembered]) -> World:
    """The small world: it stands in the database from the start."""
    told = beginning.told
    return told if isinstance(told, World) else told[0]


@pytest_asyncio.fixture
async def story(house: House, owner: Database, small: World) -> Story:
    """Tuesday 29 September 2026, 12:00. Strijkers 6B has lessons on Mondays at ten, not from 10 to 18 October."""
    autumn = Closure(
        organisation_id=small.organisation_id,
        location_id=small.wielewaal,
        first_day=date(2026, 10, 10),
        last_day=date(2026, 10, 18),
        name="Herfstvakantie",
        source=ClosureSource.PUBLIC,
    )
    await add(owner, autumn)
    told = Story(house, small)
    told.move_to(at(date(2026, 9, 29)))
    return told
