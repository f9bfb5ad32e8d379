"""What a phone sends arrives once, wherever the connection broke."""

import asyncio
import base64
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from httpx2 import ASGITransport, AsyncClient
from pydantic import SecretStr

from klankbord.app import create_app
from klankbord.house.crypto import KeyRing
from klankbord.house.database import Database
from klankbord.house.door import session_cookie
from klankbord.house.house import House
from klankbord.house.ids import new_id
from klankbord.rooms.notes.actions import opened
from klankbord.rooms.notes.models import Note
from klankbord.rooms.people import actions as people
from tests.conftest import SignIn
from tests.factories import World
from tests.support.phone import SEEN, Phone, about_sara, put
from tests.support.rows import change, rows
from tests.support.secrets import scalar


async def test_a_note_from_a_phone_is_kept_under_its_own_id(
    client: AsyncClient, phone: Phone, world: World, owner: Database, house: House
) -> None:
    item, body = phone.seal("note", **about_sara(world))
    answer = await put(client, item, body)
    assert (answer.status_code, answer.json()) == (201, {"id": str(item), "state": "stored", "problem": None})
    [note] = await rows(owner, "select * from notes")
    assert (note.id, note.writer_id, note.pupil_id, note.location_id) == (item, world.iris, world.sara, world.wielewaal)
    assert note.signal_ids == ["late"]
    assert opened(house.keys, Note(**note._mapping)) == (SEEN, "")


async def test_a_note_sent_twice_is_kept_once(client: AsyncClient, phone: Phone, world: World, owner: Database) -> None:
    item, body = phone.seal("note", **about_sara(world))
    first = await put(client, item, body)
    second = await put(client, item, body)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert len(await rows(owner, "select 1 from notes")) == len(await rows(owner, "select 1 from outbox_items")) == 1


async def test_an_answer_that_was_lost_after_the_commit_is_given_again(
    client: AsyncClient, phone: Phone, world: World, owner: Database
) -> None:
    item, body = phone.seal("note", **about_sara(world))
    # The phone's clock was put right in between: that makes it no other note.
    await put(client, item, body)
    again = await put(client, item, body | {"at": phone.at + 5000})
    assert (again.status_code, again.json()["state"]) == (200, "stored")
    assert len(await rows(owner, "select 1 from notes")) == 1


async def test_what_was_committed_is_there_when_the_answer_arrives(
    client: AsyncClient, phone: Phone, world: World, owner: Database
) -> None:
    for _ in range(10):
        item, body = phone.seal("note", **about_sara(world))
        assert (await put(client, item, body)).status_code == 201
        assert len(await rows(owner, f"select 1 from notes where id = '{item}'")) == 1


async def test_the_same_id_with_another_body_is_a_conflict_and_changes_nothing(
    client: AsyncClient, phone: Phone, world: World, owner: Database
) -> None:
    item, body = phone.seal("note", **about_sara(world))
    await put(client, item, body)
    other = phone.body(item, b'{"kind":"share","note":"x"}')
    answer = await put(client, item, other)
    assert (answer.status_code, answer.json()["error"]) == (409, "other_body")
    assert len(await rows(owner, "select 1 from outbox_items where state = 'stored'")) == 1


async def test_somebody_elses_id_is_a_conflict_that_shows_nothing(
    client: AsyncClient, house: House, phone: Phone, world: World, sign_in: SignIn
) -> None:
    item, body = phone.seal("note", **about_sara(world))
    await put(client, item, body)
    await sign_in(world.organisation_id, world.noortje)
    theirs = Phone.of(house, world.noortje).body(item, b'{"kind":"note"}')
    answer = await put(client, item, theirs)
    assert (answer.status_code, answer.json()["error"]) == (409, "other_body")


async def test_twenty_identical_items_at_once_become_one_note(
    client: AsyncClient, phone: Phone, world: World, owner: Database
) -> None:
    item, body = phone.seal("note", **about_sara(world))
    answers = await asyncio.gather(*(put(client, item, body) for _ in range(20)))
    assert sorted(answer.status_code for answer in answers) == [200] * 19 + [201]
    assert {answer.json()["state"] for answer in answers} == {"stored"}
    assert len(await rows(owner, "select 1 from notes")) == len(await rows(owner, "select 1 from outbox_items")) == 1


async def test_two_bodies_race_for_one_id_and_one_is_told_so(
    client: AsyncClient, phone: Phone, world: World, owner: Database
) -> None:
    item, body = phone.seal("note", **about_sara(world))
    other = phone.body(item, b'{"kind":"note"}')
    answers = await asyncio.gather(*(put(client, item, each) for each in (body, other)))
    assert sorted(answer.status_code for answer in answers) == [201, 409]
    assert len(await rows(owner, "select 1 from outbox_items")) == 1


