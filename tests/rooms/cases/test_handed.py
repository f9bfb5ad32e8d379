"""What a case says of whom it was passed on to is what its handovers say."""

from klankbord.house.database import Database
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
