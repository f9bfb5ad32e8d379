"""Whatever is sent: a clear sentence and 4xx, or kept under attention. Never 5xx, never loss."""

import json
from contextlib import suppress
from typing import Any
from uuid import UUID

import pytest
from httpx2 import AsyncClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from klankbord.house.crypto import KeyRing
from klankbord.house.database import Database
from klankbord.house.house import House
from klankbord.house.ids import new_id
from klankbord.rooms.outbox.payloads import as_text, read, readable
from klankbord.rooms.outbox.rules import Unreadable, unpadded
from tests.factories import World
from tests.support.garbage import BODIES, ENVELOPES, HALF_EMOJI, IDS, NOBODY, NOTES, OTHERS, PLAIN
from tests.support.phone import SEEN, Phone, about_sara, put
from tests.support.rows import change, rows


async def test_an_envelope_that_is_wrong_is_refused_in_words(
    client: AsyncClient, phone: Phone, world: World, owner: Database
) -> None:
    item, body = phone.seal("note", **about_sara(world))
    answers = {}
    for name, (wrong, _status) in ENVELOPES.items():
        sent = {key: value for key, value in (body | wrong).items() if value is not ...}
        answers[name] = await put(client, item, sent)
    assert {name: answer.status_code for name, answer in answers.items()} == {
        name: status for name, (_wrong, status) in ENVELOPES.items()
    }
    assert all(answer.json()["error"] and answer.json()["message"] for answer in answers.values())
    assert await rows(owner, "select 1 from outbox_items") == []


async def test_a_body_that_is_no_envelope_is_refused_in_words(client: AsyncClient, phone: Phone) -> None:
    answers = {name: await put(client, new_id(), body) for name, body in BODIES.items()}
    said = {name: (answer.status_code, answer.json()["error"]) for name, answer in answers.items()}
    assert said == dict.fromkeys(BODIES, (400, "not_an_item"))


async def test_an_id_a_phone_would_not_make_is_refused(client: AsyncClient, phone: Phone, world: World) -> None:
    _, body = phone.seal("note", **about_sara(world))
    answers = {name: await put(client, item, body) for name, item in IDS.items()}
    assert {name for name, answer in answers.items() if answer.status_code not in (400, 404)} == set()
    assert all(answer.json()["message"] for answer in answers.values())


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"content-type": "text/plain"}, 400),
        ({"content-type": "application/x-www-form-urlencoded"}, 400),
        ({"content-type": ""}, 400),
        ({"x-outbox": "0"}, 400),
    ],
)
async def test_only_our_own_pages_can_send(
    client: AsyncClient, phone: Phone, world: World, owner: Database, headers: dict[str, str], status: int
) -> None:
    item, body = phone.seal("note", **about_sara(world))
    assert (await put(client, item, body, **headers)).status_code == status
    assert await rows(owner, "select 1 from outbox_items") == []


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null", "http://127.0.0.1:1"])
async def test_an_older_browser_is_known_by_its_origin(
    client: AsyncClient, house: House, phone: Phone, world: World, origin: str
) -> None:
    del client.headers["sec-fetch-site"]
    item, body = phone.seal("note", **about_sara(world))
    assert (await put(client, item, body, origin=origin)).status_code == 403
    assert (await put(client, item, body, origin=house.settings.address)).status_code == 201


async def test_a_body_that_is_too_large_is_refused(
    client: AsyncClient, phone: Phone, world: World, owner: Database
) -> None:
    item, body = phone.seal("note", **about_sara(world, observation="a" * 200_000))
    answer = await put(client, item, body)
    assert (answer.status_code, answer.json()["error"]) == (413, "too_large")

    async def pieces() -> Any:
        for _ in range(40):
            yield b"a" * 10_000

    headers = {"content-type": "application/json", "x-outbox": "1"}
    answer = await client.put(f"/outbox/{item}", content=pieces(), headers=headers)
    assert answer.status_code == 413
    assert await rows(owner, "select 1 from outbox_items") == []


async def kept(client: AsyncClient, owner: Database, house: House, item: UUID, body: dict[str, Any]) -> tuple[str, str]:
    """(problem, text) of an item that must be filed under attention; its page must open."""
    answer = await put(client, item, body)
    assert answer.status_code == 201, answer.text
    query = "select state, problem, payload_sealed, kind from outbox_items where id = :item"
    [row] = await rows(owner, query, item=item)
    assert (row.state, answer.json()["state"]) == ("attention", "attention")
    assert row.problem == answer.json()["problem"]
    page = await client.get(f"/attention/{item}")
    assert page.status_code == 200
    assert (await client.get("/attention")).status_code == 200
    text = house.keys.open(row.payload_sealed, table="outbox_items", row=item, column="payload_sealed")
    assert await rows(owner, "select 1 from notes") == []
    return row.problem, text or ""


