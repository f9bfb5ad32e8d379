"""Notes of many teachers at the same moment go in together, and each is still judged and answered by itself."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from httpx2 import ASGITransport, AsyncClient, Response

from klankbord.app import create_app
from klankbord.house.database import Database
from klankbord.house.database_roles import DatabaseUrls
from klankbord.house.direct import SIZE
from klankbord.house.door import session_cookie
from klankbord.house.house import House
from klankbord.rooms.outbox import together
from klankbord.rooms.people import actions as people
from tests.factories import World
from tests.support.phone import Phone, about_sara, put
from tests.support.rows import change, rows

HOLD = """insert into outbox_items (id, organisation_id, person_id, kind, body_sha256, written_at, received_at, state)
          values ($1, $2, $3, 'note', 'x', now(), now(), 'stored')"""


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many notes were kept by each statement that kept any."""
    counts: list[int] = []
    keep = together.quick.keep

    async def counted(direct: Any, notes: Any, *more: Any) -> list[UUID]:
        kept = await keep(direct, notes, *more)
        counts.extend([len(kept)] if kept else [])
        return kept

    monkeypatch.setattr(together.quick, "keep", counted)
    return counts


async def browser_of(client: AsyncClient, house: House, world: World, person: UUID) -> AsyncClient:
    """Another person's browser on the same app."""
    async with house.database.transaction() as db:
        tokens = await people.sign_in(db, world.organisation_id, person, house.clock.now())
    cookies = {session_cookie(house): tokens.session_token}
    return AsyncClient(
        transport=client._transport, base_url=house.settings.address, headers=client.headers, cookies=cookies
    )


async def test_notes_of_two_teachers_go_in_together_each_under_its_own_writer(
    client: AsyncClient, house: House, phone: Phone, world: World, owner: Database, statements: list[int]
) -> None:
    async with await browser_of(client, house, world, world.noortje) as hers:
        theirs = Phone.of(house, world.noortje)
        about_bram = about_sara(world, group=str(world.koper), pupil=str(world.bram))
        sending = [put(client, *phone.seal("note", **about_sara(world))) for _ in range(6)]
        sending += [put(hers, *theirs.seal("note", **about_bram)) for _ in range(6)]
        answers = await asyncio.gather(*sending)
    assert {answer.status_code for answer in answers} == {201}
    assert len(statements) < 12
    assert sum(statements) == 12
    kept = "select writer_id, pupil_id, group_id, location_id, count(*) from notes group by 1, 2, 3, 4"
    assert {tuple(row) for row in await rows(owner, kept)} == {
        (world.iris, world.sara, world.strijkers, world.wielewaal, 6),
        (world.noortje, world.bram, world.koper, world.klinker, 6),
    }
    others = "select 1 from notes n join outbox_items i on i.id = n.id where i.person_id <> n.writer_id"
    assert await rows(owner, others) == []


async def test_what_does_not_fit_harms_nothing_that_goes_with_it(
    client: AsyncClient, phone: Phone, world: World, owner: Database
) -> None:
    wrong: list[dict[str, Any]] = [
        {"pupil": str(world.bram), "group": None},
        {"group": str(world.koper)},
        {"pupil": str(UUID(int=0))},
        {"signals": ["late", "late later"]},
        {"observation": "x" * 4001},
        {"signals": [], "observation": " "},
    ]
    sending = [put(client, *phone.seal("note", **about_sara(world, **each))) for each in ({}, *wrong, {})]
    answers: list[Response] = await asyncio.gather(*sending)
    states = [answer.json()["state"] for answer in answers]
    assert states == ["stored", *["attention"] * len(wrong), "stored"]
    assert len(await rows(owner, "select 1 from notes")) == 2
    assert len(await rows(owner, "select 1 from outbox_items")) == 8


async def test_one_that_the_database_cannot_hold_harms_nothing_that_goes_with_it(
    client: AsyncClient, phone: Phone, world: World, owner: Database
) -> None:
    await change(owner, "alter table notes add constraint never check (observation_sealed is null)")
    bodies = [about_sara(world, observation="" if number % 2 else "Stil") for number in range(6)]
    answers = await asyncio.gather(*(put(client, *phone.seal("note", **each)) for each in bodies))
    assert [answer.json()["state"] for answer in answers] == ["attention", "stored"] * 3


