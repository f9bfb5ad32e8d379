"""Looking back together: a date that is always set, what was found, and who is reminded."""

from datetime import date, timedelta
from uuid import UUID

import pytest
import pytest_asyncio
from httpx2 import AsyncClient
from sqlmodel import select

from klankbord.house.database import Database
from klankbord.house.ids import new_id
from klankbord.rooms.cases.models import Case
from klankbord.rooms.evaluations.models import Evaluation, EvaluationResult, GoalOutcome
from klankbord.rooms.plans.models import Goal
from klankbord.rooms.reminders.models import Reminder, ReminderState
from tests.conftest import SignIn
from tests.rooms.evaluations.conftest import MORNING
from tests.support.beginning import Beginning
from tests.support.case_beginning import Remembered, begin_with_a_case, that_case
from tests.support.client import a_browser_at, come_in
from tests.support.cluster import Cluster
from tests.support.story import Story, at

PLAN = {"situation": "Komt vaak te laat", "what_1": "Sara is op tijd"}
FOUND = {"held_on": "2026-10-05", "found": "Ze is bijna altijd op tijd", "for_teacher": "Zeg haar dat je het ziet"}


@pytest.fixture
def enter(story: Story, sign_in: SignIn):
    async def as_person(person_id: UUID) -> None:
        await sign_in(story.world.organisation_id, person_id)

    return as_person


@pytest_asyncio.fixture(scope="module")
async def case_once(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Beginning[Remembered]:
    """The case as it is told, to copy for each test."""
    return await begin_with_a_case(cluster, tmp_path_factory.mktemp("planned"), MORNING, _planned)


async def _planned(story: Story) -> Case:
    made = await story.reported()
    async with a_browser_at(story.house) as client:
        await come_in(story.house, client, story.world.organisation_id, story.world.karim)
        await client.get(f"/cases/{made.id}")
        await client.post(f"/cases/{made.id}/plans", data=PLAN | {"once": str(new_id())})
    return made


@pytest.fixture
async def case(story: Story, owner: Database, case_once: Beginning[Remembered], enter) -> Case:
    """Karim wrote a plan, without a date to look back. Karim is signed in."""
    await enter(story.world.karim)
    return await that_case(owner, case_once)


async def rows(owner: Database, table: type) -> list:
    async with owner.transaction() as db:
        return list((await db.exec(select(table))).all())


async def due(owner: Database, kind: str = "") -> list[tuple[str, date]]:
    """Kind and day of what is open about evaluations."""
    found = [row for row in await rows(owner, Reminder) if "evaluation" in row.kind and kind in row.kind]
    still = [row for row in found if row.state in (ReminderState.WAITING, ReminderState.SENT)]
    return sorted((row.kind, row.due_at.date()) for row in still)


async def set_day(client: AsyncClient, case: Case, day: str, **more: str):
    data = {"planned_on": day, "once": str(new_id())} | more
    return await client.post(f"/cases/{case.id}/evaluations", data=data)


async def look_back(client: AsyncClient, case: Case, owner: Database, **typed: str):
    outcomes = {f"outcome_{goal.id}": "partly" for goal in await rows(owner, Goal)}
    data = FOUND | outcomes | {"once": str(new_id())} | typed
    return await client.post(f"/cases/{case.id}/evaluations/results", data=data)


async def test_a_plan_without_a_date_is_asked_about_until_there_is_one(case: Case, client: AsyncClient, owner):
    assert await due(owner) == [("plan_without_evaluation", date(2026, 10, 6))]
    assert (await set_day(client, case, "2026-12-14")).status_code == 303
    asked = await due(owner)
    assert ("evaluation_soon", date(2026, 12, 7)) in asked
    assert ("evaluation_today", date(2026, 12, 14)) in asked
    assert ("evaluation_late", date(2026, 12, 15)) in asked
    assert "plan_without_evaluation" not in dict(asked)


async def test_a_date_typed_with_the_plan_is_the_date(story: Story, client: AsyncClient, enter, owner: Database):
    made = await story.reported()
    await enter(story.world.karim)
    await client.post(f"/cases/{made.id}/plans", data=PLAN | {"evaluation_on": "2026-11-30"})
    assert [row.planned_on for row in await rows(owner, Evaluation)] == [date(2026, 11, 30)]
    assert ("evaluation_today", date(2026, 11, 30)) in await due(owner)


async def test_moving_the_date_asks_why_and_moves_the_reminders(case: Case, client: AsyncClient, owner: Database):
    await set_day(client, case, "2026-12-14")
    answer = await set_day(client, case, "2026-12-21")
    assert answer.status_code == 422
    assert "2026-12-21" in answer.text
    await set_day(client, case, "2026-12-21", reason="De school is dicht")
    assert ("evaluation_today", date(2026, 12, 21)) in await due(owner)
    assert ("evaluation_today", date(2026, 12, 14)) not in await due(owner)
    page = (await client.get(f"/cases/{case.id}")).text
    assert "De school is dicht" in page


@pytest.mark.parametrize("day", ["2026-10-04", "2027-05-01", "soon", ""])
async def test_a_day_that_is_over_or_too_far_away_is_refused(case: Case, client: AsyncClient, owner, day):
    answer = await set_day(client, case, day)
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    assert await rows(owner, Evaluation) == []


async def test_going_on_sets_the_next_date_and_the_result_reaches_the_teacher(
    case: Case, story: Story, client: AsyncClient, enter, owner: Database
):
    await set_day(client, case, "2026-10-05")
    answer = await look_back(client, case, owner, next_move="go_on", next_on="2027-02-01")
    assert answer.status_code == 303, answer.text
    assert len(await rows(owner, GoalOutcome)) == 1
    assert {day for _kind, day in await due(owner, "evaluation_today")} == {date(2027, 2, 1)}
    assert (await rows(owner, Case))[0].step == 5
    await enter(story.world.iris)
    page = (await client.get(f"/cases/{case.id}")).text
    assert FOUND["for_teacher"] in page
    assert "Sara is op tijd: deels" in page


async def test_closing_ends_every_question_and_says_why(case: Case, client: AsyncClient, owner: Database):
    await set_day(client, case, "2026-10-05")
    answer = await look_back(client, case, owner, next_move="close", reason="goes_well")
    assert answer.status_code == 303, answer.text
    assert (await rows(owner, Case))[0].closed_at is not None
    assert await due(owner) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"found": ""},
        {"for_teacher": " "},
        {"held_on": "2026-10-06"},
        {"next_move": ""},
        {"next_move": "go_on", "next_on": ""},
        {"next_move": "go_on", "next_on": "2028-01-01"},
        {"next_move": "close", "reason": ""},
        {"outcomes": "none"},
    ],
)
async def test_what_is_missing_is_said_and_everything_typed_stays(case: Case, client: AsyncClient, owner, wrong):
    await set_day(client, case, "2026-10-05")
    typed = {"next_move": "go_on", "next_on": "2027-02-01"} | wrong
    if typed.pop("outcomes", None):
        typed |= {f"outcome_{goal.id}": "" for goal in await rows(owner, Goal)}
    answer = await look_back(client, case, owner, **typed)
    assert answer.status_code == 422
    kept = FOUND | typed
    assert kept["found"].strip() in answer.text
    assert kept["for_teacher"].strip() in answer.text
    assert await rows(owner, EvaluationResult) == []
    assert (await rows(owner, Case))[0].closed_at is None


