"""A browser belongs to whoever is signed in on it; an address that is no push service's is not kept."""

import pytest
from httpx2 import AsyncClient

from klankbord.house.database import Database
from klankbord.house.house import House
from klankbord.house.push.vapid import new_key, public_key
from klankbord.rooms.reminders import jobs
from tests.factories import World
from tests.rooms.reminders.conftest import Phone, Remind, SignIn, hand_over
from tests.support.push_line import PushLine
from tests.support.rows import rows

JSON = {"accept": "application/json", "x-outbox": "1"}
POINT, SECRET = public_key(new_key()), "A" * 22


def said(endpoint: str = "https://fcm.googleapis.com/fcm/send/1", **more: object) -> dict[str, object]:
    return {"endpoint": endpoint, "keys": {"p256dh": POINT, "auth": SECRET}, "old": None, **more}


async def kept(owner: Database) -> list[tuple[object, ...]]:
    found = await rows(owner, "select person_id, endpoint, language from push_subscriptions order by endpoint")
    return [tuple(row) for row in found]


async def post(client: AsyncClient, body: object) -> int:
    return (await client.post("/push/subscriptions", json=body, headers=JSON)).status_code


async def test_the_same_browser_again_keeps_its_id_and_gets_fresh_keys(
    client: AsyncClient, owner: Database, world: World, sign_in: SignIn
) -> None:
    await sign_in(world.organisation_id, world.iris)
    first = await client.post("/push/subscriptions", json=said(), headers=JSON)
    fresh = said(keys={"p256dh": public_key(new_key()), "auth": "B" * 22})
    second = await client.post("/push/subscriptions", json=fresh, headers=JSON)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json()["id"] == second.json()["id"]
    ((auth,),) = await rows(owner, "select auth from push_subscriptions")
    assert auth == "B" * 22


async def test_a_phone_that_somebody_else_signs_in_on_moves_to_them(
    client: AsyncClient, owner: Database, world: World, sign_in: SignIn
) -> None:
    for person in (world.iris, world.karim):
        await sign_in(world.organisation_id, person)
        assert await post(client, said()) == 201
    assert await kept(owner) == [(world.karim, "https://fcm.googleapis.com/fcm/send/1", "nl")]


async def test_an_address_alone_is_not_enough_to_take_somebodys_browser(
    client: AsyncClient, owner: Database, world: World, sign_in: SignIn
) -> None:
    await sign_in(world.organisation_id, world.iris)
    assert await post(client, said()) == 201
    await sign_in(world.organisation_id, world.karim)
    answer = await client.post("/push/subscriptions", json=said(keys={"p256dh": POINT, "auth": "B" * 22}), headers=JSON)
    assert (answer.status_code, answer.json()["error"]) == (409, "browser_taken")
    assert [row[0] for row in await kept(owner)] == [world.iris]


async def test_a_new_address_takes_the_place_of_the_old_one_but_only_of_ones_own(
    client: AsyncClient, owner: Database, world: World, sign_in: SignIn
) -> None:
    await sign_in(world.organisation_id, world.iris)
    assert await post(client, said("https://web.push.apple.com/a")) == 201
    assert await post(client, said("https://web.push.apple.com/b", old="https://web.push.apple.com/a")) == 201
    assert [row[1] for row in await kept(owner)] == ["https://web.push.apple.com/b"]
    await sign_in(world.organisation_id, world.karim)
    assert await post(client, said("https://web.push.apple.com/c", old="https://web.push.apple.com/b")) == 201
    assert len(await kept(owner)) == 2


@pytest.mark.parametrize(
    "body",
    [
        said("https://evil.nl/x"),
        said("http://127.0.0.1:5432/"),
        said("http://169.254.169.254/latest/meta-data/"),
        said(keys={"p256dh": "AAAA", "auth": SECRET}),
        said(keys={"p256dh": POINT, "auth": "é"}),
        said(keys={"p256dh": POINT + "\x00", "auth": SECRET}),
        said("x" * 5000),
        said("https://fcm.googleapis.com/\x00"),
        said("https://fcm.googleapis.com/a b"),
        {"endpoint": "https://fcm.googleapis.com/x"},
        {"endpoint": 3, "keys": []},
        said(keys={"p256dh": None, "auth": SECRET}),
        [],
        None,
        "text",
    ],
)
async def test_what_is_no_push_service_or_no_key_is_refused_with_a_sentence(
    client: AsyncClient, owner: Database, world: World, sign_in: SignIn, body: object
) -> None:
    await sign_in(world.organisation_id, world.iris)
    answer = await client.post("/push/subscriptions", json=body, headers=JSON)
    assert answer.status_code == 422
    assert answer.json()["message"]
    assert await kept(owner) == []


@pytest.mark.parametrize("old", ["x\x00y", "é" * 10, ""])
async def test_a_strange_old_address_breaks_nothing(
    client: AsyncClient, world: World, sign_in: SignIn, old: str
) -> None:
    await sign_in(world.organisation_id, world.iris)
    assert await post(client, said(old=old)) in (201, 422)


async def test_only_who_is_signed_in_can_subscribe(client: AsyncClient, world: World) -> None:
    assert await post(client, said()) == 401


async def test_a_stranger_cannot_stop_my_reminders(
    client: AsyncClient, owner: Database, world: World, sign_in: SignIn
) -> None:
    await sign_in(world.organisation_id, world.iris)
    mine = (await client.post("/push/subscriptions", json=said(), headers=JSON)).json()["id"]
    await sign_in(world.organisation_id, world.karim)
    assert (await client.post(f"/push/subscriptions/{mine}/removal", headers=JSON)).status_code == 404
    assert len(await kept(owner)) == 1
    await sign_in(world.organisation_id, world.iris)
    assert (await client.post(f"/push/subscriptions/{mine}/removal", headers=JSON)).status_code == 204
    assert await kept(owner) == []


async def test_the_test_message_reaches_all_my_browsers_and_nobody_elses(
    client: AsyncClient,
    worker_house: House,
    world: World,
    line: PushLine,
    a_phone: Phone,
    remind: Remind,
    sign_in: SignIn,
) -> None:
    await a_phone(world.iris)
    await a_phone(world.iris)
    await a_phone(world.karim, service=line.other)
    await sign_in(world.organisation_id, world.iris)
    assert (await client.post("/push/test", headers=JSON)).status_code == 204
    await hand_over(worker_house)
    await jobs.deliver(line.transport, worker_house)
    assert (len(line.service.got), len(line.other.got)) == (2, 0)