async def test_the_morning_after_the_session_ended_a_note_still_arrives(
    client: AsyncClient, house: House, phone: Phone, world: World, owner: Database
) -> None:
    item, body = phone.seal("note", **about_sara(world))
    house.clock.move_to(house.clock.now() + timedelta(hours=13))
    assert (await client.get("/notes", headers={"accept": "application/json"})).status_code == 401
    assert (await put(client, item, body)).status_code == 201
    assert len(await rows(owner, "select 1 from notes")) == 1


async def test_the_add_only_token_alone_delivers_and_reads_nothing(
    client: AsyncClient, house: House, phone: Phone, world: World
) -> None:
    client.cookies.delete(session_cookie(house))
    item, body = phone.seal("note", **about_sara(world))
    assert (await put(client, item, body)).status_code == 201
    for address in (f"/outbox/states?ids={item}", "/outbox", "/notes", f"/notes/{item}", "/attention", "/roster"):
        answer = await client.get(address, headers={"accept": "application/json"})
        assert answer.status_code == 401, address


@pytest.mark.parametrize("how", ["revoked", "expired", "none", "made up"])
async def test_a_phone_that_may_not_add_any_more_is_asked_to_sign_in(
    client: AsyncClient, house: House, phone: Phone, world: World, owner: Database, how: str
) -> None:
    client.cookies.delete(session_cookie(house))
    item, body = phone.seal("note", **about_sara(world))
    if how == "revoked":
        await change(owner, "update devices set revoked_at = now()")
    elif how == "expired":
        house.clock.move_to(house.clock.now() + people.ADD_TOKEN_LASTS + timedelta(seconds=1))
    elif how == "made up":
        client.cookies.set("klankbord_add", "x" * 43)
    else:
        client.cookies.clear()
    answer = await put(client, item, body)
    assert (answer.status_code, answer.json()["error"]) == (401, "not_signed_in")
    assert await rows(owner, "select 1 from outbox_items") == []


async def test_somebody_who_no_longer_works_here_adds_nothing(
    client: AsyncClient, phone: Phone, world: World, owner: Database
) -> None:
    await change(owner, "update people set ended_at = now()")
    item, body = phone.seal("note", **about_sara(world))
    assert (await put(client, item, body)).status_code == 401


async def test_anothers_note_on_the_same_phone_waits_for_its_writer(
    client: AsyncClient, house: House, phone: Phone, world: World, sign_in: SignIn, owner: Database
) -> None:
    item, body = phone.seal("note", **about_sara(world))
    await sign_in(world.organisation_id, world.noortje)
    answer = await put(client, item, body)
    assert (answer.status_code, answer.json()["error"]) == (403, "other_person")
    assert await rows(owner, "select 1 from outbox_items") == []
    await sign_in(world.organisation_id, world.iris)
    assert (await put(client, item, body)).status_code == 201


async def test_a_note_sealed_for_one_person_cannot_be_passed_off_as_anothers(
    client: AsyncClient, house: House, phone: Phone, world: World, sign_in: SignIn, owner: Database
) -> None:
    item, body = phone.seal("note", **about_sara(world))
    await sign_in(world.organisation_id, world.noortje)
    answer = await put(client, item, body | {"person": str(world.noortje)})
    assert (answer.status_code, answer.json()["error"]) == (422, "seal_unopened")
    await sign_in(world.organisation_id, world.iris)
    assert (await put(client, new_id(), body)).status_code == 422
    assert await rows(owner, "select 1 from outbox_items") == []


async def test_what_was_sealed_with_last_months_key_still_opens(
    house: House, phone: Phone, client: AsyncClient, world: World, owner: Database
) -> None:
    item, body = phone.seal("note", **about_sara(world))
    old = house.settings.seal_keys.get_secret_value()
    rotated = f"s2:{base64.b64encode(scalar()).decode()},{old}"
    renewed = House.for_web(house.settings.model_copy(update={"seal_keys": SecretStr(rotated)}))
    assert renewed.seals.public_key()[0] == "s2"
    transport = ASGITransport(app=create_app(renewed.settings, renewed), client=("127.0.0.1", 1))
    async with AsyncClient(
        transport=transport, base_url=renewed.settings.address, cookies=client.cookies, headers=client.headers
    ) as other:
        assert (await put(other, item, body)).status_code == 201
        newer, sealed = Phone.of(renewed, world.iris).seal("note", **about_sara(world))
        assert (await put(other, newer, sealed)).status_code == 201
    await renewed.database.close()
    assert (await put(client, newer, sealed)).status_code == 200
    again = Phone.of(renewed, world.iris).seal("note", **about_sara(world))
    assert (await put(client, *again)).status_code == 422


