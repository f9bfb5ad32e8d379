"""The follow-up plan as a browser writes it: versions, goals, and two people at once."""

import re
from datetime import date
from uuid import UUID, uuid4

import pytest
from httpx2 import AsyncClient
from sqlmodel import select

from klankbord.house.database import Database
from klankbord.house.ids import new_id
from klankbord.rooms.cases.models import Case
from klankbord.rooms.plans import rules
from klankbord.rooms.plans.models import Goal, Plan
from tests.conftest import SignIn
from tests.support.story import Story

FORM = {
    "situation": "Komt drie keer in de maand te laat",
    "needs": "Een rustig begin",
    "approach": "Iris wacht haar op bij de deur",
    "what_1": "Sara is op tijd",
    "measure_1": "Vier weken achter elkaar voor het begin binnen",
    "by_when_1": "2026-12-01",
}


@pytest.fixture
def enter(story: Story, sign_in: SignIn):
    async def as_person(person_id: UUID) -> None:
        await sign_in(story.world.organisation_id, person_id)

    return as_person


async def write(client: AsyncClient, case: Case, **typed: str):
    """Sends the form; each time another one unless `once` is given."""
    return await client.post(f"/cases/{case.id}/plans", data=FORM | {"once": str(new_id())} | typed)


async def plans(owner: Database) -> list[Plan]:
    async with owner.transaction() as db:
        return list((await db.exec(select(Plan).order_by(Plan.number))).all())


async def test_a_plan_is_read_by_everybody_of_the_case_and_enters_step_4(
    story: Story, client: AsyncClient, enter, owner: Database
):
    case = await story.reported()
    await enter(story.world.karim)
    assert (await write(client, case)).status_code == 303
    await enter(story.world.iris)
    page = (await client.get(f"/cases/{case.id}/plan")).text
    for words in FORM.values():
        assert words in page or words == "2026-12-01"
    (row,) = await plans(owner)
    assert FORM["situation"].encode() not in row.situation_sealed
    async with owner.transaction() as db:
        assert (await db.exec(select(Case))).one().step == 4


async def test_a_new_version_starts_from_the_one_that_counts_and_its_goals_go_on(
    story: Story, client: AsyncClient, enter, owner: Database
):
    case = await story.reported()
    await enter(story.world.karim)
    await write(client, case)
    form = (await client.get(f"/cases/{case.id}/plans/new")).text
    assert FORM["approach"] in form
    (first,) = await plans(owner)
    async with owner.transaction() as db:
        goal = (await db.exec(select(Goal))).one()
    assert str(first.id) in form
    assert str(goal.id) in form
    answer = await write(client, case, based_on=str(first.id), same_as_1=str(goal.id), approach="Iris belt thuis")
    assert answer.headers["location"].endswith("/plan")
    assert [(row.number, row.based_on_id) for row in await plans(owner)] == [(1, None), (2, first.id)]


async def test_of_two_written_at_the_same_time_both_are_kept_and_the_second_is_told(
    story: Story, client: AsyncClient, enter, owner: Database
):
    case = await story.reported()
    await story.hand_over(case.id)
    await enter(story.world.karim)
    await write(client, case)
    (first,) = await plans(owner)
    await write(client, case, based_on=str(first.id), approach="Karim praat met de school")
    await enter(story.world.marjan)
    answer = await write(client, case, based_on=str(first.id), approach="Marjan belt de ouders")
    page = (await client.get(answer.headers["location"])).text
    assert "Karim schreef ook een plan" in page
    assert "Karim praat met de school" in page
    assert "Marjan belt de ouders" in page
    assert [row.number for row in await plans(owner)] == [1, 2, 3]
    assert "Tegelijk geschreven met versie 2" in (await client.get(f"/cases/{case.id}")).text


async def test_the_same_form_twice_is_one_version(story: Story, client: AsyncClient, enter, owner: Database):
    case = await story.reported()
    await enter(story.world.karim)
    once = str(new_id())
    for _ in range(2):
        assert (await write(client, case, once=once)).status_code == 303
    assert len(await plans(owner)) == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("situation", ""),
        ("what_1", ""),
        ("by_when_1", "2020-01-01"),
        ("by_when_1", "tomorrow"),
        ("needs", "a" * 4001),
        ("what_1", "a" * 4001),
        ("evaluation_on", "2020-01-01"),
    ],
)
async def test_what_does_not_fit_comes_back_with_everything_typed(
    story: Story, client: AsyncClient, enter, owner: Database, field, value
):
    case = await story.reported()
    await enter(story.world.karim)
    answer = await write(client, case, **{field: value})
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    assert FORM["approach"] in answer.text
    assert await plans(owner) == []


async def test_a_teacher_reads_the_plan_and_a_stranger_finds_none(
    story: Story, client: AsyncClient, enter, owner: Database
):
    case = await story.reported()
    await enter(story.world.iris)
    assert (await client.get(f"/cases/{case.id}/plan")).status_code == 200
    assert (await write(client, case)).status_code == 404
    for stranger in (story.world.noortje, story.world.marjan, story.world.tess):
        await enter(stranger)
        for address in ("plan", "plans/new"):
            assert (await client.get(f"/cases/{case.id}/{address}")).status_code == 404
        assert (await write(client, case)).status_code == 404
    assert await plans(owner) == []


def test_who_starts_from_an_older_version_has_missed_the_ones_after_it():
    first, second, third = uuid4(), uuid4(), uuid4()
    assert rules.missed(third, [first, second, third]) == []
    assert rules.missed(first, [first, second, third]) == [second, third]
    assert rules.missed(None, [first]) == [first]


def test_a_goal_is_more_than_its_measure_and_there_is_at_least_one():
    today = date(2026, 10, 5)
    with pytest.raises(rules.GoalMissing):
        rules.checked([None, None], today)
    with pytest.raises(rules.GoalWithoutWords) as wrong:
        rules.checked([rules.Aim("Op tijd"), rules.Aim("", "vier weken")], today)
    assert wrong.value.field == "what_2"


async def test_the_title_and_address_name_no_child(story: Story, client: AsyncClient, enter):
    case = await story.reported()
    await enter(story.world.karim)
    page = (await client.get(f"/cases/{case.id}/plans/new")).text
    title = re.search(r"<title>(.*?)</title>", page)
    assert title
    assert "Sara" not in title[1]
