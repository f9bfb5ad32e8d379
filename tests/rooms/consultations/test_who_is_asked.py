"""Who may be asked about a case, who finds the question, and that without a case no child is named."""

from collections.abc import Awaitable, Callable
from uuid import UUID

import pytest
from httpx2 import AsyncClient, Response

from klankbord.house.database import Database
from klankbord.house.ids import new_id
from klankbord.rooms.cases.models import Case
from klankbord.rooms.people.models import Person, Role, RoleKind
from tests.conftest import SignIn
from tests.factories import add
from tests.support.rows import change, rows
from tests.support.story import Story

QUESTION = "Hoe begin je over slapen?"
Enter = Callable[[UUID], Awaitable[None]]


@pytest.fixture
def enter(story: Story, sign_in: SignIn) -> Enter:
    async def as_person(person_id: UUID) -> None:
        await sign_in(story.world.organisation_id, person_id)

    return as_person


async def ask(client: AsyncClient, to: UUID, case: Case | None = None, question: str = QUESTION) -> Response:
    data = {"to": str(to), "question": question, "case": str(case.id) if case else "", "once": str(new_id())}
    return await client.post("/consultations", data=data)


async def asked(owner: Database) -> int:
    return len(await rows(owner, "select id from consultations"))


async def _colleague(story: Story, owner: Database, kind: RoleKind, location: UUID | None = None) -> UUID:
    """Fatima, with one role."""
    org = story.world.organisation_id
    person = Person(organisation_id=org, first_name="Fatima")
    await add(owner, person)
    await add(owner, Role(organisation_id=org, person_id=person.id, kind=kind, location_id=location))
    return person.id


async def test_about_a_case_only_who_reads_it_can_be_asked_whatever_the_form_says(
    story: Story, client: AsyncClient, enter: Enter, owner: Database
) -> None:
    case, world = await story.reported(), story.world
    elsewhere = await _colleague(story, owner, RoleKind.LOCATION_MANAGER, world.klinker)
    await enter(world.iris)
    offered = (await client.get("/consultations/new", params={"case": str(case.id)})).text
    assert str(world.karim) in offered
    for nobody in (world.marjan, elsewhere, world.noortje, world.tess):
        assert str(nobody) not in offered
        answer = await ask(client, nobody, case)
        assert answer.status_code == 422
        assert QUESTION in answer.text
    assert await asked(owner) == 0
    assert (await ask(client, elsewhere)).status_code == 303, "without a child anybody with the role can be asked"
    await story.hand_over(case.id)
    assert (await ask(client, world.marjan, case)).status_code == 303, "she reads it now"


@pytest.mark.parametrize("who", ["noortje", "marjan", "tess"])
async def test_who_may_not_see_a_case_finds_no_form_about_it_and_asks_nothing(
    story: Story, client: AsyncClient, enter: Enter, owner: Database, who: str
) -> None:
    case = await story.reported()
    await enter(getattr(story.world, who))
    assert (await client.get("/consultations/new", params={"case": str(case.id)})).status_code == 404
    assert (await ask(client, story.world.karim, case)).status_code == 404
    assert await asked(owner) == 0


async def test_who_was_asked_about_a_case_and_lost_it_finds_the_question_no_more(
    story: Story, client: AsyncClient, enter: Enter, owner: Database
) -> None:
    case, world = await story.reported(), story.world
    await story.hand_over(case.id)
    await enter(world.karim)
    address = (await ask(client, world.marjan, case)).headers["location"]
    await enter(world.marjan)
    assert (await client.get(address)).status_code == 200
    await change(owner, "delete from handovers where to_id = :marjan", marjan=world.marjan)
    assert (await client.get(address)).status_code == 404
    assert (await client.post(f"{address}/replies", data={"text": "Bel haar"})).status_code == 404
    assert QUESTION not in (await client.get("/consultations")).text
    for stranger in (world.noortje, world.tess):
        await enter(stranger)
        assert (await client.get(address)).status_code == 404
        assert (await client.post(f"{address}/replies", data={"text": "Bel haar"})).status_code == 404
    assert await rows(owner, "select id from consultation_replies") == []


async def test_nobody_asks_or_answers_in_a_closed_case_and_what_was_typed_stays(
    story: Story, client: AsyncClient, enter: Enter, owner: Database
) -> None:
    case, world = await story.reported(), story.world
    await story.hand_over(case.id)
    await enter(world.karim)
    address = (await ask(client, world.marjan, case)).headers["location"]
    await change(owner, "update cases set closed_at = now() where id = :id", id=case.id)
    answer = await ask(client, world.marjan, case, "En nu?")
    assert (answer.status_code, "En nu?" in answer.text) == (422, True)
    assert "Dit traject is gesloten" in answer.text
    reply = await client.post(f"{address}/replies", data={"text": "Bel haar"})
    assert (reply.status_code, "Bel haar" in reply.text) == (422, True)
    assert "Dit traject is gesloten" in reply.text
    assert await asked(owner) == 1
    assert await rows(owner, "select id from consultation_replies") == []
    assert QUESTION in (await client.get(address)).text, "it can still be read"


async def test_a_social_worker_names_no_child_whose_case_she_sees(
    story: Story, client: AsyncClient, enter: Enter, owner: Database
) -> None:
    case, world = await story.reported(), story.world
    await enter(world.marjan)
    for question in ("Wat doe ik met Sara?", "Gaat dit vaker zo in Strijkers 6B?"):
        assert (await ask(client, world.karim, None, question)).status_code == 303, "she knows of no such child"
    before = await asked(owner)
    await story.hand_over(case.id)
    for question in ("Wat doe ik met SARA?", "Gaat dit vaker zo in strijkers 6b?"):
        answer = await ask(client, world.karim, None, question)
        assert answer.status_code == 422
        assert "Gevonden" in answer.text
        assert question in answer.text
    assert (await ask(client, world.karim, None, "Wat doe ik met Bram?")).status_code == 303, "no child she sees"
    assert await asked(owner) == before + 1
