from datetime import UTC, date, datetime, time

import pytest
from httpx2 import AsyncClient

from klankbord.house.clock import Clock
from klankbord.house.database import Database
from klankbord.rooms.lessons import queries
from klankbord.rooms.lessons.models import LessonChange
from klankbord.rooms.places import queries as places
from klankbord.rooms.places.models import Closure, Group
from tests.conftest import SignIn
from tests.factories import World, add, an_organisation

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
HX = {"hx-request": "true"}
MONDAY = "2026-11-23"


@pytest.fixture
def world(clock: Clock, small: World) -> World:
    clock.move_to(NOW)
    return small


@pytest.fixture
async def iris(world: World, sign_in: SignIn) -> None:
    await sign_in(world.organisation_id, world.iris)


async def changes(owner: Database, world: World) -> list[LessonChange]:
    async with owner.transaction() as db:
        return list(await queries.changes_of(db, world.organisation_id, [world.strijkers]))


async def timetable(owner: Database, world: World) -> Group:
    async with owner.transaction() as db:
        group = await places.group(db, world.organisation_id, world.strijkers)
    assert group is not None
    return group


@pytest.mark.usefixtures("iris")
async def test_the_next_eight_lessons_stand_with_the_closures_between_them(
    client: AsyncClient, owner: Database, world: World
) -> None:
    o = {"organisation_id": world.organisation_id, "location_id": world.wielewaal, "source": "public"}
    await add(
        owner,
        Closure(name="Kerstvakantie", first_day=date(2026, 12, 19), last_day=date(2027, 1, 3), **o),
        Closure(name="Dinsdagfeest", first_day=date(2026, 12, 1), last_day=date(2026, 12, 1), **o),
    )
    page = (await client.get(f"/groups/{world.strijkers}/lessons")).text
    assert page.count('value="cancelled"') == 8
    assert page.index("maandag 14 december") < page.index("Kerstvakantie") < page.index("maandag 4 januari")
    assert "Dinsdagfeest" not in page, "it takes no lesson of this group away"
    assert "<title>Lessen · Klankbord</title>" in page


@pytest.mark.parametrize("person", ["iris", "karim", "tess"])
async def test_teacher_manager_and_administrator_see_the_lessons(
    client: AsyncClient, world: World, sign_in: SignIn, person: str
) -> None:
    await sign_in(world.organisation_id, getattr(world, person))
    page = await client.get(f"/groups/{world.strijkers}/lessons")
    assert page.status_code == 200
    may_change = f'action="/groups/{world.strijkers}/timetable"' in page.text
    assert may_change is (person != "iris")


@pytest.mark.parametrize("stranger", ["noortje", "marjan"])
async def test_a_stranger_finds_no_lessons(client: AsyncClient, world: World, sign_in: SignIn, stranger: str) -> None:
    await sign_in(world.organisation_id, getattr(world, stranger))
    here = f"/groups/{world.strijkers}"
    assert (await client.get(f"{here}/lessons")).status_code == 404
    for address in ("lesson-changes", "timetable"):
        assert (await client.post(f"{here}/{address}", data={"lesson_day": MONDAY})).status_code == 404


async def test_an_administrator_of_another_organisation_finds_no_lessons(
    client: AsyncClient, owner: Database, world: World, sign_in: SignIn
) -> None:
    other = await an_organisation(owner)
    await sign_in(other.organisation_id, other.tess)
    assert (await client.get(f"/groups/{world.strijkers}/lessons")).status_code == 404


@pytest.mark.usefixtures("iris")
async def test_a_lesson_is_cancelled_and_wanted_after_all(client: AsyncClient, owner: Database, world: World) -> None:
    address = f"/groups/{world.strijkers}/lesson-changes"
    answer = await client.post(address, data={"lesson_day": MONDAY, "kind": "cancelled"})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/groups/{world.strijkers}/lessons")
    page = (await client.get(f"/groups/{world.strijkers}/lessons")).text
    assert "vervalt" in page
    assert page.count('value="restored"') == 1
    (change,) = await changes(owner, world)
    assert change.made_by_id == world.iris
    back = await client.post(address, data={"lesson_day": MONDAY, "kind": "restored"}, headers=HX)
    assert back.status_code == 200
    assert back.text.lstrip().startswith("<div"), "htmx gets the part, not the page"
    assert await changes(owner, world) == []


@pytest.mark.usefixtures("iris")
async def test_a_lesson_is_moved_through_a_form_that_starts_with_its_own_time(
    client: AsyncClient, owner: Database, world: World
) -> None:
    form = (await client.get(f"/groups/{world.strijkers}/lessons?move={MONDAY}")).text
    assert f'name="new_day" value="{MONDAY}"' in form
    assert 'name="new_time" value="10:00"' in form
    typed = {"lesson_day": MONDAY, "kind": "moved", "new_day": "2026-11-26", "new_time": "15:15"}
    assert (await client.post(f"/groups/{world.strijkers}/lesson-changes", data=typed)).status_code == 303
    (change,) = await changes(owner, world)
    assert change.new_start == datetime(2026, 11, 26, 14, 15, tzinfo=UTC)
    page = (await client.get(f"/groups/{world.strijkers}/lessons")).text
    assert "donderdag 26 november" in page
    assert "was maandag 23 november" in page


