"""Every page of a case says once among its views who read it; a page that is refused, and a form sent, say nothing."""

from uuid import UUID

import pytest_asyncio
from httpx2 import AsyncClient

from klankbord.app import create_app
from klankbord.house.database import Database
from klankbord.house.house import House
from klankbord.rooms.cases.path_models import DirectionOffer
from tests.conftest import SignIn
from tests.factories import add
from tests.support.addresses import reads
from tests.support.rows import change, rows
from tests.support.scene import Scene, a_scene

OF_A_CASE = "/cases/{case_id}"
CLOSED = "/cases/{case_id}/reopening"  # is only there for a case that was closed


@pytest_asyncio.fixture
async def scene(house: House, owner: Database) -> Scene:
    """Something of everything, in a case that Karim carries; Marjan is asked to take over direction."""
    made = await a_scene(house, owner)
    world, case = made.world, UUID(made.ids["case_id"])
    about = {"organisation_id": world.organisation_id, "case_id": case, "by_id": world.karim}
    await add(owner, DirectionOffer(**about, at=house.clock.now(), to_id=world.marjan))
    return Scene(world, {**made.ids, "name": "agreements"})


def pages(house: House) -> list[str]:
    """Every address of a case that is read, from the app itself."""
    found = sorted(path for path in reads(create_app(house.settings, house)) if path.startswith(OF_A_CASE))
    assert len(found) > 15
    return found


async def views(owner: Database) -> list[tuple[UUID, UUID]]:
    """Who read which case, in that order."""
    found = await rows(owner, "select case_id, person_id from case_views order by viewed_at, id")
    return [(row.case_id, row.person_id) for row in found]


async def test_each_page_of_a_case_is_one_line_in_its_views(
    house: House, owner: Database, client: AsyncClient, sign_in: SignIn, scene: Scene
) -> None:
    world, case = scene.world, UUID(scene.ids["case_id"])
    wrong, opened = [], set()
    for who in ("karim", "marjan", "iris"):
        await sign_in(world.organisation_id, getattr(world, who))
        for path in pages(house):
            closed = "now()" if path == CLOSED else "null"
            await change(owner, f"update cases set closed_at = {closed} where id = :id", id=case)
            before = len(await views(owner))
            answer = await client.get(scene.address(path))
            new = (await views(owner))[before:]
            read = [(case, getattr(world, who))] if answer.status_code == 200 else []
            opened |= {path} if read else set()
            if new != read:
                wrong.append(f"{who} {path}: {answer.status_code}, {len(new)} lines")
    assert wrong == []
    assert opened == set(pages(house)), "somebody opened each of them"


async def test_who_finds_nothing_there_leaves_no_line(
    house: House, owner: Database, client: AsyncClient, sign_in: SignIn, scene: Scene
) -> None:
    before = await views(owner)
    for who in ("noortje", "tess"):
        await sign_in(scene.world.organisation_id, getattr(scene.world, who))
        for path in pages(house):
            assert (await client.get(scene.address(path))).status_code == 404, path
    assert await views(owner) == before


async def test_the_line_stands_on_the_page_of_the_views_for_everybody_of_the_case(
    owner: Database, client: AsyncClient, sign_in: SignIn, scene: Scene
) -> None:
    world = scene.world
    await change(owner, "delete from case_views")
    for who in ("karim", "marjan"):
        await sign_in(world.organisation_id, getattr(world, who))
        await client.get(scene.address("/cases/{case_id}/plan"))
    await sign_in(world.organisation_id, world.iris)
    page = (await client.get(scene.address("/cases/{case_id}/views"))).text
    assert "Karim" in page
    assert "Marjan" in page
