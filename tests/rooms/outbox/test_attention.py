"""What arrived but did not fit: its writer reads all of it, mends it, or throws it away with a reason."""

from uuid import UUID

import pytest
from httpx2 import AsyncClient

from klankbord.house.database import Database
from klankbord.house.house import House
from klankbord.house.ids import new_id
from klankbord.rooms.notes.actions import opened
from klankbord.rooms.notes.models import Note
from tests.conftest import SignIn
from tests.factories import World
from tests.support.phone import Phone, about_sara, put
from tests.support.rows import change, rows

LONG = "Stil. " * 700
WHY = "Dit was een proef"


async def filed(client: AsyncClient, phone: Phone, world: World, **wrong: object) -> UUID:
    """A note that is under attention."""
    item, body = phone.seal("note", **about_sara(world, **wrong))
    assert (await put(client, item, body)).json()["state"] == "attention"
    return item


async def mend(client: AsyncClient, item: UUID, how: str = "note", **typed: object) -> int:
    """Fill in the mending form."""
    return (await client.post(f"/attention/{item}/mending", data={"how": how, **typed})).status_code


async def state_of(owner: Database, item: UUID) -> tuple[str, bool]:
    """(state, whether what was written is still there)."""
    [row] = await rows(owner, "select state, payload_sealed from outbox_items where id = :item", item=item)
    return row.state, row.payload_sealed is not None


async def test_a_name_typed_by_hand_waits_for_its_writer_to_choose_the_child(
    client: AsyncClient, phone: Phone, world: World, owner: Database, house: House
) -> None:
    item = await filed(client, phone, world, group=None, pupil=None, first_name="Saar")
    page = (await client.get(f"/attention/{item}")).text
    assert "Saar" in page
    assert await mend(client, item, pupil=str(world.sara), signal=["late"], observation="Stil") == 303
    [note] = await rows(owner, "select * from notes")
    assert (note.id, note.pupil_id, note.writer_id) == (item, world.sara, world.iris)
    assert opened(house.keys, Note(**note._mapping)) == ("Stil", "")
    assert await state_of(owner, item) == ("mended", False)
    assert (await client.get(f"/notes/{item}")).status_code == 200


async def test_a_mended_note_keeps_the_day_it_was_written_and_arrived(
    client: AsyncClient, phone: Phone, world: World, owner: Database
) -> None:
    item = await filed(client, phone, world, pupil=None)
    await mend(client, item, pupil=str(world.sara), signal="late")
    query = """select n.written_at = i.written_at, n.received_at = i.received_at
                 from notes n join outbox_items i on i.id = n.id"""
    assert await rows(owner, query) == [(True, True)]


async def test_a_long_text_is_shown_whole_and_never_cut(
    client: AsyncClient, phone: Phone, world: World, owner: Database
) -> None:
    item = await filed(client, phone, world, observation=LONG)
    page = (await client.get(f"/attention/{item}")).text
    assert LONG.strip() in page
    assert "maxlength" not in page
    answer = await client.post(
        f"/attention/{item}/mending", data={"how": "note", "pupil": str(world.sara), "observation": LONG + "!"}
    )
    assert answer.status_code == 422
    assert LONG + "!" in answer.text
    assert await state_of(owner, item) == ("attention", True)
    assert await mend(client, item, pupil=str(world.sara), observation="Stil.") == 303


@pytest.mark.parametrize(
    "statement", ["update groups set closed_at = now()", "update pupils set left_at = now() where first_name = 'Sara'"]
)
async def test_a_note_about_a_child_that_left_can_be_kept_after_a_look(
    client: AsyncClient, phone: Phone, world: World, owner: Database, statement: str
) -> None:
    await change(owner, statement)
    item = await filed(client, phone, world)
    assert str(world.sara) in (await client.get(f"/attention/{item}")).text
    assert await mend(client, item, pupil=str(world.sara), signal="late") == 303
    assert await state_of(owner, item) == ("mended", False)


async def test_a_share_and_a_correction_that_came_behind_a_note_follow_when_it_is_mended(
    client: AsyncClient, phone: Phone, world: World, owner: Database
) -> None:
    item = await filed(client, phone, world, pupil=None)
    for kind, more in (("share", {}), ("correction", {"observation": "Toch niet", "interpretation": ""})):
        assert (await put(client, *phone.seal(kind, note=str(item), **more))).json()["state"] == "attention"
    assert await mend(client, item, pupil=str(world.sara), signal="late") == 303
    assert [row.note_id for row in await rows(owner, "select note_id from reports")] == [item]
    assert [row.note_id for row in await rows(owner, "select note_id from corrections")] == [item]
    assert await rows(owner, "select distinct state from outbox_items") == [("mended",)]


async def test_a_correction_that_is_too_long_is_mended_as_a_correction(
    client: AsyncClient, phone: Phone, world: World, owner: Database
) -> None:
    note, body = phone.seal("note", **about_sara(world))
    await put(client, note, body)
    item, body = phone.seal("correction", note=str(note), observation=LONG, interpretation="")
    assert (await put(client, item, body)).json()["problem"] == "too_long"
    assert LONG.strip() in (await client.get(f"/attention/{item}")).text
    assert await mend(client, item, "correction", observation="Korter") == 303
    assert [(r.id, r.note_id) for r in await rows(owner, "select id, note_id from corrections")] == [(item, note)]


