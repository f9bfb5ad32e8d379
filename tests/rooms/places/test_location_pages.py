from datetime import UTC, date, datetime

import pytest
from httpx2 import AsyncClient

from klankbord.house.clock import Clock
from klankbord.house.database import Database
from klankbord.rooms.places import queries
from klankbord.rooms.places.models import Closure
from tests.conftest import SignIn
from tests.factories import World, add, an_organisation

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
HX = {"hx-request": "true"}


@pytest.fixture
def world(clock: Clock, small: World) -> World:
    clock.move_to(NOW)
    return small


@pytest.fixture
async def karim(world: World, sign_in: SignIn) -> None:
    await sign_in(world.organisation_id, world.karim)


async def closures(owner: Database, world: World) -> list[Closure]:
    async with owner.transaction() as db:
        return list(await queries.closures(db, world.organisation_id, [world.wielewaal]))


async def test_the_administrator_sees_every_location(client: AsyncClient, world: World, sign_in: SignIn) -> None:
    await sign_in(world.organisation_id, world.tess)
    page = (await client.get("/locations")).text
    assert "De Wielewaal" in page
    assert "De Klinker" in page
    assert (await client.get(f"/locations/{world.klinker}")).status_code == 200


@pytest.mark.usefixtures("karim")
async def test_a_location_manager_sees_the_own_location_only(client: AsyncClient, world: World) -> None:
    page = (await client.get("/locations")).text
    assert "De Wielewaal" in page
    assert "De Klinker" not in page
    assert "Strijkers 6B, maandag 10:00" in (await client.get(f"/locations/{world.wielewaal}")).text
    assert (await client.get(f"/locations/{world.klinker}")).status_code == 404


@pytest.mark.parametrize("stranger", ["iris", "marjan", "noortje"])
async def test_a_stranger_finds_no_location(client: AsyncClient, world: World, sign_in: SignIn, stranger: str) -> None:
    await sign_in(world.organisation_id, getattr(world, stranger))
    here = f"/locations/{world.wielewaal}"
    assert (await client.get("/locations")).status_code == 404
    assert (await client.get(here)).status_code == 404
    for address in ("closures", f"closures/{world.sara}/removal", f"closures/{world.sara}/return", "holidays"):
        assert (await client.post(f"{here}/{address}")).status_code == 404


async def test_a_manager_of_another_organisation_finds_no_location(
    client: AsyncClient, owner: Database, world: World, sign_in: SignIn
) -> None:
    other = await an_organisation(owner)
    await sign_in(other.organisation_id, other.tess)
    assert (await client.get(f"/locations/{world.wielewaal}")).status_code == 404
    assert (await client.post(f"/locations/{world.wielewaal}/holidays")).status_code == 404


@pytest.mark.usefixtures("karim")
async def test_holidays_are_filled_in_with_one_button_and_then_the_button_is_gone(
    client: AsyncClient, owner: Database, world: World
) -> None:
    here = f"/locations/{world.wielewaal}"
    assert f'action="{here}/holidays"' in (await client.get(here)).text
    answer = await client.post(f"{here}/holidays")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{here}#closures")
    page = (await client.get(here)).text
    assert "Kerstvakantie" in page
    assert f'action="{here}/holidays"' not in page
    assert "bekend tot en met zo 1 sep 2030" in page
    assert len(await closures(owner, world)) > 20


@pytest.mark.usefixtures("karim")
async def test_days_without_lessons_are_added_and_an_empty_last_day_is_one_day(
    client: AsyncClient, owner: Database, world: World
) -> None:
    typed = {"name": "Studiedag", "first_day": "2026-12-04", "last_day": ""}
    assert (await client.post(f"/locations/{world.wielewaal}/closures", data=typed)).status_code == 303
    (closure,) = await closures(owner, world)
    assert (closure.name, closure.first_day, closure.last_day) == ("Studiedag", date(2026, 12, 4), date(2026, 12, 4))


@pytest.mark.usefixtures("karim")
@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Kies een dag."),
        ({"name": "Studiedag", "first_day": "morgen"}, "Kies een dag."),
        ({"name": "Studiedag", "first_day": "0001-01-01"}, "Kies een dag."),
        ({"name": "", "first_day": "2026-12-04"}, "Schrijf een naam van één regel, van hoogstens 60 letters."),
        ({"name": "S\0", "first_day": "2026-12-04"}, "Schrijf een naam van één regel, van hoogstens 60 letters."),
        ({"name": "S" * 9000, "first_day": "2026-12-04"}, "Schrijf een naam van één regel, van hoogstens 60 letters."),
        (
            {"name": "Studiedag", "first_day": "2026-12-04", "last_day": "2026-12-03"},
            "De laatste dag komt vóór de eerste. Kijk naar allebei.",
        ),
        (
            {"name": "Studiedag", "first_day": "2026-11-04", "last_day": "2026-11-05"},
            "Deze dagen zijn voorbij, of meer dan vijf jaar vooruit. Kijk naar allebei.",
        ),
        (
            {"name": "Studiedag", "first_day": "2026-12-04", "last_day": "2028-12-04"},
            "Een sluiting duurt hoogstens een jaar. Kijk naar de laatste dag.",
        ),
    ],
)
async def test_what_does_not_fit_is_said_and_what_was_typed_stays(
    client: AsyncClient, owner: Database, world: World, typed: dict[str, str], sentence: str
) -> None:
    for headers in ({}, HX):
        answer = await client.post(f"/locations/{world.wielewaal}/closures", data=typed, headers=headers)
        assert answer.status_code == 422
        assert sentence in answer.text
        for value in typed.values():
            assert f'value="{value}"' in answer.text
    assert await closures(owner, world) == []


@pytest.mark.usefixtures("karim")
async def test_a_file_instead_of_a_name_is_refused_with_a_sentence(client: AsyncClient, world: World) -> None:
    answer = await client.post(f"/locations/{world.wielewaal}/closures", files={"name": ("a.txt", b"x")})
    assert answer.status_code == 422


@pytest.mark.usefixtures("karim")
async def test_a_removed_closure_can_come_back(client: AsyncClient, owner: Database, world: World) -> None:
    o = {"organisation_id": world.organisation_id, "location_id": world.wielewaal, "source": "public"}
    row = Closure(name="Goede vrijdag", first_day=date(2027, 3, 26), last_day=date(2027, 3, 26), **o)
    await add(owner, row)
    address = f"/locations/{world.wielewaal}/closures/{row.id}"
    removed = await client.post(f"{address}/removal", headers=HX)
    assert removed.status_code == 200
    assert removed.text.lstrip().startswith("<section"), "htmx gets the part, not the page"
    assert f"{address}/return" in removed.text
    assert await closures(owner, world) == []
    assert (await client.post(f"{address}/return")).status_code == 303
    assert [closure.id for closure in await closures(owner, world)] == [row.id]


@pytest.mark.usefixtures("karim")
async def test_a_closure_of_another_location_cannot_be_removed_from_here(
    client: AsyncClient, owner: Database, world: World
) -> None:
    o = {"organisation_id": world.organisation_id, "location_id": world.klinker, "source": "own"}
    row = Closure(name="Studiedag", first_day=date(2027, 3, 26), last_day=date(2027, 3, 26), **o)
    await add(owner, row)
    for location in (world.wielewaal, world.klinker):
        assert (await client.post(f"/locations/{location}/closures/{row.id}/removal")).status_code == 404
    assert (await client.post(f"/locations/{world.wielewaal}/closures/nonsense/removal")).status_code in (404, 422)
