"""A text in the organisation's own words: who may say so, and where it is read."""

from uuid import UUID

import pytest
from httpx2 import AsyncClient

from tests.conftest import SignIn
from tests.support.story import Story

KEY = "/texts/meldcode.step_1.title"


@pytest.fixture
def enter(story: Story, sign_in: SignIn):
    async def as_person(person_id: UUID) -> None:
        await sign_in(story.world.organisation_id, person_id)

    return as_person


async def test_own_words_are_read_at_once_and_emptying_them_brings_the_product_s_back(
    story: Story, client: AsyncClient, enter
):
    case = await story.reported()
    await enter(story.world.karim)
    address = f"/cases/{case.id}/meldcode"
    await client.post(address)
    await enter(story.world.tess)
    assert (await client.post(KEY, data={"nl": "Breng het in kaart", "en": ""})).status_code == 303
    await enter(story.world.karim)
    assert "Breng het in kaart" in (await client.get(address)).text
    await enter(story.world.tess)
    await client.post(KEY, data={"nl": "", "en": ""})
    assert "Tess" in (await client.get(KEY)).text
    await enter(story.world.karim)
    assert "Zet de signalen op een rij" in (await client.get(address)).text


async def test_only_administrator_and_social_worker_say_it_otherwise(story: Story, client: AsyncClient, enter):
    for stranger in (story.world.iris, story.world.karim):
        await enter(stranger)
        assert (await client.get("/texts")).status_code == 404
        assert (await client.get(KEY)).status_code == 404
        assert (await client.post(KEY, data={"nl": "x"})).status_code == 404


async def test_a_text_that_is_too_long_comes_back_and_an_unknown_one_is_not_there(
    story: Story, client: AsyncClient, enter
):
    await enter(story.world.tess)
    answer = await client.post(KEY, data={"nl": "a" * 4001, "en": "kept"})
    assert answer.status_code == 422
    assert "kept" in answer.text
    assert (await client.get("/texts/nothing")).status_code == 404
    assert (await client.get("/texts/%00")).status_code == 404
    assert (await client.post("/texts/nothing", data={"nl": "x"})).status_code == 404