async def test_something_unknown_can_become_a_note(
    client: AsyncClient, phone: Phone, world: World, owner: Database
) -> None:
    item = new_id()
    await put(client, item, phone.body(item, b"Sara was stil"))
    assert "Sara was stil</textarea>" in (await client.get(f"/attention/{item}")).text
    assert await mend(client, item, pupil=str(world.sara), observation="Sara was stil") == 303
    assert len(await rows(owner, "select 1 from notes")) == 1


async def test_mending_twice_keeps_one_note(client: AsyncClient, phone: Phone, world: World, owner: Database) -> None:
    item = await filed(client, phone, world, pupil=None)
    assert await mend(client, item, pupil=str(world.sara), signal="late") == 303
    assert await mend(client, item, pupil=str(world.milan), signal="late") == 404
    assert [row.pupil_id for row in await rows(owner, "select pupil_id from notes")] == [world.sara]


async def test_a_phone_that_sends_it_again_after_mending_is_told_it_is_stored(
    client: AsyncClient, phone: Phone, world: World, owner: Database
) -> None:
    item, body = phone.seal("note", **about_sara(world, pupil=None))
    await put(client, item, body)
    await mend(client, item, pupil=str(world.sara), signal="late")
    answer = await put(client, item, body)
    assert (answer.status_code, answer.json()["state"]) == (200, "stored")
    assert len(await rows(owner, "select 1 from notes")) == 1


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"pupil": ""},
        {"pupil": "Sara"},
        {"pupil": "%00"},
        {"pupil": str(UUID(int=0)), "signal": "late"},
        {"pupil": "bram", "signal": "late"},
        {"pupil": "sara"},
        {"pupil": "sara", "signal": "blue"},
        {"pupil": "sara", "signal": "la\0te"},
        {"pupil": "sara", "observation": " \r\n  "},
    ],
)
async def test_a_mending_that_does_not_fit_says_so_and_keeps_everything(
    client: AsyncClient, phone: Phone, world: World, owner: Database, typed: dict[str, str]
) -> None:
    item = await filed(client, phone, world, pupil=None, observation="Stil en bleek")
    named = {"sara": str(world.sara), "bram": str(world.bram)}
    data = {"how": "note"} | typed | {"pupil": named.get(typed.get("pupil", ""), typed.get("pupil", ""))}
    answer = await client.post(f"/attention/{item}/mending", data=data)
    assert answer.status_code == 422
    assert await state_of(owner, item) == ("attention", True)
    assert await rows(owner, "select 1 from notes") == []
    assert "Stil en bleek" in (await client.get(f"/attention/{item}")).text


@pytest.mark.parametrize("how", ["", "again", "correction", "elsewhere", "\0"])
async def test_a_way_of_mending_that_does_not_fit_the_item_keeps_everything(
    client: AsyncClient, phone: Phone, world: World, owner: Database, how: str
) -> None:
    item = await filed(client, phone, world, pupil=None)
    assert await mend(client, item, how, observation="Stil") in (404, 422)
    assert await state_of(owner, item) == ("attention", True)


async def test_throwing_away_asks_why_and_leaves_a_trace_without_content(
    client: AsyncClient, phone: Phone, world: World, owner: Database, house: House
) -> None:
    item = await filed(client, phone, world, pupil=None)
    for reason in ("", "  ", "x" * 1001):
        answer = await client.post(f"/attention/{item}/discard", data={"reason": reason})
        assert answer.status_code == 422
        assert await state_of(owner, item) == ("attention", True)
    assert (await client.post(f"/attention/{item}/discard", data={"reason": WHY})).status_code == 303
    assert await state_of(owner, item) == ("discarded", False)
    [row] = await rows(owner, "select * from outbox_items")
    assert house.keys.open(row.reason_sealed, table="outbox_items", row=item, column="reason_sealed") == WHY
    assert row.settled_at is not None
    assert (await client.get(f"/attention/{item}")).status_code == 404
    told = {"state": "discarded", "seen_by": None, "seen_at": None}
    assert (await client.get(f"/outbox/states?ids={item}")).json() == {str(item): told}


async def test_nobody_else_sees_or_mends_what_asks_attention(
    client: AsyncClient, phone: Phone, world: World, owner: Database, sign_in: SignIn
) -> None:
    item = await filed(client, phone, world, pupil=None, observation="Alleen voor Iris")
    for person in (world.noortje, world.karim, world.marjan, world.tess):
        await sign_in(world.organisation_id, person)
        assert (await client.get(f"/attention/{item}")).status_code == 404
        assert await mend(client, item, pupil=str(world.sara), signal="late") == 404
        assert (await client.post(f"/attention/{item}/discard", data={"reason": WHY})).status_code == 404
        listed = await client.get("/attention")
        assert listed.status_code == 200
        assert str(item) not in listed.text
        assert (await client.get(f"/outbox/states?ids={item}")).json() == {}
    assert await state_of(owner, item) == ("attention", True)


async def test_the_list_and_the_badge_count_what_asks_attention(
    client: AsyncClient, phone: Phone, world: World
) -> None:
    assert "Niets vraagt aandacht" in (await client.get("/attention")).text
    item = await filed(client, phone, world, pupil=None)
    for address in ("/attention", "/notes", "/outbox"):
        assert "/attention" in (await client.get(address)).text
    assert f"/attention/{item}" in (await client.get("/attention")).text
    assert (await client.get(f"/notes/{item}")).headers["location"] == f"/attention/{item}"
