"""What was found is for who looks back; the teacher gets what they chose to give back, and what came of each goal."""

from datetime import date
from uuid import UUID

import pytest
import pytest_asyncio
from fastapi import FastAPI
from fastapi.routing import APIRoute
from httpx2 import AsyncClient
from sqlmodel import select

from klankbord.app import create_app
from klankbord.house.database import Database
from klankbord.house.house import House
from klankbord.house.ids import new_id
from klankbord.rooms.cases import timeline
from klankbord.rooms.cases.models import Case
from klankbord.rooms.people.models import Role, RoleKind
from klankbord.rooms.plans.models import Goal
from tests.conftest import SignIn
from tests.factories import add
from tests.rooms.evaluations.conftest import MORNING
from tests.support.beginning import Beginning
from tests.support.case_beginning import Remembered, begin_with_a_case, handed_over, that_case
from tests.support.client import a_browser_at, come_in
from tests.support.cluster import Cluster
from tests.support.rows import change
from tests.support.story import Story, at

FOUND, BACK = "Moeder ziet thuis hetzelfde", "Zeg haar dat je het ziet"
PLAN = {"situation": "Komt vaak te laat", "what_1": "Sara is op tijd", "evaluation_on": "2026-10-12"}
HELD = {"held_on": "2026-10-05", "found": FOUND, "for_teacher": BACK}


@pytest_asyncio.fixture(scope="module")
async def case_once(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Beginning[Remembered]:
    """The case as it is told, to copy for each test."""
    return await begin_with_a_case(cluster, tmp_path_factory.mktemp("looked-back"), MORNING, _looked_back)


async def _looked_back(story: Story) -> Case:
    made = await handed_over(story)
    async with a_browser_at(story.house) as client:
        await come_in(story.house, client, story.world.organisation_id, story.world.karim)
        await client.get(f"/cases/{made.id}")
        await client.post(f"/cases/{made.id}/plans", data=PLAN | {"once": str(new_id())})
        async with story.house.database.transaction(story.world.karim, story.world.organisation_id) as db:
            (goal,) = (await db.exec(select(Goal))).all()
        then = {"next_move": "go_on", "next_on": "2026-12-14", f"outcome_{goal.id}": "partly", "once": str(new_id())}
        assert (await client.post(f"/cases/{made.id}/evaluations/results", data=HELD | then)).status_code == 303
    return made


@pytest.fixture
async def case(owner: Database, case_once: Beginning[Remembered]) -> Case:
    """Karim planned, looked back with Marjan, and it goes on."""
    return await that_case(owner, case_once)


async def page(client: AsyncClient, sign_in: SignIn, story: Story, person: UUID, case: Case) -> str:
    await sign_in(story.world.organisation_id, person)
    answer = await client.get(f"/cases/{case.id}")
    assert answer.status_code == 200
    return answer.text


async def test_a_teacher_reads_what_goes_back_and_the_outcome_of_each_goal_but_not_what_was_found(
    story: Story, case: Case, client: AsyncClient, sign_in: SignIn
) -> None:
    said = await page(client, sign_in, story, story.world.iris, case)
    assert BACK in said
    assert "Sara is op tijd: een deel" in said or "Sara is op tijd: deels" in said
    assert FOUND not in said


@pytest.mark.parametrize("who", ["karim", "marjan"])
async def test_manager_and_social_worker_read_what_was_found(
    story: Story, case: Case, client: AsyncClient, sign_in: SignIn, who: str
) -> None:
    said = await page(client, sign_in, story, getattr(story.world, who), case)
    assert FOUND in said
    assert BACK in said


async def test_a_teacher_who_holds_direction_or_manages_too_reads_what_was_found(
    story: Story, case: Case, client: AsyncClient, sign_in: SignIn, owner: Database
) -> None:
    world = story.world
    await change(owner, "update cases set lead_id = :i", i=world.iris)
    assert FOUND in await page(client, sign_in, story, world.iris, case)
    await change(owner, "update cases set lead_id = :k", k=world.karim)
    assert FOUND not in await page(client, sign_in, story, world.iris, case)
    manages = Role(organisation_id=world.organisation_id, person_id=world.iris, kind=RoleKind.LOCATION_MANAGER)
    manages.location_id = world.wielewaal
    await add(owner, manages)
    assert FOUND in await page(client, sign_in, story, world.iris, case)


async def test_no_page_gives_a_teacher_what_was_found(
    story: Story, case: Case, client: AsyncClient, sign_in: SignIn, house: House
) -> None:
    app: FastAPI = create_app(house.settings, house)
    ids = {"case_id": case.id, "group_id": story.world.strijkers, "pupil_id": story.world.sara}
    addresses = []
    for route in app.routes:
        path = getattr(route, "path", "")
        names = set(route.param_convertors) if isinstance(route, APIRoute) else {"none"}
        if isinstance(route, APIRoute) and "GET" in route.methods and names <= set(ids):
            addresses.append(path.format(**ids))
    assert f"/cases/{case.id}" in addresses
    assert len(addresses) > 40
    await sign_in(story.world.organisation_id, story.world.iris)
    for address in addresses:
        if any(part in address for part in ("stream", "live", "/demo", "wait")):
            continue
        answer = await client.get(address, follow_redirects=False)
        assert FOUND not in answer.text, address


async def test_the_story_without_a_reader_tells_the_least(story: Story, case: Case) -> None:
    world = story.world
    async with story.house.database.transaction(world.karim, world.organisation_id) as db:
        told = await timeline.tell(timeline.Story(db, story.house.keys, case, "nl"))
    assert not any(FOUND in fact for entry in told for fact in entry.facts)


async def test_after_midnight_it_is_the_next_day_here_and_not_yet_in_greenwich(
    story: Story, client: AsyncClient, sign_in: SignIn
) -> None:
    made, late = await story.reported(), []
    await sign_in(story.world.organisation_id, story.world.karim)
    await client.get(f"/cases/{made.id}")
    await client.post(f"/cases/{made.id}/plans", data=PLAN | {"once": str(new_id())})
    for moment in (at(date(2026, 10, 12), 23, 30), at(date(2026, 10, 13), 0, 30)):
        story.move_to(moment)
        said = await page(client, sign_in, story, story.world.karim, made)
        late.append("te laat" in said.split('id="evaluation"')[1].split("</section>")[0])
    assert late == [False, True]
