"""A story at De Wielewaal, a Leerorkest; and, for who asks, two cases in it that are well under way."""

from datetime import date
from uuid import UUID

import pytest
import pytest_asyncio

from klankbord.house.database import Database
from klankbord.house.house import House
from klankbord.rooms.cases.models import Case
from tests.factories import World, an_organisation
from tests.support.beginning import Beginning, begin
from tests.support.case_acts import Told, two_cases
from tests.support.cluster import Cluster
from tests.support.story import Story, at

Remembered = tuple[World, UUID, UUID, dict[str, UUID]]
MORNING = at(date(2026, 10, 5), 9)


@pytest.fixture
def story(house: House, small: World) -> Story:
    """Monday 5 October 2026, 9:00: an hour before the lesson of Strijkers 6B."""
    told = Story(house, small)
    told.move_to(MORNING)
    return told


@pytest_asyncio.fixture(scope="session")
async def told_once(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Beginning[Remembered]:
    """The two cases as they are told, to copy for each test."""
    return await begin(cluster, tmp_path_factory.mktemp("two-cases"), _tell)


async def _tell(house: House, owner: Database) -> Remembered:
    story = Story(house, await an_organisation(owner))
    story.move_to(MORNING)
    told = await two_cases(story)
    return story.world, told.sara.id, told.milan.id, told.ids


@pytest.fixture
def beginning(request: pytest.FixtureRequest) -> Beginning[World] | Beginning[Remembered] | None:
    """The two cases or only the small world, for who asks for them."""
    asked = [once for name, once in (("told", "told_once"), ("small", "small_once")) if name in request.fixturenames]
    return request.getfixturevalue(asked[0]) if asked else None


@pytest_asyncio.fixture
async def told(house: House, owner: Database, told_once: Beginning[Remembered]) -> Told:
    """Both cases, in a story at the same hour."""
    world, sara, milan, ids = told_once.told
    async with owner.transaction() as db:
        cases = [await db.get_one(Case, case) for case in (sara, milan)]
    return Told(Story(house, world), *cases, ids)
