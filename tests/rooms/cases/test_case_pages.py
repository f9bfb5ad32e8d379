"""The list and the case, as a browser gets them: who sees what, and that every reading is written down."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from httpx2 import AsyncClient
from sqlalchemy import text
from sqlmodel import select

from klankbord.house.database import Database
from klankbord.house.ids import new_id
from klankbord.rooms.cases import story_queries
from klankbord.rooms.cases.models import Case, CaseView
from klankbord.rooms.people.models import Person, Role, RoleKind
from klankbord.rooms.places.models import Pupil
from klankbord.rooms.reminders.models import Reminder
from tests.conftest import SignIn
from tests.factories import add
from tests.support.story import FACT, THOUGHT, Story, at

HTMX = {"hx-request": "true"}


@pytest.fixture
def enter(story: Story, sign_in: SignIn):
    async def as_person(person_id: UUID) -> None:
        await sign_in(story.world.organisation_id, person_id)

    return as_person


async def views(owner: Database) -> list[UUID]:
    async with owner.transaction() as db:
        return [row.person_id for row in (await db.exec(select(CaseView).order_by(CaseView.id))).all()]


async def the_case(owner: Database) -> Case:
    async with owner.transaction() as db:
        return (await db.exec(select(Case))).one()


async def open_reminders(owner: Database, kind: str) -> int:
    async with owner.transaction() as db:
        rows = (await db.exec(select(Reminder).where(Reminder.kind == kind))).all()
    return sum(row.done_at is None for row in rows)


async def test_the_manager_reads_what_was_noted_and_the_case_becomes_theirs(
    story: Story, client: AsyncClient, enter, owner: Database
):
    case = await story.reported()
    await enter(story.world.karim)
    page = await client.get(f"/cases/{case.id}")
    assert page.status_code == 200
    for words in ("Sara", "Strijkers 6B", "De Wielewaal", FACT, THOUGHT):
        assert words in page.text
    assert "Sara" not in page.text.split("</title>")[0]
    after = await the_case(owner)
    assert (after.waits_for, after.waits_on_id, after.lead_id) == ("next_step", story.world.karim, story.world.karim)
    assert await open_reminders(owner, "report_received") == 0


async def test_the_manager_who_opens_it_first_leads_also_when_a_teacher_asked_the_social_worker_before(
    story: Story, client: AsyncClient, enter, owner: Database
):
    case = await story.reported()
    await story.hand_over(case.id, by=story.world.iris)
    await enter(story.world.karim)
    await client.get(f"/cases/{case.id}")
    after = await the_case(owner)
    assert (after.waits_for, after.waits_on_id, after.lead_id) == (
        "social_worker",
        story.world.marjan,
        story.world.karim,
    )


async def test_every_reading_is_written_down_also_of_a_fragment(
    story: Story, client: AsyncClient, enter, owner: Database
):
    case = await story.reported()
    await enter(story.world.karim)
    await client.get(f"/cases/{case.id}")
    fragment = await client.get(f"/cases/{case.id}", headers=HTMX)
    assert "<html" not in fragment.text
    assert FACT in fragment.text
    await enter(story.world.iris)
    await client.get(f"/cases/{case.id}")
    assert await views(owner) == [story.world.karim, story.world.karim, story.world.iris]
    listed = await client.get(f"/cases/{case.id}/views")
    assert listed.text.count("Karim") == 2


async def test_who_may_not_see_a_case_gets_404_at_every_address_and_leaves_no_trace(
    story: Story, client: AsyncClient, enter, owner: Database
):
    case = await story.reported()
    world = story.world
    other = Person(first_name="Els", organisation_id=world.organisation_id)
    await add(owner, other)
    role = {"kind": RoleKind.LOCATION_MANAGER, "location_id": world.klinker, "organisation_id": world.organisation_id}
    await add(owner, Role(person_id=other.id, **role))
    for stranger in (world.noortje, other.id, world.marjan, world.tess):
        await enter(stranger)
        for address in (f"/cases/{case.id}", f"/cases/{case.id}/views", f"/cases/{new_id()}"):
            for headers in ({}, HTMX):
                assert (await client.get(address, headers=headers)).status_code == 404
        for address in ("handover", "class-teacher"):
            answer = await client.post(f"/cases/{case.id}/{address}", data={"question": "?"})
            assert answer.status_code == 404
        listed = await client.get("/cases")
        assert "Sara" not in listed.text
    assert await views(owner) == []


async def test_without_a_session_there_is_nothing(story: Story, client: AsyncClient):
    case = await story.reported()
    client.cookies.clear()
    for address in ("/cases", f"/cases/{case.id}", f"/cases/{case.id}/views"):
        assert (await client.get(address)).status_code == 303


async def test_a_note_that_was_not_shared_stays_the_writers(story: Story, client: AsyncClient, enter):
    await story.note(pupil=story.world.milan)
    case = await story.reported()
    other = await story.note()
    await enter(story.world.karim)
    page = await client.get(f"/cases/{case.id}")
    assert "Milan" not in page.text
    assert page.text.count(FACT) == 1, f"{other} was not shared"


async def test_the_social_worker_sees_the_case_once_asked_and_the_question(
    story: Story, client: AsyncClient, enter, owner: Database
):
    case = await story.reported()
    await enter(story.world.karim)
    answer = await client.post(f"/cases/{case.id}/handover", data={"question": "Wat kan <ik> doen?"})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/cases/{case.id}")
    await enter(story.world.marjan)
    assert "Sara" in (await client.get("/cases")).text
    page = await client.get(f"/cases/{case.id}")
    assert "Wat kan &lt;ik&gt; doen?" in page.text
    assert await open_reminders(owner, "handover_received") == 0
    assert (await client.post(f"/cases/{case.id}/handover", data={})).status_code == 404, (
        "she is asked, she does not ask"
    )


async def test_a_question_that_is_too_long_comes_back_with_a_sentence(
    story: Story, client: AsyncClient, enter, owner: Database
):
    case = await story.reported()
    await enter(story.world.iris)
    typed = "lang " * 900
    answer = await client.post(f"/cases/{case.id}/handover", data={"question": typed})
    assert answer.status_code == 422
    assert typed.strip() in answer.text
    assert 'aria-invalid="true"' in answer.text
    for nonsense in ("x", str(new_id()), str(story.world.tess)):
        assert (await client.post(f"/cases/{case.id}/handover", data={"to": nonsense})).status_code == 422
    assert (await the_case(owner)).step == 2


async def test_the_class_teacher_is_ticked_off_from_the_case(story: Story, client: AsyncClient, enter, owner: Database):
    case = await story.reported()
    await enter(story.world.iris)
    address = f"/cases/{case.id}/class-teacher"
    assert address in (await client.get(f"/cases/{case.id}")).text
    assert (await client.post(address)).headers["location"] == f"/cases/{case.id}"
    assert (await client.post(address, data={"back": "today"})).headers["location"] == "/today"
    assert address not in (await client.get(f"/cases/{case.id}")).text
    await enter(story.world.karim)
    assert (await client.post(address)).status_code == 404


async def test_without_a_manager_the_page_says_whom_to_call(story: Story, client: AsyncClient, enter):
    case = await story.report(await story.note(story.world.noortje, story.world.bram), story.world.noortje)
    await enter(story.world.noortje)
    page = await client.get(f"/cases/{case.id}")
    assert "tel:0600000012" in page.text


async def test_seen_is_the_first_other_reader_after_the_report(story: Story, client: AsyncClient, enter):
    note_id = await story.note()
    case = await story.report(note_id)
    await enter(story.world.iris)
    await client.get(f"/cases/{case.id}")
    org, iris = story.world.organisation_id, story.world.iris

    async def seen() -> dict[UUID, tuple[str, object]]:
        async with story.house.database.transaction(iris, org) as db:
            return await story_queries.seen_by(db, [note_id, later])

    later = new_id()
    assert await seen() == {}
    await enter(story.world.karim)
    story.move_to(at(date(2026, 10, 5), 14, 3))
    await client.get(f"/cases/{case.id}")
    (name, moment) = (await seen())[note_id]
    assert name == "Karim"
    assert timedelta(0) <= moment - at(date(2026, 10, 5), 14, 3) < timedelta(minutes=1)
    story.move_to(at(date(2026, 10, 5), 15))
    later = await story.note()
    await story.report(later)
    assert set(await seen()) == {note_id}, "seen before it was shared is not seen"


async def a_full_class(story: Story, owner: Database, many: int) -> None:
    org = story.world.organisation_id
    pupils = [
        Pupil(
            organisation_id=org, group_id=story.world.strijkers, first_name=f"Kind{chr(97 + n // 26)}{chr(97 + n % 26)}"
        )
        for n in range(many)
    ]
    await add(owner, *pupils)
    for pupil in pupils:
        await story.report(await story.note(pupil=pupil.id))


async def test_a_long_list_comes_in_pages_of_fifty(story: Story, client: AsyncClient, enter, owner: Database):
    await enter(story.world.karim)
    await story.reported()
    await a_full_class(story, owner, 60)
    first = await client.get("/cases")
    second = await client.get("/cases?page=2")
    assert first.text.count("data-queue-item") == 50
    assert second.text.count("data-queue-item") == 11
    for page in (first, second):
        assert "61 kinderen wachten op jou" in page.text
    for nonsense in ("?page=0", "?page=-3", "?page=999999999"):
        assert (await client.get(f"/cases{nonsense}")).status_code == 200
    for nonsense in ("x", "", "1.5", "9" * 5000):
        assert (await client.get("/cases", params={"page": nonsense})).status_code == 422


async def test_past_ninety_nine_the_list_says_only_that_there_are_more(
    story: Story, client: AsyncClient, enter, owner: Database
):
    await enter(story.world.karim)
    await a_full_class(story, owner, 99)
    exactly = (await client.get("/cases")).text
    assert "99 kinderen wachten op jou" in exactly
    assert '<span class="badge">99<' in exactly
    await story.reported()
    more = (await client.get("/cases")).text
    assert "Er wachten meer dan 99 kinderen op jou" in more
    assert '<span class="badge">99+<' in more


async def test_the_longest_wait_stands_first_and_what_waits_for_another_stands_apart(
    story: Story, client: AsyncClient, enter, owner: Database
):
    mine = await story.report(await story.note(pupil=story.world.milan))
    story.move_to(story.now + timedelta(hours=1))
    asked = await story.reported()
    story.move_to(story.now + timedelta(hours=1))
    newest = await story.report(await story.note(pupil=story.world.noor_cello))
    await story.hand_over(asked.id)
    await enter(story.world.karim)
    page = (await client.get("/cases")).text
    places = [page.index(f'href="/cases/{case.id}"') for case in (mine, newest, asked)]
    assert places == sorted(places)
    await enter(story.world.marjan)
    page = (await client.get("/cases")).text
    assert str(asked.id) in page
    assert str(mine.id) not in page


async def test_a_watch_keeps_the_case_on_schedule_until_it_ends(
    story: Story, client: AsyncClient, enter, owner: Database
):
    case = await story.reported()
    await enter(story.world.karim)
    await client.get(f"/cases/{case.id}")
    await story.watch(case_id=case.id)
    assert (await the_case(owner)).waits_for == "watch"
    await enter(story.world.iris)
    page = await client.get(f"/cases/{case.id}")
    assert "knob" in page.text
    async with owner.transaction() as db:
        watch_id = (await (await db.connection()).execute(text("select id from watches"))).scalar_one()
    assert (await client.post(f"/watches/{watch_id}/next", data={"outcome": "stop"})).status_code == 303
    after = await the_case(owner)
    assert (after.waits_for, after.waits_on_id) == ("next_step", story.world.karim)
