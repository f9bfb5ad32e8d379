"""Asking a colleague, as a browser does it: without a child, about a case, and what the other sees of it."""

from uuid import UUID

import pytest
from httpx2 import AsyncClient
from sqlmodel import select

from klankbord.house.database import Database
from klankbord.house.ids import new_id
from klankbord.rooms.cases.models import Case
from klankbord.rooms.consultations.models import Consultation, ConsultationReply, Contact
from klankbord.rooms.reminders.models import Reminder, ReminderState
from tests.conftest import SignIn
from tests.support.story import Story

QUESTION = "Hoe begin je over slapen?"


@pytest.fixture
def enter(story: Story, sign_in: SignIn):
    async def as_person(person_id: UUID) -> None:
        await sign_in(story.world.organisation_id, person_id)

    return as_person


async def asked(client: AsyncClient, story: Story, **more: str) -> str:
    """The address of what Iris asked Marjan."""
    form = {"to": str(story.world.marjan), "question": QUESTION, "once": str(new_id())} | more
    answer = await client.post("/consultations", data=form)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


async def due(owner: Database, person_id: UUID) -> list[str]:
    """The kinds of what is open for somebody."""
    async with owner.transaction() as db:
        rows = (await db.exec(select(Reminder).where(Reminder.person_id == person_id))).all()
    return [row.kind for row in rows if row.state in (ReminderState.WAITING, ReminderState.SENT)]


async def rows(owner: Database, table: type) -> list:
    async with owner.transaction() as db:
        return list((await db.exec(select(table))).all())


async def test_a_question_without_a_child_holds_nothing_but_the_question(
    story: Story, client: AsyncClient, enter, owner: Database
):
    await enter(story.world.iris)
    await asked(client, story)
    (one,) = await rows(owner, Consultation)
    assert one.case_id is None
    assert QUESTION.encode() not in one.question_sealed
    assert await due(owner, story.world.marjan) == ["question_received"]


async def test_the_other_reads_it_answers_and_the_asker_is_told(
    story: Story, client: AsyncClient, enter, owner: Database
):
    world = story.world
    await enter(world.iris)
    address = await asked(client, story)
    await enter(world.marjan)
    assert QUESTION in (await client.get(address)).text
    assert await due(owner, world.marjan) == []
    await client.post(f"{address}/replies", data={"text": "Vraag eerst hoe het weekend was", "agreed": "1"})
    assert await due(owner, world.iris) == ["answer_unread"]
    await enter(world.iris)
    page = (await client.get(address)).text
    assert "Vraag eerst hoe het weekend was" in page
    assert "Wat we afspraken" in page
    assert await due(owner, world.iris) == []


async def test_a_childs_or_groups_name_is_pointed_out_and_what_was_typed_stays(
    story: Story, client: AsyncClient, enter, owner: Database
):
    await enter(story.world.iris)
    form = {"to": str(story.world.marjan), "question": "Wat doe ik met sara?"}
    answer = await client.post("/consultations", data=form)
    assert answer.status_code == 422
    assert "Wat doe ik met sara?" in answer.text
    assert "Gevonden: Sara" in answer.text
    assert await rows(owner, Consultation) == []
    await asked(client, story, question="Wat doe ik met sara?", not_a_child="1")
    assert len(await rows(owner, Consultation)) == 1


@pytest.mark.parametrize(
    ("field", "value"), [("to", ""), ("to", "nobody"), ("question", " "), ("question", "a" * 4001)]
)
async def test_something_missing_gives_the_form_back(story: Story, client: AsyncClient, enter, field, value):
    await enter(story.world.iris)
    form = {"to": str(story.world.marjan), "question": QUESTION} | {field: value}
    answer = await client.post("/consultations", data=form)
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    assert form["question"].strip() in answer.text


async def test_a_teacher_is_not_asked_and_nobody_asks_themselves(story: Story, client: AsyncClient, enter):
    await enter(story.world.karim)
    for other in (story.world.iris, story.world.karim):
        answer = await client.post("/consultations", data={"to": str(other), "question": QUESTION})
        assert answer.status_code == 422


async def test_the_same_form_twice_is_one_question(story: Story, client: AsyncClient, enter, owner: Database):
    await enter(story.world.iris)
    once = str(new_id())
    first, again = await asked(client, story, once=once), await asked(client, story, once=once)
    assert first == again
    assert len(await rows(owner, Consultation)) == 1


async def test_a_stranger_finds_no_question_and_may_not_answer(
    story: Story, client: AsyncClient, enter, owner: Database
):
    await enter(story.world.iris)
    address = await asked(client, story)
    for stranger in (story.world.karim, story.world.noortje, story.world.tess):
        await enter(stranger)
        assert (await client.get(address)).status_code == 404
        assert (await client.post(f"{address}/replies", data={"text": "ik ook"})).status_code == 404
        assert QUESTION not in (await client.get("/consultations")).text
    assert await rows(owner, ConsultationReply) == []


async def test_a_question_about_a_case_is_part_of_its_story(story: Story, client: AsyncClient, enter):
    case = await story.reported()
    await enter(story.world.iris)
    await asked(client, story, case=str(case.id), to=str(story.world.karim))
    await enter(story.world.karim)
    assert QUESTION in (await client.get(f"/cases/{case.id}")).text


async def test_who_may_not_see_the_case_cannot_ask_about_it(story: Story, client: AsyncClient, enter):
    case = await story.reported()
    await enter(story.world.noortje)
    answer = await client.post(
        "/consultations", data={"to": str(story.world.marjan), "question": QUESTION, "case": str(case.id)}
    )
    assert answer.status_code == 404


async def test_that_two_spoke_is_written_once_and_both_see_the_same_entry(
    story: Story, client: AsyncClient, enter, owner: Database
):
    case = await story.reported()
    await enter(story.world.karim)
    await client.post(f"/cases/{case.id}/handover", data={"to": str(story.world.marjan)})
    form = {"to": str(story.world.marjan), "way": "meeting", "held_on": "2026-10-05", "summary": "Iris belt de school"}
    once = {"once": str(new_id())}
    for _ in range(2):
        assert (await client.post(f"/cases/{case.id}/contacts", data=form | once)).status_code == 303
    assert len(await rows(owner, Contact)) == 1
    for person in (story.world.iris, story.world.karim, story.world.marjan):
        await enter(person)
        assert (await client.get(f"/cases/{case.id}")).text.count("Iris belt de school") == 1
    assert [one.step for one in await rows(owner, Case)] == [3]


@pytest.mark.parametrize(
    ("field", "value"), [("to", ""), ("summary", ""), ("held_on", "2026-10-06"), ("held_on", "yesterday")]
)
async def test_a_contact_that_does_not_fit_comes_back_with_what_was_typed(
    story: Story, client: AsyncClient, enter, owner: Database, field, value
):
    case = await story.reported()
    await enter(story.world.karim)
    form = {"to": str(story.world.marjan), "way": "phone", "held_on": "2026-10-05", "summary": "Iris belt de school"}
    answer = await client.post(f"/cases/{case.id}/contacts", data=form | {field: value})
    assert answer.status_code == 422
    assert (form | {field: value})["summary"] in answer.text
    assert await rows(owner, Contact) == []