@pytest.mark.parametrize(
    "before",
    [
        "update sessions set ended_at = now()",
        "update sessions set expires_at = now() - interval '1 second'",
        "update sessions set seen_at = now() - interval '13 hours'",
        "update people set ended_at = now()",
        "update roles set ended_at = now()",
        "update pupils set left_at = now()",
        "update groups set closed_at = now()",
    ],
)
async def test_nothing_is_kept_together_for_who_may_not_write_it(
    client: AsyncClient, phone: Phone, world: World, owner: Database, statements: list[int], before: str
) -> None:
    client.cookies.delete("klankbord_add")  # who is signed out would be let in by this, the long way
    await change(owner, before)
    answers = await asyncio.gather(*(put(client, *phone.seal("note", **about_sara(world))) for _ in range(3)))
    assert not [answer for answer in answers if answer.status_code < 400 and answer.json()["state"] == "stored"]
    assert statements == []
    assert await rows(owner, "select 1 from notes") == []


async def test_a_note_that_comes_in_pieces_of_no_announced_length_is_kept(
    house: House, client: AsyncClient, phone: Phone, world: World, owner: Database
) -> None:
    app = ASGITransport(app=create_app(house.settings, house), client=("127.0.0.1", 1), raise_app_exceptions=False)
    item, body = phone.seal("note", **about_sara(world))

    async def pieces() -> AsyncIterator[bytes]:
        whole = json.dumps(body).encode()
        for start in range(0, len(whole), 100):
            yield whole[start : start + 100]

    async with AsyncClient(
        transport=app, base_url=house.settings.address, cookies=client.cookies, headers=client.headers
    ) as other:
        headers = {"content-type": "application/json", "x-outbox": "1"}
        answer = await other.put(f"/outbox/{item}", content=pieces(), headers=headers)
    assert answer.status_code == 201
    assert len(await rows(owner, "select 1 from notes")) == 1


async def test_a_form_note_with_the_same_number_does_not_send_the_others_the_long_way(
    client: AsyncClient, phone: Phone, world: World, owner: Database, statements: list[int]
) -> None:
    first = phone.seal("note", **about_sara(world))
    await put(client, *first)
    await change(owner, "delete from outbox_items")  # as if the form had kept it
    statements.clear()
    others = [phone.seal("note", **about_sara(world)) for _ in range(5)]
    answers = await asyncio.gather(*(put(client, *each) for each in (first, *others)))
    assert {answer.status_code for answer in answers} == {201}
    assert sum(statements) == len(others)


async def test_one_number_that_somebody_holds_does_not_keep_the_others_waiting(
    client: AsyncClient, phone: Phone, world: World, database: DatabaseUrls, owner: Database
) -> None:
    held, body = phone.seal("note", **about_sara(world))
    holder = await asyncpg.connect(database.owner)
    busy = holder.transaction()
    await busy.start()
    await holder.execute(HOLD, held, world.organisation_id, world.iris)
    waiting = asyncio.create_task(put(client, held, body))
    others = [phone.seal("note", **about_sara(world)) for _ in range(5)]
    answers = await asyncio.gather(*(put(client, *each) for each in others))
    assert {answer.status_code for answer in answers} == {201}
    assert not waiting.done()
    await busy.rollback()
    assert (await waiting).status_code == 201
    await holder.close()


async def test_a_note_does_not_wait_until_others_have_read(
    client: AsyncClient, house: House, phone: Phone, world: World
) -> None:
    reading = {asyncio.create_task(house.database.direct.fetch("select pg_sleep(3)")) for _ in range(SIZE)}
    await asyncio.sleep(0.1)
    note = asyncio.create_task(put(client, *phone.seal("note", **about_sara(world))))
    done, _ = await asyncio.wait({note, *reading}, return_when=asyncio.FIRST_COMPLETED)
    assert done == {note}
    assert (await note).status_code == 201
    await asyncio.gather(*reading)
