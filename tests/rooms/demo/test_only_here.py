"""Being anybody exists in a demo on this machine only."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from httpx2 import ASGITransport, AsyncClient
from pydantic import ValidationError

from klankbord.app import create_app
from klankbord.house.database import Database
from klankbord.house.database_roles import DatabaseUrls
from klankbord.house.house import House
from klankbord.house.settings import Settings
from tests.factories import World, an_organisation
from tests.support.secrets import made_up_settings

ADDRESS = "https://klankbord.example.org"


@asynccontextmanager
async def browser(settings: Settings, base: str, sender: str = "127.0.0.1") -> AsyncIterator[AsyncClient]:
    app = create_app(settings, House.for_web(settings))
    transport = ASGITransport(app=app, client=(sender, 1))
    async with AsyncClient(transport=transport, base_url=base, headers={"sec-fetch-site": "same-origin"}) as client:
        yield client
    await app.state.house.database.close()


async def tries(client: AsyncClient, world: World) -> set[int]:
    """The status of everything the demo offers, as somebody who wants in."""
    return {
        (await client.get("/demo")).status_code,
        (await client.get("/demo/sent")).status_code,
        (await client.get("/parts")).status_code,
        (await client.post("/demo/sign-in", data={"person": str(world.iris)})).status_code,
        (await client.post("/demo/clock", data={"to": "week"})).status_code,
        (await client.post("/demo/reset")).status_code,
    }


async def test_in_a_demo_on_this_machine_one_picks_a_person_and_is_in(settings: Settings, owner: Database) -> None:
    world = await an_organisation(owner)
    async with browser(settings, settings.address) as client:
        assert "Iris" in (await client.get("/demo")).text
        answer = await client.post("/demo/sign-in", data={"person": str(world.iris)})
        assert answer.status_code == 303
        assert (await client.get("/account")).status_code == 200


async def test_outside_a_demo_there_is_nothing_to_pick(database: DatabaseUrls, owner: Database, tmp_path: Path) -> None:
    world = await an_organisation(owner)
    real = made_up_settings(database, tmp_path, demo=False, public_url=ADDRESS)
    async with browser(real, ADDRESS) as client:
        assert await tries(client, world) == {404}


async def test_another_machine_cannot_be_anybody(settings: Settings, owner: Database) -> None:
    world = await an_organisation(owner)
    async with browser(settings, settings.address, sender="192.0.2.7") as client:
        assert await tries(client, world) == {404}


async def test_a_name_that_was_made_to_point_here_cannot_be_anybody(settings: Settings, owner: Database) -> None:
    world = await an_organisation(owner)
    async with browser(settings, "http://rebound.example.org:8000") as client:
        assert await tries(client, world) == {404}


async def test_a_proxy_in_front_cannot_be_anybody(settings: Settings, owner: Database) -> None:
    world = await an_organisation(owner)
    async with browser(settings, settings.address) as client:
        client.headers["x-forwarded-for"] = "192.0.2.7"
        assert await tries(client, world) == {404}


def test_a_demo_refuses_any_address_but_a_loopback_one(database: DatabaseUrls, tmp_path: Path) -> None:
    for host in ("0.0.0.0", "192.168.1.4", "klankbord.example.org", "::"):
        with pytest.raises(ValidationError, match="loopback"):
            made_up_settings(database, tmp_path, host=host)


def test_a_real_organisation_needs_https_and_an_unmoved_clock(database: DatabaseUrls, tmp_path: Path) -> None:
    with pytest.raises(ValidationError, match="https"):
        made_up_settings(database, tmp_path, demo=False, public_url="http://klankbord.example.org")
    with pytest.raises(ValidationError, match="CLOCK_FILE"):
        made_up_settings(database, tmp_path, demo=False, public_url=ADDRESS, clock_file=tmp_path / "clock")
