"""A question of the weighing belongs to one Meldcode: in another case, or as no question at all, it is not found."""

import pytest
import pytest_asyncio
from httpx2 import AsyncClient

from klankbord.house.database import Database
from klankbord.house.ids import new_id
from klankbord.rooms.cases.models import Case
from klankbord.rooms.meldcode import actions
from tests.conftest import SignIn
from tests.support.rows import rows
from tests.support.story import Story

Two = tuple[Case, Case, str]


@pytest_asyncio.fixture
async def two(story: Story, sign_in: SignIn) -> Two:
    """Sara's case with a Meldcode in which the weighing is next, Milan's without; and the id of the track. Karim is
    signed in."""
    world, keys = story.world, story.house.keys
    sara, milan = await story.reported(), await story.report(await story.note(pupil=world.milan))
    async with story.house.database.transaction(world.karim, world.organisation_id) as db:
        track = await actions.start(db, case=sara, by_id=world.karim, now=story.now)
        about = {"case": sara, "track_id": track.id, "by_id": world.karim, "now": story.now, "today": story.now.date()}
        for step in (1, 2, 3):
            await actions.record(db, keys, **about, kind="skipped", step=step, words="Al gedaan")  # type: ignore[arg-type]
    await sign_in(world.organisation_id, world.karim)
    return sara, milan, str(track.id)


async def weigh(client: AsyncClient, case: Case, track: str, question: str, **typed: str) -> int:
    data = {"track": track, "kind": "weighing", "step": "4", "question": question, "answer": "yes"} | typed
    answer = await client.post(f"/cases/{case.id}/meldcode/entries", data={"once": str(new_id()), **data})
    return answer.status_code


async def weighed(owner: Database) -> list[int]:
    found = await rows(owner, "select question from meldcode_entries where kind = 'weighing' order by at, id")
    return [row.question for row in found]


async def test_a_weighing_in_the_case_of_another_child_is_not_found(
    client: AsyncClient, two: Two, owner: Database
) -> None:
    sara, milan, track = two
    assert await weigh(client, milan, track, "1") == 404
    await client.post(f"/cases/{milan.id}/meldcode", data={"once": str(new_id())})
    assert await weigh(client, milan, track, "1") == 404, "nor when that one has a Meldcode of its own"
    assert await weighed(owner) == []
    assert await weigh(client, sara, track, "1") == 303
    assert await weighed(owner) == [1]


@pytest.mark.parametrize("question", ["", "0", "6", "-1", "x", "99999", "1.0"])
async def test_a_question_that_is_none_is_not_found(
    client: AsyncClient, two: Two, owner: Database, question: str
) -> None:
    sara, _milan, track = two
    assert await weigh(client, sara, track, question) == 404
    assert await weighed(owner) == []


async def test_a_correction_of_what_stands_in_another_case_is_refused(
    client: AsyncClient, two: Two, owner: Database
) -> None:
    sara, milan, track = two
    await weigh(client, sara, track, "1")
    (first,) = await rows(owner, "select id from meldcode_entries where kind = 'weighing'")
    await client.post(f"/cases/{milan.id}/meldcode", data={"once": str(new_id())})
    (other,) = await rows(owner, "select id from meldcode_tracks where case_id = :case", case=milan.id)
    assert await weigh(client, milan, str(other.id), "1", corrects=str(first.id)) == 422
    assert (await client.get(f"/cases/{milan.id}/meldcode?correct={first.id}")).status_code == 200
    assert await weighed(owner) == [1]


@pytest.mark.parametrize("who", ["iris", "noortje", "marjan", "tess"])
async def test_who_is_not_of_this_meldcode_answers_nothing(
    story: Story, client: AsyncClient, two: Two, owner: Database, sign_in: SignIn, who: str
) -> None:
    sara, _milan, track = two
    await sign_in(story.world.organisation_id, getattr(story.world, who))
    assert await weigh(client, sara, track, "1") == 404
    assert await weighed(owner) == []
