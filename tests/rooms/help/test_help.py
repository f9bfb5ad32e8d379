"""Help opens for everybody; own people only for who is signed in."""

import re

from httpx2 import AsyncClient

from klankbord.house.database import Database
from tests.conftest import SignIn
from tests.factories import an_organisation


async def test_a_stranger_finds_112_first_and_veilig_thuis_next(client: AsyncClient) -> None:
    answer = await client.get("/help")
    assert answer.status_code == 200
    assert re.findall(r'href="tel:([^"]+)"', answer.text) == ["112", "08002000"]
    assert "Meld je aan" in answer.text


async def test_a_stranger_sees_nobody_of_any_organisation(client: AsyncClient, owner: Database) -> None:
    await an_organisation(owner)
    assert "Marjan" not in (await client.get("/help")).text


async def test_a_teacher_finds_the_own_manager_and_the_social_worker_with_hours(
    client: AsyncClient, owner: Database, sign_in: SignIn
) -> None:
    world = await an_organisation(owner)
    await sign_in(world.organisation_id, world.iris)
    page = (await client.get("/help")).text
    assert list(dict.fromkeys(re.findall(r'href="tel:([^"]+)"', page))) == [
        "112",
        "08002000",
        "0600000011",
        "0600000012",
    ]
    assert "ma t/m do, 9:00" in page
    assert "https://wa.me/31600000012" in page
    assert "Meld je aan" not in page


async def test_a_teacher_elsewhere_does_not_get_a_manager_of_another_location(
    client: AsyncClient, owner: Database, sign_in: SignIn
) -> None:
    world = await an_organisation(owner)
    await sign_in(world.organisation_id, world.noortje)
    page = (await client.get("/help")).text
    assert "Karim" not in page
    assert "Marjan" in page


async def test_nobody_is_told_to_call_themselves(client: AsyncClient, owner: Database, sign_in: SignIn) -> None:
    world = await an_organisation(owner)
    await sign_in(world.organisation_id, world.marjan)
    assert "Marjan" not in (await client.get("/help")).text


async def test_help_reads_english_for_who_asks(client: AsyncClient) -> None:
    page = (await client.get("/help", headers={"accept-language": "en"})).text
    assert "When life is in danger" in page
    assert "The Meldcode in five steps" in page
