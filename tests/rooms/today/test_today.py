"""The page of today, through a browser without eyes: what is due, in order, for this person only."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from httpx2 import AsyncClient
from sqlmodel import select

from klankbord.house.badges import badges_of
from klankbord.house.database import Database
from klankbord.house.ids import new_id
from klankbord.house.who import RoleHeld, Who
from klankbord.rooms.people.models import Person, Role, RoleKind
from klankbord.rooms.places.models import Location
from klankbord.rooms.reminders.models import Reminder
from klankbord.rooms.watches.models import Watch, WatchLesson
from tests.conftest import SignIn
from tests.factories import add
from tests.support.story import Story, at

FIRST, SECOND = date(2026, 10, 5), date(2026, 10, 19)


@pytest.fixture
def enter(story: Story, sign_in: SignIn):
    async def as_person(person_id: UUID) -> None:
        await sign_in(story.world.organisation_id, person_id)

    return as_person


async def lessons_of(owner: Database) -> list[WatchLesson]:
    async with owner.transaction() as db:
        return list((await db.exec(select(WatchLesson).order_by(WatchLesson.starts_at))).all())


async def counted(story: Story, person_id: UUID) -> int:
    who = Who(person_id, story.world.organisation_id, "", "nl", (RoleHeld("teacher", story.world.strijkers, None),))
    async with story.house.database.transaction(person_id, story.world.organisation_id) as db:
        return (await badges_of(db, who, story.now)).get("today", 0)


async def test_a_quiet_day_says_when_the_next_lesson_is(story: Story, client: AsyncClient, enter):
    await enter(story.world.iris)
    page = (await client.get("/today")).text
    assert "Vandaag is er rust" in page
    assert "Strijkers 6B" in page
    assert "maandag 5 oktober" in page
    await enter(story.world.marjan)
    assert "Vandaag is er rust" in (await client.get("/today")).text


async def test_a_watch_is_announced_before_the_lesson_and_asked_about_after_it(
    story: Story, client: AsyncClient, enter, owner: Database
):
    watch = await story.watch()
    await enter(story.world.iris)
    page = (await client.get("/today?started=1")).text
    assert "data-answer-card" not in page
    assert "Sara" in page, "what comes on another day stands under Later"
    story.move_to(at(FIRST, 8))
    await enter(story.world.iris)
    page = (await client.get("/today")).text
    assert "Eén ding vandaag" in page
    assert "Kijk vandaag extra naar Sara" in page
    assert "data-answer-card" not in page
    story.move_to(at(FIRST, 11, 1))
    page = (await client.get("/today")).text
    lesson = (await lessons_of(owner))[0]
    assert f'data-answer-card="{lesson.id}"' in page
    assert "les 1 van 2" in page
    assert await counted(story, story.world.iris) == 1
    assert watch.id


async def test_an_answer_without_script_becomes_a_green_line_that_can_be_changed(
    story: Story, client: AsyncClient, enter, owner: Database
):
    await story.watch()
    lesson = (await lessons_of(owner))[0]
    story.move_to(at(FIRST, 11, 15))
    await enter(story.world.iris)
    answer = await client.post(f"/watch-lessons/{lesson.id}/answer", data={"answer": "better"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/today")
    page = (await client.get("/today")).text
    assert "Alles is gedaan" in page
    assert "ging beter" in page
    assert "data-answer-card" not in page
    assert f'data-answer-card="{lesson.id}"' in (await client.get(f"/today?change={lesson.id}")).text
    again = await client.post(
        f"/watch-lessons/{lesson.id}/answer", data={"answer": "worse"}, headers={"hx-request": "true"}
    )
    assert "<html" not in again.text
    assert "ging zorgelijker" in again.text
    assert f"/today?change={lesson.id}" in again.text


async def test_bad_answers_and_strangers_get_a_sentence(story: Story, client: AsyncClient, enter, owner: Database):
    await story.watch()
    lesson = (await lessons_of(owner))[0]
    async with owner.transaction() as db:
        watch = (await db.exec(select(Watch))).one()
    await enter(story.world.iris)
    address = f"/watch-lessons/{lesson.id}/answer"
    assert (await client.post(address, data={"answer": "better"})).status_code == 422, "the lesson has still to come"
    for nonsense in ("", "splendid", "x" * 10_000, "\0"):
        assert (await client.post(address, data={"answer": nonsense})).status_code == 422
        assert (await client.post(f"/watches/{watch.id}/next", data={"outcome": nonsense})).status_code == 422
    assert (await client.post("/watch-lessons/x/answer", data={"answer": "better"})).status_code == 422
    assert (await client.post(f"/watches/{watch.id}/next", data={"outcome": "again"})).status_code == 409
    story.move_to(at(FIRST, 11, 15))
    for stranger in (story.world.noortje, story.world.karim, story.world.marjan, story.world.tess):
        await enter(stranger)
        assert (await client.post(address, data={"answer": "better"})).status_code == 404
        assert (await client.post(f"/watches/{watch.id}/next", data={"outcome": "stop"})).status_code == 404
        assert "Sara" not in (await client.get("/today")).text
        assert str(lesson.id) not in (await client.get(f"/today?change={lesson.id}")).text


async def test_a_watch_starts_from_own_notes_or_a_case_and_from_nothing_else(
    story: Story, client: AsyncClient, enter, owner: Database
):
    notes = [await story.note(), await story.note(pupil=story.world.milan)]
    case = await story.reported()
    await enter(story.world.iris)
    for data in ({"note": [str(note) for note in notes]}, {"case": str(case.id)}):
        answer = await client.post("/watches", data=data)
        assert (answer.status_code, answer.headers["location"]) == (303, "/today?started=1")
    assert len(await lessons_of(owner)) == 4
    for data, status in (
        ({}, 422),
        ({"note": "x"}, 422),
        ({"note": str(new_id())}, 404),
        ({"case": str(new_id())}, 404),
    ):
        assert (await client.post("/watches", data=data)).status_code == status
    for stranger in (story.world.noortje, story.world.karim):
        await enter(stranger)
        assert (await client.post("/watches", data={"note": str(notes[0])})).status_code == 404
        assert (await client.post("/watches", data={"case": str(case.id)})).status_code == 404


async def test_after_the_second_lesson_there_are_four_choices_and_asking_opens_the_case(
    story: Story, client: AsyncClient, enter, owner: Database
):
    await story.watch(note_id=await story.note())
    for day, lesson in zip((FIRST, SECOND), await lessons_of(owner), strict=True):
        story.move_to(at(day, 11, 15))
        await story.answer(lesson.id, "worse")
    await enter(story.world.iris)
    page = (await client.get("/today")).text
    for outcome in ("stop", "again", "share", "ask_social_worker"):
        assert f'value="{outcome}"' in page
    async with owner.transaction() as db:
        watch = (await db.exec(select(Watch))).one()
    answer = await client.post(f"/watches/{watch.id}/next", data={"outcome": "ask_social_worker"})
    assert answer.headers["location"].startswith("/cases/")
    await enter(story.world.marjan)
    story.move_to(story.now + timedelta(minutes=1))
    assert "Sara" in (await client.get("/today")).text
    assert (await client.get(answer.headers["location"])).status_code == 200
    assert "Sara" not in (await client.get("/today")).text


async def test_a_report_stands_under_today_of_the_manager_until_it_is_read(story: Story, client: AsyncClient, enter):
    case = await story.reported()
    await enter(story.world.karim)
    assert f"/cases/{case.id}" in (await client.get("/today")).text
    await client.get(f"/cases/{case.id}")
    assert f"/cases/{case.id}" not in (await client.get("/today")).text


async def test_telling_the_class_teacher_stands_there_at_once_until_it_is_ticked_off(
    story: Story, client: AsyncClient, enter
):
    case = await story.reported()
    await enter(story.world.iris)
    assert f'action="/cases/{case.id}/class-teacher"' in (await client.get("/today")).text
    assert await counted(story, story.world.iris) == 1
    await client.post(f"/cases/{case.id}/class-teacher", data={"back": "today"})
    assert "class-teacher" not in (await client.get("/today")).text
    assert await counted(story, story.world.iris) == 0


async def test_what_is_put_off_comes_back_at_its_moment(story: Story, client: AsyncClient, enter, owner: Database):
    await story.reported()
    async with owner.transaction() as db:
        row = (await db.exec(select(Reminder).where(Reminder.kind == "tell_class_teacher"))).one()
        row.snoozed_until = story.now + timedelta(hours=3)
        db.add(row)
    await enter(story.world.iris)
    assert "class-teacher" not in (await client.get("/today")).text
    story.move_to(story.now + timedelta(hours=4))
    assert "class-teacher" in (await client.get("/today")).text


async def test_what_is_overdue_stands_first(story: Story, client: AsyncClient, enter, owner: Database):
    await story.watch(story.world.milan)
    story.move_to(at(FIRST, 12))
    await story.watch(story.world.sara)
    story.move_to(at(SECOND, 11, 30))
    await enter(story.world.iris)
    page = (await client.get("/today")).text
    first, *rest = [row for row in await lessons_of(owner) if row.ends_at <= story.now]
    places = [page.index(f'data-answer-card="{row.id}"') for row in (first, *rest)]
    assert len(places) == 3
    assert places[0] == min(places)


async def test_the_number_on_the_tab_is_the_number_on_the_page(
    story: Story, client: AsyncClient, enter, owner: Database
):
    world = story.world
    await story.watch()
    await story.watch(world.milan)
    await story.reported()
    story.move_to(at(FIRST, 11, 20))
    await enter(world.iris)
    page = (await client.get("/today")).text
    assert await counted(story, world.iris) == 3
    assert "Drie dingen vandaag" in page


async def test_a_manager_whose_location_changed_is_not_shown_the_child(
    story: Story, client: AsyncClient, enter, owner: Database
):
    await story.reported()
    world = story.world
    other = Location(organisation_id=world.organisation_id, name="X", kind="leerorkest", holiday_region="noord")
    els = Person(first_name="Els", organisation_id=world.organisation_id)
    await add(owner, other, els)
    await add(
        owner,
        Role(
            person_id=els.id,
            kind=RoleKind.LOCATION_MANAGER,
            location_id=other.id,
            organisation_id=world.organisation_id,
        ),
    )
    async with owner.transaction() as db:
        row = (await db.exec(select(Reminder).where(Reminder.kind == "report_received"))).one()
        row.person_id = els.id
        db.add(row)
    await enter(els.id)
    page = await client.get("/today")
    assert page.status_code == 200
    assert "Sara" not in page.text
