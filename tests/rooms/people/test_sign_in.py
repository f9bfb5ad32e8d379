"""The door: signing in, staying in, signing out, and what is left on the phone."""

from datetime import timedelta

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


async def test_signing_out_ends_the_session_and_wipes_the_phone(
    client: AsyncClient, owner: Database, sign_in: SignIn
) -> None:
    world = await an_organisation(owner)
    tokens = await sign_in(world.organisation_id, world.iris)
    answer = await client.post("/sign-out")
    assert answer.headers["location"] == "/signed-out"
    assert (await client.get("/signed-out")).headers["clear-site-data"] == '"cache", "storage"'
    client.cookies.set("klankbord", tokens.session_token)
    assert (await client.get("/account")).status_code == 303


async def test_signing_out_while_notes_wait_keeps_them_on_the_phone(
    client: AsyncClient, owner: Database, sign_in: SignIn
) -> None:
    world = await an_organisation(owner)
    await sign_in(world.organisation_id, world.iris)
    answer = await client.post("/sign-out", data={"keep": "1"})
    assert answer.headers["location"] == "/signed-out?kept=1"
    assert "storage" not in (await client.get("/signed-out?kept=1")).headers["clear-site-data"]


async def test_another_site_cannot_sign_somebody_out(client: AsyncClient, owner: Database, sign_in: SignIn) -> None:
    world = await an_organisation(owner)
    await sign_in(world.organisation_id, world.iris)
    answer = await client.post("/sign-out", headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403
    assert (await client.get("/account")).status_code == 200
