"""A case that somebody closes while another does something in it: who comes second is told, and nothing is kept."""

import pytest
from httpx2 import AsyncClient

from klankbord.house.database import Database
from tests.conftest import SignIn
from tests.support.case_acts import CHANGE, DAY, ENDING, REPLY, START, STEP, WORDED, Act, Told
from tests.support.held import closing, everything, waits_for_it
from tests.support.sending import refused_kindly

# Of these nothing is said here: who closed the case, and that somebody is signed in.
OF_OTHERS = ("cases", "sessions", "devices")
ACTS = (*WORDED, DAY, ENDING, CHANGE, START, STEP, REPLY)


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.name)
async def test_what_comes_just_after_the_closing_is_refused_with_a_sentence_and_nothing_of_it_is_kept(
    told: Told, client: AsyncClient, sign_in: SignIn, owner: Database, act: Act
) -> None:
    world, case = told.story.world, told.milan if act is START else told.sara
    await sign_in(world.organisation_id, getattr(world, act.by))
    await client.get(f"/consultations/{told.ids['asked']}")  # read before: a page that is refused shows it again
    before = await everything(owner, OF_OTHERS)
    async with closing(owner, case.id):
        task = await waits_for_it(owner, act.send(client, told, case))
        assert not task.done(), "it waits for whoever is closing"
    answer = await task
    assert answer.status_code == 422, answer.text
    assert refused_kindly(answer)
    assert "Dit traject is gesloten" in answer.text
    assert await everything(owner, OF_OTHERS) == before
    if act.words:
        assert act.typed(told)[act.words] in answer.text, "what was typed is still there"


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.name)
async def test_in_a_case_that_stays_open_the_same_is_taken(
    told: Told, client: AsyncClient, sign_in: SignIn, owner: Database, act: Act
) -> None:
    world, case = told.story.world, told.milan if act is START else told.sara
    await sign_in(world.organisation_id, getattr(world, act.by))
    before = await everything(owner)
    assert (await act.send(client, told, case)).status_code == 303
    assert len((await everything(owner))[act.table]) == len(before[act.table]) + 1