async def test_what_cannot_be_read_is_kept_as_it_came(
    client: AsyncClient, phone: Phone, owner: Database, house: House
) -> None:
    for name, plain in PLAIN.items():
        item = new_id()
        found = await kept(client, owner, house, item, phone.body(item, plain))
        assert (name, *found) == (name, "unreadable", as_text(plain))


async def test_what_was_not_framed_is_kept_as_it_came(
    client: AsyncClient, phone: Phone, owner: Database, house: House
) -> None:
    item = new_id()
    found, text = await kept(client, owner, house, item, phone.body(item, b"Sara was stil", framed=False))
    assert (found, text) == ("unreadable", "Sara was stil")


@pytest.mark.parametrize("table", ["notes", "others"])
async def test_an_item_that_does_not_fit_is_kept_with_all_that_was_written(
    client: AsyncClient, phone: Phone, world: World, owner: Database, house: House, table: str
) -> None:
    notes = {name: ({"kind": "note"} | about_sara(world, **wrong), code) for name, (wrong, code) in NOTES.items()}
    for name, (payload, problem) in (notes if table == "notes" else OTHERS).items():
        item = new_id()
        found, text = await kept(client, owner, house, item, phone.body(item, json.dumps(payload).encode()))
        assert (name, found, json.loads(text)) == (name, problem, payload)


async def test_half_an_emoji_does_not_keep_a_note_from_its_place(
    client: AsyncClient, phone: Phone, world: World, owner: Database, house: House
) -> None:
    item, body = phone.seal("note", **about_sara(world, observation=f"blij {HALF_EMOJI}"))
    answer = await put(client, item, body)
    assert answer.json()["state"] == "stored"
    page = await client.get(f"/notes/{item}")
    assert "blij \ufffd" in page.text


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        ("update groups set closed_at = now()", "group_closed"),
        ("update pupils set left_at = now()", "pupil_left"),
        ("update roles set ended_at = now() where kind = 'teacher'", "pupil_not_in_your_group"),
    ],
)
async def test_a_note_about_a_child_that_is_no_longer_there_is_kept(
    client: AsyncClient, phone: Phone, world: World, owner: Database, house: House, statement: str, problem: str
) -> None:
    await change(owner, statement)
    item, body = phone.seal("note", **about_sara(world))
    found, text = await kept(client, owner, house, item, body)
    assert found == problem
    assert SEEN in text


async def test_an_id_that_is_somebody_elses_note_is_kept_and_changes_nothing(
    client: AsyncClient, phone: Phone, world: World, owner: Database
) -> None:
    item, body = phone.seal("note", **about_sara(world))
    await put(client, item, body)
    await change(owner, "delete from outbox_items")
    await change(owner, "update notes set writer_id = :other", other=world.noortje)
    answer = await put(client, item, body)
    assert (answer.json()["state"], answer.json()["problem"]) == ("attention", "id_taken")
    assert len(await rows(owner, "select 1 from notes")) == 1


async def test_one_item_that_does_not_fit_blocks_nothing_behind_it(
    client: AsyncClient, phone: Phone, world: World, owner: Database
) -> None:
    for payload in (about_sara(world, pupil=NOBODY), about_sara(world)):
        assert (await put(client, *phone.seal("note", **payload))).status_code == 201
    assert len(await rows(owner, "select 1 from notes")) == 1


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
NAMES = st.sampled_from(["group", "pupil", "signals", "observation", "interpretation", "first_name", "note", "answer"])
KINDS = st.sampled_from(["note", "correction", "share", "lesson_answer", "other"])


@given(st.binary(max_size=600))
@settings(max_examples=300, deadline=None)
def test_any_bytes_can_be_taken_out_of_a_box_and_read_by_a_person(plain: bytes) -> None:
    text = as_text(unpadded(plain))
    shown = readable(text)
    assert KeyRing({"k": b"k" * 32}).seal(shown.rest, table="t", row=new_id(), column="c") or not shown.rest


@given(KINDS, st.dictionaries(NAMES, JSON, max_size=8))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_payload_is_typed_or_a_problem_and_every_word_of_it_can_be_read(kind: str, fields: dict[str, Any]) -> None:
    text = json.dumps({"kind": kind} | fields)
    with suppress(Unreadable):
        read(text)
    shown = readable(text)
    whole = json.dumps(vars(shown), ensure_ascii=False, default=str)
    for name in ("observation", "interpretation", "first_name"):
        if isinstance(said := fields.get(name), str) and said.isalnum():
            assert said in whole
