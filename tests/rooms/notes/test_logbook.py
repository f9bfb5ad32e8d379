"""The logbook: own notes by child and date, corrections that add and never change, and nobody else looks in."""

import re
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from httpx2 import AsyncClient
from sqlalchemy import event

from klankbord.house.database import Database
from klankbord.house.house import House
from klankbord.house.ids import new_id
from klankbord.rooms.notes import actions
from klankbord.rooms.notes.queries import PAGE
from klankbord.rooms.people.models import Role
from tests.conftest import SignIn
from tests.factories import World, add
from tests.support.rows import change, rows
from tests.support.story import FACT, THOUGHT, Story, at

LATER = "Het was Milan die dat zei"


async def write(
    story: Story, text: str = FACT, pupil: UUID | None = None, signals: tuple[str, ...] = ("late",)
) -> UUID:
    """Iris notes `text` about Sara (or another)."""
    world = story.world
    async with story.house.database.transaction(world.iris, world.organisation_id) as db:
        note = await actions.write_note(
            db,
            story.house.keys,
            organisation_id=world.organisation_id,
            writer_id=world.iris,
            note_id=new_id(),
            group_id=None,
            pupil_id=pupil or world.sara,
            signal_ids=signals,
            observation=text,
            interpretation="",
            written_at=story.now,
            now=story.now,
        )
    return note.id


def listed(page: str) -> list[str]:
    """The notes on a page, in order."""
    return re.findall(r'<a href="/notes/([0-9a-f-]{36})"', page)


async def test_own_notes_stand_by_day_newest_first(
    client: AsyncClient, story: Story, world: World, sign_in: SignIn
) -> None:
    first = await write(story)
    second = await write(story, pupil=world.milan)
    story.move_to(story.now + timedelta(days=1))
    third = await write(story)
    await sign_in(world.organisation_id, world.iris)
    page = (await client.get("/notes")).text
    assert listed(page) == [str(third), str(second), str(first)]
    assert page.index("dinsdag 6 oktober") < page.index("maandag 5 oktober")
    assert FACT in page
    assert "te laat" in page


async def test_the_logbook_can_be_about_one_child(client: AsyncClient, story: Story, world: World) -> None:
    sara, _ = await write(story), await write(story, pupil=world.milan)
    page = await client.get(f"/notes?pupil={world.sara}")
    assert listed(page.text) == [str(sara)]
    for wrong in (str(world.noor_viool), str(world.bram), str(new_id()), "Sara", "'"):
        assert (await client.get(f"/notes?pupil={wrong}")).status_code == 404


async def test_an_empty_logbook_is_a_pleasant_sight(client: AsyncClient, story: Story) -> None:
    page = await client.get("/notes")
    assert (page.status_code, "Je logboek is nog leeg" in page.text) == (200, True)


async def test_the_logbook_goes_on_page_after_page_and_shows_each_note_once(
    client: AsyncClient, story: Story, world: World, owner: Database
) -> None:
    for number in range(PAGE + 3):
        await write(story, f"Nummer {number}")
        story.move_to(story.now + timedelta(seconds=number % 2))
    seen, address = [], "/notes"
    for _ in range(3):
        page = (await client.get(address)).text
        seen.append(listed(page))
        more = re.search(r'href="(/notes\?[^"]*before=[^"]+)"', page)
        if not more:
            break
        address = more[1].replace("&amp;", "&")
    assert [len(page) for page in seen] == [PAGE, 3]
    order = await rows(owner, "select id from notes order by received_at desc, id desc")
    assert [note for page in seen for note in page] == [str(row.id) for row in order]
    assert (await client.get("/notes?before=nonsense")).status_code == 200


async def test_the_logbook_asks_the_database_as_often_for_fifty_notes_as_for_two(
    client: AsyncClient, story: Story, world: World, house: House
) -> None:
    asked: list[str] = []
    event.listen(
        house.database.engine.sync_engine, "before_cursor_execute", lambda *about: asked.append(about[2]), retval=False
    )

    async def count() -> int:
        asked.clear()
        assert (await client.get("/notes")).status_code == 200
        return len(asked)

    notes = [await write(story), await write(story, pupil=world.milan)]
    await story.report(notes[0])
    few = await count()
    for _ in range(40):
        await story.report(await write(story, pupil=world.noor_cello))
    assert await count() == few


async def test_a_correction_stands_below_the_note_and_the_note_stays(
    client: AsyncClient, story: Story, owner: Database
) -> None:
    note = await story.note()
    before = await rows(owner, "select * from notes")
    once = re.search(r'name="once" value="([^"]+)"', (await client.get(f"/notes/{note}")).text)
    assert once
    for _ in range(2):
        data = {"observation": LATER, "interpretation": "", "once": once[1]}
        answer = await client.post(f"/notes/{note}/corrections", data=data)
        assert (answer.status_code, answer.headers["location"]) == (303, f"/notes/{note}")
    assert await rows(owner, "select * from notes") == before
    assert len(await rows(owner, "select 1 from corrections")) == 1
    page = (await client.get(f"/notes/{note}")).text
    assert page.index(FACT) < page.index(THOUGHT) < page.index(LATER)
    assert "verbeterd" in (await client.get("/notes")).text


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({}, "Kies een signaal of schrijf iets"),
        ({"observation": "  "}, "Kies een signaal of schrijf iets"),
        ({"observation": "b" * 4001}, "langer dan 4000 tekens"),
        ({"interpretation": "b" * 9000}, "langer dan 4000 tekens"),
    ],
)
async def test_a_correction_that_does_not_fit_comes_back(
    client: AsyncClient, story: Story, owner: Database, typed: dict[str, str], says: str
) -> None:
    note = await story.note()
    answer = await client.post(f"/notes/{note}/corrections", data=typed)
    assert answer.status_code == 422
    assert says in answer.text
    assert all(text.strip() in answer.text for text in typed.values())
    assert await rows(owner, "select 1 from corrections") == []


