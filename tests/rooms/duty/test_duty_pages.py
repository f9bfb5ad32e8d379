"""Hours and absences over HTTP: mine, and an administrator's view of others."""

from datetime import date

import pytest
from httpx2 import AsyncClient

from klankbord.house.database import Database
from klankbord.house.ids import new_id
from klankbord.rooms.duty import queries
from klankbord.rooms.people.models import Person, Role, RoleKind
from tests.conftest import SignIn
from tests.factories import World, add
from tests.support.rows import rows
from tests.support.story import Story, at

TODAY = date(2026, 9, 29)


@pytest.fixture
def world(story: Story) -> World:
    return story.world


async def els_joins(owner: Database, world: World) -> Person:
    """A second social worker."""
    els = Person(first_name="Els", organisation_id=world.organisation_id)
    await add(owner, els)
    await add(owner, Role(person_id=els.id, kind=RoleKind.SOCIAL_WORKER, organisation_id=world.organisation_id))
    return els


async def test_hours_on_several_days_are_set_in_one_go_and_taken_out_again(
    client: AsyncClient, world: World, sign_in: SignIn
) -> None:
    await sign_in(world.organisation_id, world.marjan)
    here = f"/people/{world.marjan}"
    typed = {"weekdays": ["1", "2"], "starts_at": "09:00", "ends_at": "12:30"}
    for _ in range(2):
        answer = await client.post(f"{here}/hours", data=typed)
        assert (answer.status_code, answer.headers["location"]) == (303, "/duty#hours")
    await client.post(f"{here}/hours", data=typed | {"starts_at": "13:00", "ends_at": "17:00"})
    page = (await client.get("/duty")).text
    assert page.count("</b> 9:00 – 12:30") == page.count("</b> 13:00 – 17:00") == 2, "a second tap adds nothing"
    await client.post(f"{here}/hours/removal", data={"weekday": "1", "starts_at": "09:00"})
    assert (await client.get("/duty")).text.count("</b> 9:00 – 12:30") == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"weekdays": []}, "Kies minstens één dag"),
        ({"starts_at": "12:00", "ends_at": "09:00"}, "Het einde ligt voor het begin"),
        ({"starts_at": "gisteren"}, "Kies een tijd"),
        ({"starts_at": "10:00", "ends_at": "11:00"}, "werk je dan al"),
    ],
)
async def test_hours_that_do_not_fit_come_back_with_a_sentence(
    client: AsyncClient, world: World, sign_in: SignIn, typed: dict[str, str], sentence: str
) -> None:
    await sign_in(world.organisation_id, world.marjan)
    address = f"/people/{world.marjan}/hours"
    good = {"weekdays": ["4"], "starts_at": "09:00", "ends_at": "12:30"}
    await client.post(address, data=good)
    answer = await client.post(address, data=good | typed)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert (good | typed)["ends_at"] in answer.text, "what was typed is still there"


async def test_an_absence_with_a_deputy_is_made_once_and_ends(
    client: AsyncClient, world: World, sign_in: SignIn, story: Story, owner: Database
) -> None:
    els = await els_joins(owner, world)
    await sign_in(world.organisation_id, world.marjan)
    here = f"/people/{world.marjan}/absences"
    typed = {"first_day": "2026-10-05", "last_day": "2026-10-09", "deputy": str(els.id), "once": str(new_id())}
    for _ in range(2):
        assert (await client.post(here, data=typed)).headers["location"].endswith("/cases")
    assert (await client.get("/duty")).text.count("Els neemt het over") == 1
    async with story.house.database.transaction(world.karim, world.organisation_id) as db:
        absence = await queries.away(db, world.organisation_id, world.marjan, date(2026, 10, 9))
        assert absence is not None
        assert absence.deputy_id == els.id
        assert await queries.on_duty(db, world.organisation_id, [world.marjan, els.id], at(date(2026, 10, 6), 11)) == {
            els.id
        }
        back = await queries.working_moment(db, world.organisation_id, world.marjan, at(date(2026, 10, 6), 11))
        assert back == at(date(2026, 10, 12), 7, 30)
    story.move_to(at(date(2026, 10, 7)))
    await sign_in(world.organisation_id, world.marjan)
    (made,) = await rows(owner, "select id from absences")
    await client.post(f"{here}/{made.id}/end")
    (row,) = await rows(owner, "select last_day, removed_at from absences")
    assert (row.last_day, row.removed_at) == (date(2026, 10, 6), None), "where she was stays written"


