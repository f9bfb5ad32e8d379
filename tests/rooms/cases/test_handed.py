"""What a case says of whom it was passed on to is what its handovers say."""

import asyncio

import asyncpg

from klankbord.house.database import Database
from klankbord.house.database_roles import DatabaseUrls
from tests.support.rows import change, rows
from tests.support.story import Story

SAID = "select handed_to, handed_by_id from cases where id = :case"


async def test_a_case_says_to_whom_and_by_whom_it_was_passed_on(story: Story, owner: Database) -> None:
    case, world = await story.reported(), story.world
    assert [tuple(row) for row in await rows(owner, SAID, case=case.id)] == [([], None)]
    await story.hand_over(case.id)
    assert [tuple(row) for row in await rows(owner, SAID, case=case.id)] == [([world.marjan], world.karim)]
    await story.hand_over(case.id, "En dit, wat vind je daarvan?", world.iris)
    assert [tuple(row) for row in await rows(owner, SAID, case=case.id)] == [([world.marjan], world.iris)]


async def test_a_handover_that_is_gone_is_not_in_the_case_either(story: Story, owner: Database) -> None:
    case = await story.reported()
    await story.hand_over(case.id)
    await change(owner, "delete from handovers where case_id = :case", case=case.id)
    assert [tuple(row) for row in await rows(owner, SAID, case=case.id)] == [([], None)]


async def test_a_handover_that_moves_leaves_the_case_where_it_was(story: Story, owner: Database) -> None:
    world = story.world
    first = await story.reported()
    second = await story.report(await story.note(world.iris, world.milan), world.iris)
    await story.hand_over(first.id)
    await change(owner, "update handovers set case_id = :to where case_id = :case", case=first.id, to=second.id)
    assert [tuple(row) for row in await rows(owner, SAID, case=first.id)] == [([], None)]
    assert [tuple(row) for row in await rows(owner, SAID, case=second.id)] == [([world.marjan], world.karim)]


HAND = """insert into handovers (id, organisation_id, case_id, location_id, group_id, from_id, to_id, handed_at)
          select gen_random_uuid(), organisation_id, id, location_id, group_id, opened_by_id, $2, now()
            from cases where id = $1"""


async def test_two_handovers_at_once_do_not_forget_each_other(
    story: Story, owner: Database, database: DatabaseUrls
) -> None:
    case, world = await story.reported(), story.world
    one, other = [await asyncpg.connect(database.owner) for _ in range(2)]
    try:
        async with one.transaction():
            await one.execute(HAND, case.id, world.marjan)
            waits = asyncio.create_task(other.execute(HAND, case.id, world.tess))
            await _until_it_waits(owner)
        await waits
    finally:
        await one.close()
        await other.close()
    [(handed_to, _)] = await rows(owner, SAID, case=case.id)
    assert set(handed_to) == {world.marjan, world.tess}


async def _until_it_waits(owner: Database) -> None:
    waiting = "select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
    async with asyncio.timeout(10):
        while not await rows(owner, waiting):  # noqa: ASYNC110 PostgreSQL tells nobody that somebody waits
            await asyncio.sleep(0.02)
