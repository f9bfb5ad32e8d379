"""Gesprek voeren as a browser gets it: with and without a case, and with what was typed when something does not fit."""

import re

import pytest
from httpx2 import AsyncClient

from klankbord.house.content import QUESTIONS, TIPS
from klankbord.house.database import Database
from tests.conftest import SignIn
from tests.support.agreements_story import MUSED, PLAN, SAID, Talks
from tests.support.rows import rows
from tests.support.story import Story

GOOD = {"talked_with": "child", "held_on": "2026-09-29", "said": SAID, "thought": MUSED, "small_plan": ""}


@pytest.fixture
def enter(story: Story, sign_in: SignIn):
    async def as_person(name: str) -> None:
        await sign_in(story.world.organisation_id, getattr(story.world, name))

    return as_person


async def test_the_page_holds_the_ten_questions_and_what_to_do_when_it_is_hard(
    story: Story, client: AsyncClient, enter
) -> None:
    await enter("iris")
    page = (await client.get("/conversations/new", params={"pupil": str(story.world.sara)})).text
    assert all(question.text("nl") in page for question in QUESTIONS)
    assert all(tip.title("nl") in page for tip in TIPS)
    assert "Alleen jij ziet dit" in page
    assert "Sara" not in page.split("</title>")[0]


async def test_whom_it_is_about_is_chosen_from_own_groups(story: Story, client: AsyncClient, enter) -> None:
    await enter("iris")
    page = (await client.get("/conversations/new")).text
    assert str(story.world.milan) in page
    assert str(story.world.bram) not in page
    await enter("karim")
    assert (await client.get("/conversations/new")).status_code == 404


async def test_without_script_it_is_kept_once_and_stands_on_its_own_page(
    story: Story, client: AsyncClient, enter, owner: Database
) -> None:
    await enter("iris")
    page = (await client.get("/conversations/new", params={"pupil": str(story.world.sara)})).text
    once = re.search(r'name="once" value="([^"]+)"', page)
    assert once
    form = GOOD | {"pupil": str(story.world.sara), "once": once[1], "question": ["what_helps", "best_part"]}
    answers = [await client.post("/conversations", data=form) for _ in range(2)]
    assert {answer.status_code for answer in answers} == {303}
    assert answers[0].headers["location"] == answers[1].headers["location"]
    assert len(await rows(owner, "select id from conversations")) == 1
    own = (await client.get(answers[0].headers["location"])).text
    for words in (SAID, MUSED, "Sara", "Alleen jij ziet dit"):
        assert words in own
    assert "Sara" not in own.split("</title>")[0]
    # changed after going back: that is another conversation, and nothing is lost
    await client.post("/conversations", data=form | {"said": "Iets anders"})
    assert len(await rows(owner, "select id from conversations")) == 2


async def test_one_tap_is_enough(story: Story, client: AsyncClient, enter, owner: Database) -> None:
    await enter("iris")
    least = {"pupil": str(story.world.sara), "talked_with": "child", "held_on": "2026-09-29"}
    assert (await client.post("/conversations", data=least)).status_code == 303


async def test_in_a_case_it_stands_in_the_story(story: Story, client: AsyncClient, enter) -> None:
    case = await story.reported()
    for who in ("iris", "karim"):
        await enter(who)
        page = (await client.get(f"/cases/{case.id}/conversations/new")).text
        assert "iedereen die het traject ziet" in page
        answer = await client.post(f"/cases/{case.id}/conversations", data=GOOD | {"said": f"Gezegd tegen {who}"})
        assert (answer.status_code, answer.headers["location"]) == (303, f"/cases/{case.id}#story")
        told = (await client.get(f"/cases/{case.id}")).text
        assert f"Gezegd tegen {who}" in told
        assert f"/cases/{case.id}/conversations/new" in told


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"talked_with": "buurman"}, "Kies met wie je sprak"),
        ({"held_on": "2026-12-24"}, "Deze dag moet nog komen"),
        ({"held_on": ""}, "Kies de dag van het gesprek"),
        ({"said": "Stil. " * 700}, "langer dan 4000 tekens"),
        ({"question": "?"}, "staat niet op de lijst"),
    ],
)
async def test_what_does_not_fit_comes_back_with_everything_that_was_typed(
    story: Story, client: AsyncClient, enter, owner: Database, wrong: dict[str, str], sentence: str
) -> None:
    await enter("iris")
    form = GOOD | {"pupil": str(story.world.sara), "small_plan": PLAN, "question": "what_helps"} | wrong
    answer = await client.post("/conversations", data=form)
    assert answer.status_code == 422
    for words in (sentence, form["said"].strip(), MUSED, PLAN):
        assert words in answer.text
    assert await rows(owner, "select id from conversations") == []


@pytest.mark.parametrize("who", ["noortje", "tess"])
async def test_a_stranger_finds_nothing(story: Story, client: AsyncClient, enter, owner: Database, who: str) -> None:
    talk = await Talks(story).hold(pupil=story.world.milan, said=SAID)
    case = await story.reported()
    await enter(who)
    sara = {"pupil": str(story.world.sara)}
    answers = [
        await client.get("/conversations/new", params=sara),
        await client.get(f"/conversations/{talk.id}"),
        await client.get(f"/cases/{case.id}/conversations/new"),
        await client.post("/conversations", data=GOOD | sara),
        await client.post(f"/cases/{case.id}/conversations", data=GOOD),
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert not any(SAID in answer.text for answer in answers)
    assert len(await rows(owner, "select id from conversations")) == 1


async def test_a_manager_does_not_see_a_conversation_that_was_not_reported(
    story: Story, client: AsyncClient, enter
) -> None:
    talk = await Talks(story).hold(said=SAID)
    await enter("karim")
    assert (await client.get(f"/conversations/{talk.id}")).status_code == 404
    case = await story.reported()
    answer = await client.get(f"/conversations/{talk.id}")
    assert answer.headers["location"] == f"/cases/{case.id}#story"
