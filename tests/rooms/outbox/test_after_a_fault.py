"""A fault on our side keeps the item on the phone; what only the item can be blamed for does not."""

from httpx2 import ASGITransport, AsyncClient

from klankbord.app import create_app
from klankbord.house.database import Database
from klankbord.house.house import House
from tests.factories import World
from tests.support.phone import Phone, about_sara, put
from tests.support.rows import change, rows


async def test_a_fault_on_our_side_keeps_the_note_on_the_phone_and_it_arrives_later(
    client: AsyncClient, house: House, phone: Phone, world: World, owner: Database
) -> None:
    item, body = phone.seal("note", **about_sara(world))
    await change(owner, "alter table notes rename to notes_elsewhere")
    app = ASGITransport(app=create_app(house.settings, house), client=("127.0.0.1", 1), raise_app_exceptions=False)
    async with AsyncClient(
        transport=app, base_url=house.settings.address, cookies=client.cookies, headers=client.headers
    ) as broken:
        answer = await put(broken, item, body)
    assert (answer.status_code, answer.json()["error"]) == (500, "broken")
    assert await rows(owner, "select 1 from outbox_items") == []
    await change(owner, "alter table notes_elsewhere rename to notes")
    assert (await put(client, item, body)).status_code == 201
    assert len(await rows(owner, "select 1 from notes")) == 1


async def test_what_the_database_cannot_hold_is_kept_and_blocks_nothing(
    client: AsyncClient, phone: Phone, world: World, owner: Database
) -> None:
    await change(owner, "alter table notes add constraint never check (observation_sealed is null)")
    poison = await put(client, *phone.seal("note", **about_sara(world)))
    assert (poison.status_code, poison.json()["problem"]) == (201, "unfit_item")
    behind = await put(client, *phone.seal("note", **about_sara(world, observation="")))
    assert (behind.status_code, behind.json()["state"]) == (201, "stored")
    item = poison.json()["id"]
    answer = await client.post(f"/attention/{item}/mending", data={"how": "again"})
    assert answer.status_code == 422
    await change(owner, "alter table notes drop constraint never")
    answer = await client.post(f"/attention/{item}/mending", data={"how": "again"})
    assert answer.status_code == 303
    assert len(await rows(owner, "select 1 from notes")) == 2