async def test_beside_each_field_of_a_correction_stands_that_parents_can_read_it(
    client: AsyncClient, story: Story
) -> None:
    page = (await client.get(f"/notes/{await story.note()}")).text
    assert page.count("Ouders kunnen dit later lezen") == page.count("<textarea") == 2


@pytest.mark.parametrize("reported", [False, True])
async def test_a_note_is_here_for_its_writer_only(
    client: AsyncClient, story: Story, world: World, owner: Database, sign_in: SignIn, reported: bool
) -> None:
    note = await story.note()
    if reported:
        await story.report(note)
    for person in (world.noortje, world.karim, world.marjan, world.tess):
        await sign_in(world.organisation_id, person)
        for answer in (
            await client.get(f"/notes/{note}"),
            await client.post(f"/notes/{note}/corrections", data={"observation": "x"}),
        ):
            assert answer.status_code == 404
            assert FACT not in answer.text
        assert str(note) not in (await client.get("/notes")).text
    client.cookies.clear()
    assert (await client.get(f"/notes/{note}", headers={"accept": "application/json"})).status_code == 401
    assert await rows(owner, "select 1 from corrections") == []


async def test_a_colleague_of_the_same_group_does_not_read_a_note_that_was_not_shared(
    client: AsyncClient, story: Story, world: World, owner: Database, sign_in: SignIn
) -> None:
    also = {"person_id": world.noortje, "group_id": world.strijkers, "location_id": world.wielewaal}
    await add(owner, Role(organisation_id=world.organisation_id, kind="teacher", **also))
    note = await story.note()
    await sign_in(world.organisation_id, world.noortje)
    assert (await client.get(f"/notes/{note}")).status_code == 404
    assert str(note) not in (await client.get("/notes")).text
    assert (await client.get(f"/notes?pupil={world.sara}")).status_code == 404


async def test_the_writer_still_reads_what_was_written_of_a_group_of_the_past(
    client: AsyncClient, story: Story, owner: Database
) -> None:
    note = await story.note()
    await change(owner, "update roles set ended_at = now() where group_id is not null")
    await change(owner, "update pupils set left_at = now()")
    await change(owner, "update groups set closed_at = now()")
    assert FACT in (await client.get(f"/notes/{note}")).text
    assert (await client.post(f"/notes/{note}/corrections", data={"observation": LATER})).status_code == 303


async def test_the_third_time_in_four_weeks_brings_an_idea(
    client: AsyncClient, story: Story, world: World, sign_in: SignIn
) -> None:
    ideas: list[bool] = []
    for days, signals in ((0, ("late",)), (7, ("late", "went_well")), (8, ("absent",)), (14, ("late",))):
        story.move_to(at(date(2026, 10, 5), 11) + timedelta(days=days))
        note = await write(story, signals=signals)
        await write(story, pupil=world.milan, signals=("late",))
        await sign_in(world.organisation_id, world.iris)
        page = (await client.get(f"/notes/{note}")).text
        ideas.append("Even kort met Sara praten?" in page)
    assert ideas == [False, False, False, True]
    assert "keer 3 in vier weken" in page


async def test_three_times_good_news_or_three_times_long_ago_is_no_reason_to_talk(
    client: AsyncClient, story: Story, world: World, sign_in: SignIn
) -> None:
    for _ in range(3):
        good = await write(story, signals=("went_well",))
        old = await write(story, signals=("late",), pupil=world.milan)
    assert "praten?" not in (await client.get(f"/notes/{good}")).text
    assert "praten?" in (await client.get(f"/notes/{old}")).text
    story.move_to(story.now + timedelta(days=29))
    await sign_in(world.organisation_id, world.iris)
    new = await write(story, signals=("late",), pupil=world.milan)
    assert "praten?" not in (await client.get(f"/notes/{new}")).text


@pytest.mark.parametrize(
    ("text", "pointed_out"),
    [("Sara de Vries was stil", True), ("Bel moeder op 06-12345678", True), ("Sara en Milan waren stil", False)],
)
async def test_more_than_a_first_name_is_pointed_out_to_the_writer(
    client: AsyncClient, story: Story, text: str, pointed_out: bool
) -> None:
    page = (await client.get(f"/notes/{await write(story, text)}")).text
    assert ("Alleen voornamen" in page) is pointed_out


@pytest.mark.parametrize("address", ["/notes/1", "/notes/Sara", f"/notes/{UUID(int=0)}", "/notes/%00"])
async def test_an_address_that_is_no_note_is_not_found(client: AsyncClient, story: Story, address: str) -> None:
    assert (await client.get(address)).status_code in (404, 422)


async def test_what_was_written_is_shown_as_text(client: AsyncClient, story: Story) -> None:
    note = await write(story, "<script>alert(1)</script> & 'meer'")
    for address in ("/notes", f"/notes/{note}"):
        page: Any = (await client.get(address)).text
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