async def test_the_same_form_twice_is_one_result(case: Case, client: AsyncClient, owner: Database):
    await set_day(client, case, "2026-10-05")
    once = str(new_id())
    for _ in range(2):
        answer = await look_back(client, case, owner, next_move="go_on", next_on="2027-02-01", once=once)
        assert answer.status_code == 303
    assert len(await rows(owner, EvaluationResult)) == 1
    assert len(await rows(owner, Evaluation)) == 2


async def test_a_late_evaluation_is_asked_about_again_and_not_in_somebodys_weekend(
    case: Case, story: Story, client: AsyncClient, owner: Database
):
    await set_day(client, case, "2026-12-18")
    late = [day for kind, day in await due(owner, "late")]
    assert late[0] == date(2026, 12, 21), "the Monday after"
    story.move_to(at(date(2026, 12, 18), 12) + timedelta(days=7))
    assert "2026-12-18" not in (await client.get(f"/cases/{case.id}/evaluations/new")).url.path


async def test_teachers_read_and_strangers_find_nothing(case: Case, story: Story, client: AsyncClient, enter):
    for stranger in (story.world.iris, story.world.noortje, story.world.marjan, story.world.tess):
        await enter(stranger)
        for address in ("evaluations/new", "evaluations/result"):
            assert (await client.get(f"/cases/{case.id}/{address}")).status_code == 404
        assert (await set_day(client, case, "2026-12-14")).status_code == 404
        assert (await client.post(f"/cases/{case.id}/evaluations/results", data=FOUND)).status_code == 404
