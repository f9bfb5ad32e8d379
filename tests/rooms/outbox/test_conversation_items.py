"""A conversation from a phone: sealed, kept once, never refused, and mended when it does not fit."""

import json
from typing import Any

import pytest
from httpx2 import AsyncClient

from klankbord.house.database import Database
from klankbord.house.house import House
from klankbord.rooms.conversations.actions import opened
from klankbord.rooms.conversations.models import Conversation
from tests.factories import World
from tests.support.phone import Phone, put
from tests.support.rows import change, rows

SAID = "Ik slaap bij mijn tante, zei ze"


def a_talk(house: House, world: World, **more: Any) -> dict[str, Any]:
    """The payload of a conversation that fits; `more` changes it."""
    today = house.clock.now().date().isoformat()
    about = {"pupil": str(world.sara), "talked_with": "child", "held_on": today, "questions": ["what_helps"]}
    return about | {"said": SAID, "thought": "", "small_plan": ""} | more


async def test_it_arrives_once_however_often_it_is_sent(
    client: AsyncClient, phone: Phone, world: World, house: House, owner: Database
) -> None:
    item, body = phone.seal("conversation", **a_talk(house, world))
    first, again = [(await put(client, item, body)) for _ in range(2)]
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["state"] == again.json()["state"] == "stored"
    (row,) = await rows(owner, "select * from conversations")
    assert (row.id, row.pupil_id, row.writer_id, row.question_ids) == (item, world.sara, world.iris, ["what_helps"])
    assert opened(house.keys, Conversation(**row._mapping)).said == SAID


async def test_the_door_that_says_only_add_is_enough(
    client: AsyncClient, phone: Phone, world: World, house: House, owner: Database
) -> None:
    await change(owner, "update sessions set ended_at = now()")
    assert (await put(client, *phone.seal("conversation", **a_talk(house, world)))).json()["state"] == "stored"


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        ({"pupil": None}, "nobody_chosen"),
        ({"talked_with": "de buurman"}, "nobody_talked_to"),
        ({"held_on": "ooit"}, "not_a_day"),
        ({"held_on": "2099-01-01"}, "day_to_come"),
        ({"questions": ["what_helps", "zelf bedacht"]}, "unknown_question"),
        ({"said": "Stil. " * 700}, "said_too_much"),
        ({"mood": "blij"}, "unreadable"),
    ],
)
async def test_what_does_not_fit_is_kept_read_and_mended(
    client: AsyncClient, phone: Phone, world: World, house: House, owner: Database, wrong: dict[str, Any], problem: str
) -> None:
    said = a_talk(house, world, **wrong)
    item, body = phone.seal("conversation", **said)
    answer = await put(client, item, body)
    assert (answer.status_code, answer.json()["state"], answer.json()["problem"]) == (201, "attention", problem)
    page = (await client.get(f"/attention/{item}")).text
    for words in (said["said"].strip(), *wrong):
        assert words in page or words in said
    assert f"/attention/{item}/conversation" in page
    assert "Waarmee kan ik je helpen" in page
    assert all(key in page for key in said["questions"])
    assert "blij" in page or "mood" not in wrong
    mended = {"pupil": str(world.sara), "talked_with": "parent", "held_on": house.clock.now().date().isoformat()}
    done = await client.post(f"/attention/{item}/conversation", data=mended | {"said": "Korter"})
    assert (done.status_code, done.headers["location"]) == (303, f"/conversations/{item}")
    assert [(row.id, row.talked_with) for row in await rows(owner, "select id, talked_with from conversations")] == [
        (item, "parent")
    ]
    assert await rows(owner, "select state, payload_sealed from outbox_items") == [("mended", None)]


async def test_a_mending_that_does_not_fit_keeps_what_was_typed(
    client: AsyncClient, phone: Phone, world: World, house: House, owner: Database
) -> None:
    item, body = phone.seal("conversation", **a_talk(house, world, pupil=None))
    await put(client, item, body)
    typed = {"pupil": "", "talked_with": "child", "held_on": "2026-01-01", "said": "Opnieuw geschreven"}
    answer = await client.post(f"/attention/{item}/conversation", data=typed)
    assert answer.status_code == 422
    assert "Opnieuw geschreven" in answer.text
    assert json.dumps([list(row) for row in await rows(owner, "select state from outbox_items")]) == '[["attention"]]'


async def test_about_a_child_of_another_group_it_waits_for_its_writer(
    client: AsyncClient, phone: Phone, world: World, house: House, owner: Database
) -> None:
    answer = await put(client, *phone.seal("conversation", **a_talk(house, world, pupil=str(world.bram))))
    assert answer.json()["problem"] == "pupil_not_in_your_group"
    assert await rows(owner, "select id from conversations") == []
