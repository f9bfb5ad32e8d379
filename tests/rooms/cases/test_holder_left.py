"""A case in which nothing happens is asked about of who holds it now, not of who held it once and left."""

from datetime import date, timedelta
from uuid import UUID

import pytest
import pytest_asyncio

from klankbord.house.database import Database
from klankbord.house.house import House
from klankbord.rooms.cases import jobs
from klankbord.rooms.cases.models import Case
from klankbord.rooms.people.models import Person, Role, RoleKind
from tests.factories import add
from tests.support.case_story import CaseStory
from tests.support.rows import change, rows
from tests.support.story import Story, at

REPORTED, ASKED = date(2026, 10, 5), at(date(2026, 10, 19), 8)


@pytest_asyncio.fixture
async def case(story: Story) -> Case:
    """Karim looked and holds direction; Marjan was asked along."""
    made = await story.reported()
    await CaseStory(story, made.id).look(story.world.karim)
    return await story.hand_over(made.id)


async def a_manager(story: Story, owner: Database) -> UUID:
    """Fatima, who manages De Wielewaal too from now on."""
    org = story.world.organisation_id
    person = Person(organisation_id=org, first_name="Fatima")
    await add(owner, person)
    role = {"kind": RoleKind.LOCATION_MANAGER, "location_id": story.world.wielewaal}
    await add(owner, Role(organisation_id=org, person_id=person.id, **role))
    return person.id


async def gives_up(story: Story, owner: Database, person: UUID) -> None:
    """Their roles end; they keep their account."""
    await change(owner, "update roles set ended_at = :now where person_id = :who", now=story.now, who=person)


async def goes(story: Story, owner: Database, person: UUID) -> None:
    """They leave the organisation; nobody thought of their roles."""
    await change(owner, "update people set ended_at = :now where id = :who", now=story.now, who=person)


async def asked(owner: Database) -> list[tuple[UUID, object]]:
    """Who is asked about the case that nothing happens in it, and from when."""
    query = "select person_id, due_at from reminders where kind = 'case_idle' and state in ('waiting', 'sent')"
    return [(row.person_id, row.due_at) for row in await rows(owner, query)]


each_way = pytest.mark.parametrize("leave", [gives_up, goes], ids=["role ended", "left"])


@each_way
async def test_who_left_is_asked_no_more_and_who_holds_it_now_is(
    story: Story, owner: Database, worker_house: House, case: Case, leave
) -> None:  # type: ignore[no-untyped-def]
    assert await asked(owner) == [(story.world.karim, ASKED)]
    fatima = await a_manager(story, owner)
    assert await jobs.mend(worker_house) == 0, "who holds direction is there"
    story.move_to(at(REPORTED + timedelta(days=3)))
    await leave(story, owner, story.world.karim)
    assert await jobs.mend(worker_house) == 1
    assert await asked(owner) == [(fatima, ASKED)], "two weeks after the last act, not after somebody left"
    assert await jobs.mend(worker_house) == 0


@each_way
async def test_a_reminder_that_was_sent_already_goes_to_the_next_as_well(
    story: Story, owner: Database, worker_house: House, case: Case, leave
) -> None:  # type: ignore[no-untyped-def]
    fatima = await a_manager(story, owner)
    story.move_to(ASKED + timedelta(days=2))
    await change(owner, "update reminders set state = 'sent' where kind = 'case_idle'")
    await leave(story, owner, story.world.karim)
    await jobs.mend(worker_house)
    assert await asked(owner) == [(fatima, ASKED)]


async def test_a_social_worker_who_held_it_and_left_is_followed_by_the_manager(
    story: Story, owner: Database, worker_house: House, case: Case
) -> None:
    world, told = story.world, CaseStory(story, case.id)
    offer = await told.offer(world.karim, world.marjan)
    await told.answer(world.marjan, offer.id, "accepted")  # type: ignore[arg-type]
    assert [person for person, _ in await asked(owner)] == [world.marjan]
    await gives_up(story, owner, world.marjan)
    await jobs.mend(worker_house)
    assert [person for person, _ in await asked(owner)] == [world.karim]


async def test_an_act_after_the_holder_left_asks_who_is_there_at_once(
    story: Story, owner: Database, case: Case
) -> None:
    fatima = await a_manager(story, owner)
    await gives_up(story, owner, story.world.karim)
    await CaseStory(story, case.id).level(fatima, 2, "Meer hulp")
    assert [person for person, _ in await asked(owner)] == [fatima]


async def test_a_closed_case_is_asked_of_nobody(story: Story, owner: Database, worker_house: House, case: Case) -> None:
    await a_manager(story, owner)
    await CaseStory(story, case.id).close(story.world.karim)
    await goes(story, owner, story.world.karim)
    assert await jobs.mend(worker_house) == 0
    assert await asked(owner) == []
