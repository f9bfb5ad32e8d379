"""Noteren without script: the form, one note per child, and nothing typed is ever lost."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from httpx2 import AsyncClient, Response

from klankbord.house.database import Database
from klankbord.house.house import House
from klankbord.house.ids import new_id
from klankbord.rooms.notes.actions import opened
from klankbord.rooms.notes.models import Note
from klankbord.rooms.people.models import Role
from tests.conftest import SignIn
from tests.factories import World, add
from tests.support.rows import change, rows
from tests.support.story import Story, at

MONDAY = date(2026, 10, 5)
SEEN = "Kwam binnen en legde haar hoofd neer"


async def post(client: AsyncClient, world: World, **typed: Any) -> Response:
    """Send the form about Sara."""
    data = {"group": str(world.strijkers), "pupil": str(world.sara), "signal": ["late"], "once": str(new_id())}
    return await client.post("/notes", data=data | typed)


def hidden(page: str) -> str:
    """The value that makes a second tap harmless."""
    found = re.search(r'name="once" value="([^"]+)"', page)
    assert found
    return found[1]


@pytest.mark.parametrize(
    ("moment", "over"),
    [
        (at(MONDAY, 10), "Nu in De Wielewaal, tot 11:00"),
        (at(MONDAY, 10, 59), "Nu in De Wielewaal, tot 11:00"),
        (at(MONDAY, 11), "Net les gehad in De Wielewaal"),
        (at(MONDAY, 13, 59), "Net les gehad in De Wielewaal"),
        (at(MONDAY, 9), "Volgende les vandaag 10:00, De Wielewaal"),
        (at(MONDAY, 20), "Volgende les ma 12 okt 10:00, De Wielewaal"),
    ],
)
async def test_the_form_says_when_the_lesson_is(client: AsyncClient, story: Story, moment: Any, over: str) -> None:
    story.move_to(moment)
    world = story.world
    page = (await client.get("/notes/new")).text
    assert over in page
    assert "Strijkers 6B" in page
    for pupil in (world.sara, world.milan, world.noor_viool, world.noor_cello):
        assert str(pupil) in page
    assert str(world.bram) not in page


async def test_of_two_groups_the_one_with_the_lesson_now_or_last_is_chosen(
    client: AsyncClient, story: Story, world: World, owner: Database, sign_in: SignIn
) -> None:
    both = {"person_id": world.iris, "group_id": world.koper, "location_id": world.klinker}
    await add(owner, Role(organisation_id=world.organisation_id, kind="teacher", **both))
    chosen = {}
    for name, moment in (
        ("in the first", at(MONDAY, 10, 30)),
        ("days after the first", at(MONDAY + timedelta(days=2), 12)),
        ("in the second", at(MONDAY + timedelta(days=3), 13, 40)),
        ("after the second", at(MONDAY + timedelta(days=5), 9)),
    ):
        story.move_to(moment)
        await sign_in(world.organisation_id, world.iris)
        page = (await client.get("/notes/new")).text
        chosen[name] = str(world.sara) in page
        assert (str(world.bram) in page) is not chosen[name]
    assert chosen == {
        "in the first": True,
        "days after the first": True,
        "in the second": False,
        "after the second": False,
    }
    assert str(world.sara) in (await client.get(f"/notes/new?group={world.strijkers}")).text


async def test_a_group_that_is_not_ones_own_cannot_be_chosen(client: AsyncClient, story: Story, world: World) -> None:
    assert (await client.get(f"/notes/new?group={world.koper}")).status_code == 404
    assert (await client.get(f"/notes/new?group={new_id()}")).status_code == 404
    assert (await client.get("/notes/new?group=6B")).status_code == 200


async def test_only_a_teacher_writes(client: AsyncClient, world: World, sign_in: SignIn, owner: Database) -> None:
    for person in (world.karim, world.marjan, world.tess):
        await sign_in(world.organisation_id, person)
        assert (await client.get("/notes/new")).status_code == 404
        assert (await post(client, world)).status_code == 404
    assert await rows(owner, "select 1 from notes") == []


async def test_a_teacher_whose_groups_have_ended_sees_a_page_all_the_same(
    client: AsyncClient, story: Story, owner: Database
) -> None:
    await change(owner, "update groups set closed_at = now()")
    assert (await client.get("/notes/new")).status_code == 200


async def test_several_children_in_one_note_become_one_note_each(
    client: AsyncClient, story: Story, world: World, owner: Database, house: House
) -> None:
    both = [str(world.sara), str(world.milan)]
    answer = await post(client, world, pupil=both, observation=SEEN, interpretation="Moe?")
    assert (answer.status_code, answer.headers["location"]) == (303, "/notes")
    notes = await rows(owner, "select * from notes")
    assert {note.pupil_id for note in notes} == {world.sara, world.milan}
    assert {opened(house.keys, Note(**note._mapping)) for note in notes} == {(SEEN, "Moe?")}


async def test_the_same_form_sent_twice_keeps_one_note(
    client: AsyncClient, story: Story, world: World, owner: Database
) -> None:
    once = hidden((await client.get("/notes/new")).text)
    for _ in range(2):
        assert (await post(client, world, once=once)).status_code == 303
    assert len(await rows(owner, "select 1 from notes")) == 1


async def test_going_back_and_writing_something_else_loses_neither(
    client: AsyncClient, story: Story, world: World, owner: Database
) -> None:
    once = hidden((await client.get("/notes/new")).text)
    for text in ("Eerst", "Toen"):
        assert (await post(client, world, once=once, observation=text)).status_code == 303
    assert len(await rows(owner, "select 1 from notes")) == 2


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"pupil": []}, "Kies over wie dit gaat"),
        ({"pupil": "Sara"}, "Dit kind zit niet in een groep van jou"),
        ({"pupil": "bram"}, "Dit kind zit niet in een groep van jou"),
        ({"pupil": ["sara", "bram"]}, "Dit kind zit niet in een groep van jou"),
        ({"pupil": str(new_id())}, "Dit kind zit niet in een groep van jou"),
        ({"group": str(new_id())}, "Dit kind zit niet in een groep van jou"),
        ({"signal": ["blue"]}, "Een van de signalen staat niet in de lijst"),
        ({"signal": ["late\0"]}, "Een van de signalen staat niet in de lijst"),
        ({"observation": "a" * 4001}, "langer dan 4000 tekens"),
        ({"signal": [], "observation": " ", "interpretation": "\r\n"}, "Kies een signaal of schrijf iets"),
    ],
)
async def test_what_does_not_fit_comes_back_with_what_was_typed(
    client: AsyncClient, story: Story, world: World, owner: Database, wrong: dict[str, Any], says: str
) -> None:
    named = {"sara": str(world.sara), "bram": str(world.bram)}
    if isinstance(chosen := wrong.get("pupil"), list):
        wrong = wrong | {"pupil": [named[one] for one in chosen]}
    elif chosen:
        wrong = wrong | {"pupil": named.get(chosen, chosen)}
    typed = {"observation": SEEN, "interpretation": "Wat is er thuis?"} | wrong
    answer = await post(client, world, **typed)
    assert answer.status_code == 422
    assert says in answer.text
    for text in (typed["observation"], typed["interpretation"]):
        assert text.strip() in answer.text
    assert await rows(owner, "select 1 from notes") == []


async def test_a_child_or_group_that_is_gone_is_said_so(
    client: AsyncClient, story: Story, world: World, owner: Database
) -> None:
    await change(owner, "update pupils set left_at = now() where first_name = 'Sara'")
    answer = await post(client, world, observation=SEEN)
    assert (answer.status_code, "van de groep af" in answer.text) == (422, True)
    await change(owner, "update groups set closed_at = now()")
    answer = await post(client, world, pupil=str(world.milan), observation=SEEN)
    assert (answer.status_code, "Deze groep is gestopt" in answer.text) == (422, True)
    assert SEEN in answer.text


async def test_a_form_with_anothers_note_id_cannot_be_made(
    client: AsyncClient, story: Story, world: World, owner: Database
) -> None:
    for once in ("", "x", str(new_id()), "00000000-0000-0000-0000-000000000000"):
        assert (await post(client, world, once=once, observation=once or "leeg")).status_code == 303
    assert len(await rows(owner, "select distinct id from notes")) == 4


async def test_the_signals_this_teacher_uses_most_stand_first(
    client: AsyncClient, story: Story, world: World, sign_in: SignIn
) -> None:
    for _ in range(2):
        await post(client, world, signal=["absent"])
    await post(client, world, signal=["went_well"])

    async def order() -> list[str]:
        return re.findall(r'name="signal" value="(\w+)"', (await client.get("/notes/new")).text)

    assert (await order())[0] == "absent"
    assert (await order())[-2:] == ["went_well", "something_else"]
    story.move_to(story.now + timedelta(days=121))
    await sign_in(world.organisation_id, world.iris)
    assert (await order())[0] == "late"
    await sign_in(world.organisation_id, world.noortje)
    assert (await order())[0] == "late"


async def test_beside_each_field_stands_that_parents_can_read_it(client: AsyncClient, story: Story) -> None:
    page = (await client.get("/notes/new")).text
    assert page.count("Ouders kunnen dit later lezen") == page.count("<textarea") == 2