async def test_the_same_form_with_other_days_keeps_both_absences(
    client: AsyncClient, world: World, sign_in: SignIn, owner: Database
) -> None:
    """She went back in the browser and typed other days: nothing of what she said is lost."""
    await sign_in(world.organisation_id, world.marjan)
    once = str(new_id())
    for first, last in (("2026-10-05", "2026-10-06"), ("2026-11-02", "2026-11-03"), ("2026-10-05", "2026-10-06")):
        typed = {"first_day": first, "last_day": last, "once": once}
        assert (await client.post(f"/people/{world.marjan}/absences", data=typed)).status_code == 303
    kept = await rows(owner, "select first_day from absences order by first_day")
    assert [row.first_day for row in kept] == [date(2026, 10, 5), date(2026, 11, 2)]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"first_day": ""}, "Kies een dag"),
        ({"last_day": "2026-10-01"}, "komt na de eerste"),
        ({"first_day": "2026-01-01", "last_day": "2026-01-02"}, "Deze dagen zijn voorbij"),
        ({"deputy": "x"}, "Kies een collega met hetzelfde werk"),
    ],
)
async def test_an_absence_that_does_not_fit_comes_back_with_a_sentence(
    client: AsyncClient, world: World, sign_in: SignIn, typed: dict[str, str], sentence: str
) -> None:
    await sign_in(world.organisation_id, world.marjan)
    good = {"first_day": "2026-10-05", "last_day": "2026-10-09"}
    answer = await client.post(f"/people/{world.marjan}/absences", data=good | typed)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert (good | typed)["last_day"] in answer.text


async def test_a_teacher_cannot_stand_in_for_a_social_worker(
    client: AsyncClient, world: World, sign_in: SignIn
) -> None:
    await sign_in(world.organisation_id, world.marjan)
    typed = {"first_day": "2026-10-05", "deputy": str(world.iris)}
    assert (await client.post(f"/people/{world.marjan}/absences", data=typed)).status_code == 422


async def test_an_administrator_keeps_the_hours_of_others_and_nobody_else_does(
    client: AsyncClient, world: World, sign_in: SignIn
) -> None:
    address = f"/people/{world.marjan}/duty"
    typed = {"weekdays": "3", "starts_at": "09:00", "ends_at": "12:30"}
    await sign_in(world.organisation_id, world.tess)
    page = await client.get(address)
    assert "Uren en afwezigheid van Marjan" in page.text
    assert "Marjan" not in page.text.split("</title>")[0]
    assert (await client.post(f"/people/{world.marjan}/hours", data=typed)).headers["location"] == f"{address}#hours"
    assert f"/people/{world.marjan}/duty" in (await client.get("/reachability")).text
    for stranger in (world.iris, world.karim):
        await sign_in(world.organisation_id, stranger)
        assert (await client.get(address)).status_code == 404
        assert (await client.post(f"/people/{world.marjan}/hours", data=typed)).status_code == 404
        assert (
            await client.post(f"/people/{world.marjan}/absences", data={"first_day": "2026-10-05"})
        ).status_code == 404


async def test_what_waits_for_who_goes_away_is_passed_on_to_who_stands_in(
    client: AsyncClient, world: World, sign_in: SignIn, story: Story, owner: Database
) -> None:
    els = await els_joins(owner, world)
    case = await story.reported()
    await story.hand_over(case.id)
    await sign_in(world.organisation_id, els.id)
    assert (await client.get(f"/cases/{case.id}")).status_code == 404
    await sign_in(world.organisation_id, world.marjan)
    typed = {"first_day": "2026-10-05", "last_day": "2026-10-09", "deputy": str(els.id), "once": str(new_id())}
    offer = (await client.post(f"/people/{world.marjan}/absences", data=typed)).headers["location"]
    page = await client.get(offer)
    assert "Sara, Strijkers 6B" in page.text
    assert "Er wacht 1 traject op je" in page.text
    assert (await client.post(offer, data={})).status_code == 303
    await sign_in(world.organisation_id, els.id)
    assert (await client.get(f"/cases/{case.id}")).status_code == 404, "nothing was ticked"
    assert (await client.get(offer)).status_code == 404, "another's absence"
    await sign_in(world.organisation_id, world.marjan)
    for _ in range(2):
        await client.post(offer, data={"case": [str(case.id)]})
    assert len(await rows(owner, "select id from handovers where to_id = :els", els=els.id)) == 1
    await sign_in(world.organisation_id, els.id)
    page = (await client.get(f"/cases/{case.id}")).text
    assert "Neem jij dit over tot ik terug ben?" in page
    assert "05-10-2026" in page
