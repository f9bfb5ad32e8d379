"""The door: signing in, staying in, signing out, and what is left on the phone."""

from datetime import timedelta

import pytest
from httpx2 import AsyncClient

from klankbord.house.clock import Clock
from klankbord.house.database import Database
from tests.conftest import SignIn
from tests.factories import an_organisation


async def test_who_is_not_signed_in_is_led_to_the_door(client: AsyncClient, owner: Database) -> None:
    answer = await client.get("/account")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")


async def test_a_teacher_starts_at_noteren_and_a_social_worker_at_the_queue(
    client: AsyncClient, owner: Database, sign_in: SignIn
) -> None:
    world = await an_organisation(owner)
    for person, place in ((world.iris, "/notes/new"), (world.marjan, "/cases"), (world.tess, "/locations")):
        await sign_in(world.organisation_id, person)
        assert (await client.get("/")).headers["location"] == place


async def test_a_session_ends_after_half_a_day(
    client: AsyncClient, owner: Database, sign_in: SignIn, clock: Clock
) -> None:
    world = await an_organisation(owner)
    await sign_in(world.organisation_id, world.iris)
    clock.move_to(clock.now() + timedelta(hours=13))
    assert (await client.get("/account")).status_code == 303


async def test_signing_out_ends_the_session_and_wipes_a_phone_that_says_nothing_waits(
    client: AsyncClient, owner: Database, sign_in: SignIn
) -> None:
    world = await an_organisation(owner)
    tokens = await sign_in(world.organisation_id, world.iris)
    answer = await client.post("/sign-out", data={"waits": "none"})
    assert answer.headers["clear-site-data"] == '"cache", "storage"'
    client.cookies.set("klankbord", tokens.session_token)
    assert (await client.get("/account")).status_code == 303


@pytest.mark.parametrize("said", [{"waits": "some"}, {}, {"waits": "?"}])
async def test_a_phone_that_does_not_say_so_is_never_wiped(
    client: AsyncClient, owner: Database, sign_in: SignIn, said: dict[str, str]
) -> None:
    world = await an_organisation(owner)
    await sign_in(world.organisation_id, world.iris)
    answer = await client.post("/sign-out", data=said)
    assert "storage" not in answer.headers["clear-site-data"]
    page = await client.get(answer.headers["location"])
    assert ("Sommige notities" in page.text or "wacht" in page.text) == (said == {"waits": "some"})


async def test_no_address_that_another_page_can_open_wipes_a_phone(client: AsyncClient) -> None:
    for address in ("/signed-out", "/signed-out?phone=empty", "/sign-out", "/sign-in"):
        assert "clear-site-data" not in (await client.get(address)).headers


async def test_another_site_cannot_sign_somebody_out(client: AsyncClient, owner: Database, sign_in: SignIn) -> None:
    world = await an_organisation(owner)
    await sign_in(world.organisation_id, world.iris)
    answer = await client.post("/sign-out", headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403
    assert (await client.get("/account")).status_code == 200