@pytest.mark.parametrize("years", [-56, -1, 1, 40])
async def test_a_phone_whose_clock_is_years_wrong_changes_nothing_but_what_it_claims(
    client: AsyncClient, house: House, world: World, sign_in: SignIn, owner: Database, years: int
) -> None:
    await sign_in(world.organisation_id, world.iris)
    wrong = house.clock.now() + timedelta(days=365 * years)
    item, body = Phone.of(house, world.iris, at=wrong).seal("note", **about_sara(world))
    assert (await put(client, item, body)).status_code == 201
    [note] = await rows(owner, "select written_at, received_at from notes")
    assert abs(note.written_at - wrong) < timedelta(seconds=1)
    assert abs(note.received_at - house.clock.now()) < timedelta(minutes=1)
    page = await client.get("/notes")
    assert page.status_code == 200
    assert str(item) in page.text


@pytest.mark.parametrize("at", [0, -1, -(10**30), 10**30, 253402300799999, 8640000000000000])
async def test_a_clock_that_no_calendar_holds_loses_no_note(
    client: AsyncClient, house: House, world: World, sign_in: SignIn, owner: Database, at: int
) -> None:
    await sign_in(world.organisation_id, world.iris)
    item, body = Phone.of(house, world.iris).seal("note", **about_sara(world))
    assert (await put(client, item, body | {"at": at})).status_code == 201
    [note] = await rows(owner, "select written_at from notes")
    assert datetime(1970, 1, 1, tzinfo=UTC) <= note.written_at <= datetime(2200, 1, 1, tzinfo=UTC)
    assert (await client.get(f"/notes/{item}")).status_code == 200


async def test_what_was_written_stands_nowhere_in_the_database_and_in_no_log(
    client: AsyncClient,
    phone: Phone,
    world: World,
    owner: Database,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("DEBUG")
    token = "KLANKTOKEN7391"
    await put(client, *phone.seal("note", **about_sara(world, observation=token)))
    await put(client, *phone.seal("note", **about_sara(world, pupil=str(UUID(int=0)), observation=token)))
    await put(client, *phone.seal("something", anything=token))
    await put(client, *phone.seal("note", **about_sara(world, signals=[token])))
    await put(client, new_id(), {"v": 1, "person": token, "box": token})
    tables = [name for (name,) in await rows(owner, "select tablename from pg_tables where schemaname = 'public'")]
    dumped = {name: str(await rows(owner, f'select t::text from "{name}" t')) for name in tables}
    hidden = token, token.encode().hex(), base64.b64encode(token.encode()).decode()
    assert [name for name, dump in dumped.items() if any(form in dump for form in hidden)] == []
    assert str(world.iris) in dumped["outbox_items"]
    logged = " ".join(f"{record.getMessage()} {vars(record)}" for record in caplog.records)
    assert "item taken in" in logged
    assert not any(form in logged for form in (*hidden, "Sara", "Strijkers"))


async def test_the_server_opens_what_it_kept_after_its_own_key_was_renewed(
    client: AsyncClient, house: House, phone: Phone, world: World, owner: Database
) -> None:
    await put(client, *phone.seal("note", **about_sara(world)))
    [note] = await rows(owner, "select * from notes")
    old = house.settings.data_keys.get_secret_value()
    renewed = KeyRing.from_text(f"k2:{base64.b64encode(b'n' * 32).decode()},{old}")
    assert opened(renewed, Note(**note._mapping)) == (SEEN, "")


async def test_who_may_see_a_child_but_does_not_teach_it_writes_no_note_about_it(
    client: AsyncClient, house: House, phone: Phone, world: World, sign_in: SignIn, owner: Database
) -> None:
    await put(client, *phone.seal("note", **about_sara(world)))
    # Iris still sees Sara, because she wrote about her; Karim because he manages the location; Tess administers
    await change(owner, "update roles set ended_at = now() where kind = 'teacher'")
    for person in (world.iris, world.karim, world.tess):
        await sign_in(world.organisation_id, person)
        answer = await put(client, *Phone.of(house, person).seal("note", **about_sara(world)))
        assert answer.json()["problem"] == "pupil_not_in_your_group"
    assert len(await rows(owner, "select 1 from notes")) == 1