@pytest.mark.usefixtures("iris")
@pytest.mark.parametrize("move", ["nonsense", "0001-01-01", "2026-11-24", ""])
async def test_no_form_opens_for_a_day_without_a_lesson(client: AsyncClient, world: World, move: str) -> None:
    answer = await client.get(f"/groups/{world.strijkers}/lessons", params={"move": move})
    assert answer.status_code == 200
    assert 'name="new_day"' not in answer.text


@pytest.mark.usefixtures("iris")
@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"kind": "moved"}, "Kies een dag."),
        ({"kind": "moved", "new_day": "2026-11-26"}, "Kies een tijd, zoals 10:00."),
        ({"kind": "moved", "new_day": "2026-11-26", "new_time": "25:00"}, "Kies een tijd, zoals 10:00."),
        ({"kind": "moved", "new_day": "2026-11-26", "new_time": "10:00+02:00"}, "Kies een tijd, zoals 10:00."),
        (
            {"kind": "moved", "new_day": "2026-11-20", "new_time": "10:00"},
            "Dit moment is voorbij. Kies een dag en tijd die nog komen.",
        ),
        (
            {"kind": "moved", "new_day": "2099-12-31", "new_time": "23:59"},
            "Dit is meer dan een jaar vooruit. Kies een dag binnen een jaar.",
        ),
        (
            {"kind": "moved", "new_day": "2026-11-30", "new_time": "10:30"},
            "Deze groep heeft dan al les. Kies een andere tijd.",
        ),
        ({"kind": "dance"}, "Er mist iets, of er past iets niet."),
        (
            {"kind": "cancelled", "lesson_day": "2026-11-24"},
            "Die dag heeft deze groep geen les. Kijk nog eens in de lijst.",
        ),
        ({"kind": "cancelled", "lesson_day": "0001-01-01"}, "Kies een dag."),
        ({"kind": "cancelled", "lesson_day": "x"}, "Kies een dag."),
        (
            {"kind": "cancelled", "lesson_day": "2026-11-16"},
            "Deze les is voorbij en kan niet meer veranderen.",
        ),
    ],
)
async def test_what_does_not_fit_is_said_and_what_was_typed_stays(
    client: AsyncClient, owner: Database, world: World, typed: dict[str, str], sentence: str
) -> None:
    for headers in ({}, HX):
        answer = await client.post(
            f"/groups/{world.strijkers}/lesson-changes", data={"lesson_day": MONDAY} | typed, headers=headers
        )
        assert answer.status_code == 422
        assert sentence in answer.text
        for name in ("new_day", "new_time"):
            if name in typed:
                assert f'name="{name}" value="{typed[name]}"' in answer.text
    assert await changes(owner, world) == []


@pytest.mark.usefixtures("iris")
async def test_what_is_wrong_with_a_move_is_said_even_when_its_lesson_is_not_on_the_page(
    client: AsyncClient, world: World
) -> None:
    typed = {"lesson_day": "2027-06-07", "kind": "moved", "new_day": "2026-11-01", "new_time": "10:00"}
    answer = await client.post(f"/groups/{world.strijkers}/lesson-changes", data=typed)
    assert answer.status_code == 422
    assert "Dit moment is voorbij." in answer.text


async def test_the_manager_changes_the_lesson_time(
    client: AsyncClient, owner: Database, world: World, sign_in: SignIn
) -> None:
    await sign_in(world.organisation_id, world.karim)
    typed = {"weekday": "3", "starts_at": "14:15", "minutes": "45"}
    assert (await client.post(f"/groups/{world.strijkers}/timetable", data=typed)).status_code == 303
    group = await timetable(owner, world)
    assert (group.weekday, group.starts_at, group.minutes) == (3, time(14, 15), 45)


@pytest.mark.usefixtures("iris")
async def test_a_teacher_cannot_change_the_lesson_time(client: AsyncClient, owner: Database, world: World) -> None:
    typed = {"weekday": "3", "starts_at": "14:15", "minutes": "45"}
    assert (await client.post(f"/groups/{world.strijkers}/timetable", data=typed)).status_code == 404
    assert (await timetable(owner, world)).weekday == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"weekday": "0"}, "Kies een dag van de week."),
        ({"weekday": "maandag"}, "Kies een dag van de week."),
        ({"starts_at": "tien uur"}, "Kies een tijd, zoals 10:00."),
        ({"minutes": "1e3"}, "Een les duurt minstens 5 en hoogstens 480 minuten."),
        ({"minutes": "9" * 5000}, "Een les duurt minstens 5 en hoogstens 480 minuten."),
    ],
)
async def test_a_lesson_time_that_does_not_fit_is_said_and_what_was_typed_stays(
    client: AsyncClient, owner: Database, world: World, sign_in: SignIn, typed: dict[str, str], sentence: str
) -> None:
    await sign_in(world.organisation_id, world.tess)
    whole = {"weekday": "3", "starts_at": "14:15", "minutes": "45"} | typed
    answer = await client.post(f"/groups/{world.strijkers}/timetable", data=whole)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'value="{whole["starts_at"]}"' in answer.text
    assert f'value="{whole["minutes"]}"' in answer.text
    assert (await timetable(owner, world)).weekday == 1
