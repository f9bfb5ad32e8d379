"""Help opens for everybody; own people only for who is signed in."""

import re
from datetime import UTC, date, datetime

import pytest
from httpx2 import AsyncClient

from klankbord.house.clock import Clock
from klankbord.house.database import Database
from klankbord.rooms.alarms.contacts import international
from klankbord.rooms.duty.models import Absence
from klankbord.rooms.people.models import Person
from tests.conftest import SignIn
from tests.factories import add, an_organisation


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


async def test_everybody_can_be_called_and_written_to_before_any_form(
    client: AsyncClient, owner: Database, sign_in: SignIn
) -> None:
    world = await an_organisation(owner)
    await sign_in(world.organisation_id, world.iris)
    page = (await client.get("/help")).text
    for number in ("31600000011", "31600000012"):
        assert f"https://wa.me/{number}" in page
    assert page.index("wa.me/31600000012") < page.index("/alarms/new")
    assert "<form" not in page[: page.index("/alarms/new")]


async def test_who_works_now_comes_first_and_who_stands_in_is_there(
    client: AsyncClient, owner: Database, sign_in: SignIn, clock: Clock
) -> None:
    world = await an_organisation(owner)
    clock.move_to(datetime(2026, 11, 3, 11, 0, tzinfo=UTC))
    fatima = Person(organisation_id=world.organisation_id, first_name="Fatima", phone="06 00 00 00 20")
    await add(owner, fatima)
    today = {"first_day": date(2026, 11, 2), "last_day": date(2026, 11, 4), "made_at": clock.now()}
    about = {"organisation_id": world.organisation_id, "person_id": world.karim, "deputy_id": fatima.id}
    await add(owner, Absence(**about, **today))
    await sign_in(world.organisation_id, world.iris)
    page = (await client.get("/help")).text
    assert re.findall(r'<a href="tel:(\d+)"><span class="who">', page) == ["0600000012", "0600000020", "0600000011"]
    assert "Fatima</span>, neemt waar" in page
    assert "afwezig" in page
    assert "werkt nu · </span>ma t/m do" in page


async def test_who_has_no_location_finds_every_manager(client: AsyncClient, owner: Database, sign_in: SignIn) -> None:
    world = await an_organisation(owner)
    await sign_in(world.organisation_id, world.marjan)
    assert "Karim" in (await client.get("/help")).text


async def test_who_is_not_signed_in_gets_a_place_for_what_this_phone_keeps(client: AsyncClient) -> None:
    page = (await client.get("/help")).text
    assert "data-contacts" in page
    assert "/alarms/new" not in page


@pytest.mark.parametrize(
    ("phone", "number"),
    [
        ("06 12 34 56 78", "31612345678"),
        ("+31 (0)6 12345678", "31612345678"),
        ("0031612345678", "31612345678"),
        ("+32 470 12 34 56", "32470123456"),
        ("0800-2000", ""),
        ("bel Karim", ""),
        ("", ""),
    ],
)
def test_a_number_reads_as_wa_me_wants_it(phone: str, number: str) -> None:
    assert international(phone) == number
