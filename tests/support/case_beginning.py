"""A case that many tests begin with: told once, then copied for each test that asks for `case`."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from uuid import UUID

from klankbord.house.database import Database
from klankbord.house.house import House
from klankbord.rooms.cases.models import Case
from tests.factories import World, an_organisation
from tests.support.beginning import Beginning, begin
from tests.support.cluster import Cluster
from tests.support.story import Story

Remembered = tuple[World, UUID]
Tell = Callable[[Story], Awaitable[Case]]


async def begin_with_a_case(cluster: Cluster, folder: Path, moment: datetime, tell: Tell) -> Beginning[Remembered]:
    """The small world at this moment, and the case that `tell` tells in it."""

    async def told(house: House, owner: Database) -> Remembered:
        story = Story(house, await an_organisation(owner))
        story.move_to(moment)
        return story.world, (await tell(story)).id

    return await begin(cluster, folder, told)


async def reported(story: Story) -> Case:
    """Sara's case, that nobody has looked at."""
    return await story.reported()


async def handed_over(story: Story) -> Case:
    """Sara's case, that Karim carries and Marjan was asked about."""
    return await story.hand_over((await story.reported()).id)


async def that_case(owner: Database, begun: Beginning[Remembered]) -> Case:
    """The case as it stands in the test's own copy."""
    async with owner.transaction() as db:
        return await db.get_one(Case, begun.told[1])
