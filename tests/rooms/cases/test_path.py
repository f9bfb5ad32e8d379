"""A case on its path, through row-level security: direction, back, closed, opened again, and what is reminded."""

import asyncio
from datetime import date, timedelta
from uuid import UUID

import pytest
import pytest_asyncio
from sqlalchemy import text

from klankbord.house.database import Database
from klankbord.house.errors import NotHere
from klankbord.house.ids import new_id
from klankbord.house.written import WordsMissing
from klankbord.rooms.cases import path, refusals
from klankbord.rooms.cases.models import Case, WaitsFor
from klankbord.rooms.cases.path_models import OfferAnswer, StepReason
from klankbord.rooms.people.models import Person, Role, RoleKind
from klankbord.rooms.reminders.lines import LINES, Line
from klankbord.rooms.reminders.models import ReminderKind
from tests.factories import add
from tests.support.case_story import CaseStory
from tests.support.rows import change, rows
from tests.support.story import Story, at


@pytest_asyncio.fixture
async def case(story: Story) -> CaseStory:
    """Iris reported about Sara; Karim looked (and holds direction) and passed it on to Marjan."""
    made = await story.reported()
    told = CaseStory(story, made.id)
    await told.look(story.world.karim)
    await story.hand_over(made.id)
    return told


async def stands(owner: Database, case: CaseStory) -> tuple[int, UUID, str]:
    (row,) = await rows(owner, "select step, lead_id, waits_for from cases where id = :id", id=case.case_id)
    return row.step, row.lead_id, row.waits_for


async def entered(owner: Database, case: CaseStory) -> list[tuple[int, str]]:
    found = await rows(
        owner, "select step, because from step_entries where case_id = :id order by at, id", id=case.case_id
    )
    return [(row.step, row.because) for row in found]


async def open_kinds(owner: Database, person: UUID) -> list[str]:
    found = await rows(
        owner,
        "select kind from reminders where person_id = :p and state in ('waiting', 'sent') order by kind",
        p=person,
    )
    return [row.kind for row in found]


async def test_every_step_says_what_was_done(case: CaseStory, owner: Database):
    assert await entered(owner, case) == [(1, "noted"), (2, "reported"), (3, "passed_on")]
    await case.story.reported()
    assert len(await entered(owner, case)) == 3, "a second report enters nothing again"


async def test_direction_is_offered_and_stays_until_it_is_taken_over(case: CaseStory, owner: Database):
    world = case.story.world
    offer = await case.offer(world.karim, world.marjan, "Jij kent haar beter")
    assert (await stands(owner, case))[1] == world.karim
    assert "direction_offered" in await open_kinds(owner, world.marjan)
    await case.answer(world.marjan, offer.id, OfferAnswer.ACCEPTED)
    assert await stands(owner, case) == (3, world.marjan, WaitsFor.NEXT_STEP)
    assert "direction_offered" not in await open_kinds(owner, world.marjan)
    await case.answer(world.marjan, offer.id, OfferAnswer.ACCEPTED)
    assert len(await rows(owner, "select id from direction_answers")) == 1


async def test_declined_or_taken_back_it_stays_where_it_was(case: CaseStory, owner: Database):
    world = case.story.world
    for answer, by in ((OfferAnswer.DECLINED, world.marjan), (OfferAnswer.WITHDRAWN, world.karim)):
        offer = await case.offer(world.karim, world.marjan, words=answer)
        await case.answer(by, offer.id, answer, "Ik ben op vakantie")
        assert (await stands(owner, case))[1] == world.karim
        assert "direction_offered" not in await open_kinds(owner, world.marjan)
    with pytest.raises(refusals.OfferIsOver):
        await case.answer(world.marjan, offer.id, OfferAnswer.ACCEPTED)


async def test_only_one_question_about_direction_is_open_however_quick_the_fingers(case: CaseStory, owner: Database):
    world, once = case.story.world, new_id()
    made = await asyncio.gather(*(case.offer(world.karim, world.marjan, once=once) for _ in range(3)))
    assert len({one.id for one in made}) == len(await rows(owner, "select id from direction_offers")) == 1
    with pytest.raises(refusals.OfferStands):
        await case.offer(world.karim, world.marjan, once=new_id())


async def test_nobody_but_managers_and_social_workers_of_the_case_can_hold_direction(case: CaseStory, owner: Database):
    world = case.story.world
    els = Person(first_name="Els", organisation_id=world.organisation_id)
    await add(owner, els)
    await add(owner, Role(person_id=els.id, kind=RoleKind.SOCIAL_WORKER, organisation_id=world.organisation_id))
    for nobody in (world.iris, world.noortje, world.tess, els.id, world.karim, None, new_id()):
        with pytest.raises(refusals.NobodyToHold):
            await case.offer(world.karim, nobody)
    for other in (world.iris, world.marjan):
        with pytest.raises(refusals.NotYoursToGive):
            await case.offer(other, world.karim)
    with pytest.raises(NotHere):
        await case.offer(world.noortje, world.karim)
    offer = await case.offer(world.karim, world.marjan)
    for other in (world.iris, world.karim):
        with pytest.raises(NotHere):
            await case.answer(other, offer.id, OfferAnswer.ACCEPTED)


async def test_when_who_held_direction_left_somebody_takes_it(case: CaseStory, owner: Database):
    world = case.story.world
    with pytest.raises(refusals.DirectionIsHeld):
        await case.take(world.marjan)
    await change(owner, "update roles set ended_at = now() where person_id = :k", k=world.karim)
    await case.take(world.marjan)
    await case.take(world.marjan)
    assert (await stands(owner, case))[1] == world.marjan
    assert len(await rows(owner, "select id from direction_answers where answer = 'accepted'")) == 1


async def test_going_back_needs_a_reason_and_a_step_before_this_one(case: CaseStory, owner: Database):
    world, once = case.story.world, new_id()
    for step in (0, 3, 4, -1):
        with pytest.raises(refusals.NoStepBack):
            await case.back(world.karim, step)
    with pytest.raises(WordsMissing):
        await case.back(world.karim, 2, "  ")
    for other in (world.iris, world.marjan):
        with pytest.raises(refusals.NotYoursToMove):
            await case.back(other, 2)
    for _ in range(2):
        await case.back(world.karim, 2, once=once)
    assert (await entered(owner, case))[-1] == (2, "gone_back")
    assert len(await entered(owner, case)) == 4
    assert (await stands(owner, case))[0] == 2
    (row,) = await rows(owner, "select reason_sealed from step_entries where because = 'gone_back'")
    assert b"vroeg" not in row.reason_sealed


async def test_a_closed_case_is_only_read_and_nobody_is_reminded_of_it(case: CaseStory, owner: Database):
    world, once = case.story.world, new_id()
    offer = await case.offer(world.karim, world.marjan)
    with pytest.raises(WordsMissing):
        await case.close(world.karim, "other")
    with pytest.raises(refusals.NoReason):
        await case.close(world.karim, "zomaar")
    for _ in range(2):
        await case.close(world.karim, once=once)
    assert (await rows(owner, "select count(*) from closings"))[0][0] == 1
    assert await rows(owner, "select id from reminders where state in ('waiting', 'sent')") == []
    assert [row.answer for row in await rows(owner, "select answer from direction_answers")] == ["withdrawn"]
    for act in (
        lambda: case.close(world.karim),
        lambda: case.back(world.karim, 1),
        lambda: case.offer(world.karim, world.marjan),
        lambda: case.answer(world.marjan, offer.id, OfferAnswer.ACCEPTED),
        lambda: case.take(world.karim),
        lambda: case.level(world.karim, 2),
        lambda: case.story.hand_over(case.case_id, "Nog een vraag"),
    ):
        with pytest.raises(refusals.CaseIsClosed):
            await act()


async def test_a_case_is_opened_again_where_it_stood_unless_the_child_has_another(case: CaseStory, owner: Database):
    world = case.story.world
    with pytest.raises(refusals.CaseIsOpen):
        await case.open_again(world.karim)
    await case.close(world.karim)
    with pytest.raises(refusals.NotYoursToMove):
        await case.open_again(world.iris)
    await case.open_again(world.karim)
    assert await stands(owner, case) == (3, world.karim, WaitsFor.NEXT_STEP)
    assert (await entered(owner, case))[-1] == (3, "reopened")
    assert await open_kinds(owner, world.karim) == ["case_idle"]
    await case.close(world.karim)
    await case.story.reported()
    with pytest.raises(refusals.OtherCaseOpen):
        await case.open_again(world.karim)


async def test_another_open_case_that_is_not_ones_own_to_see_stops_it_too(case: CaseStory, owner: Database):
    world = case.story.world
    await case.close(world.karim)
    await case.story.reported()
    elsewhere = "update cases set location_id = :l, group_id = :g where closed_at is null"
    async with owner.transaction() as db:
        await (await db.connection()).execute(text("set constraints all deferred"))
        await (await db.connection()).execute(text(elsewhere), {"l": world.klinker, "g": world.koper})
    with pytest.raises(refusals.OtherCaseOpen):
        await case.open_again(world.karim)


async def test_the_newest_level_of_care_counts_and_the_same_again_is_not_news(case: CaseStory, owner: Database):
    world = case.story.world
    await case.level(world.marjan, 2)
    await case.level(world.karim, 2)
    await case.level(world.karim, 3, "Er komt hulp van buiten")
    levels = [row.level for row in await rows(owner, "select level from care_levels order by at, id")]
    assert levels == [2, 3]
    with pytest.raises(refusals.NoLevel):
        await case.level(world.karim, 5)
    with pytest.raises(refusals.NotYoursToMove):
        await case.level(world.iris, 1)


async def test_when_one_manager_looked_no_other_has_to(story: Story, owner: Database):
    world = story.world
    els = Person(first_name="Els", organisation_id=world.organisation_id)
    await add(owner, els)
    manages = {"kind": RoleKind.LOCATION_MANAGER, "location_id": world.wielewaal}
    await add(owner, Role(person_id=els.id, organisation_id=world.organisation_id, **manages))
    made = await story.reported()
    assert await open_kinds(owner, els.id) == ["case_idle", "report_received", "report_unopened"]
    assert await open_kinds(owner, world.marjan) == ["report_unopened"]
    await CaseStory(story, made.id).look(world.karim)
    assert await open_kinds(owner, els.id) == []
    assert await open_kinds(owner, world.marjan) == []
    assert await open_kinds(owner, world.karim) == ["case_idle"]
    story.move_to(story.now + timedelta(hours=1))
    await story.reported()
    assert "report_received" in await open_kinds(owner, els.id), "a new report is news again"


async def test_a_reader_who_does_not_answer_for_it_ends_nobodys_reminder(story: Story, owner: Database):
    made = await story.reported()
    await CaseStory(story, made.id).look(story.world.iris)
    assert "report_received" in await open_kinds(owner, story.world.karim)
    assert await open_kinds(owner, story.world.marjan) == ["report_unopened"]


async def test_two_quiet_weeks_are_asked_about_and_every_act_begins_them_again(case: CaseStory, owner: Database):
    world = case.story.world
    idle = "select due_at from reminders where kind = 'case_idle' and state = 'waiting' and person_id = :p"
    (first,) = await rows(owner, idle, p=world.karim)
    assert first.due_at == at(date(2026, 10, 19), 8)
    case.story.move_to(at(date(2026, 10, 8), 12))
    await case.level(world.karim, 1)
    (later,) = await rows(owner, idle, p=world.karim)
    assert later.due_at == at(date(2026, 10, 22), 8)
    offer = await case.offer(world.karim, world.marjan)
    await case.answer(world.marjan, offer.id, OfferAnswer.ACCEPTED)
    assert await rows(owner, idle, p=world.karim) == []
    assert len(await rows(owner, idle, p=world.marjan)) == 1


async def test_a_social_worker_passes_a_case_on_to_another_and_both_see_it(case: CaseStory, owner: Database):
    world = case.story.world
    els = Person(first_name="Els", organisation_id=world.organisation_id)
    await add(owner, els)
    await add(owner, Role(person_id=els.id, kind=RoleKind.SOCIAL_WORKER, organisation_id=world.organisation_id))
    marjan, case.story.world = world.marjan, type(world)(**{**vars(world), "marjan": els.id})
    await case.story.hand_over(case.case_id, "Neem jij waar?", by=marjan)
    offer = await case.offer(world.karim, els.id)
    await case.answer(els.id, offer.id, OfferAnswer.ACCEPTED)
    with pytest.raises(refusals.DirectionIsHeld):
        await case.take(marjan)


async def line_for(story: Story, person: UUID, kind: ReminderKind, subject: UUID) -> Line | None:
    async with story.house.database.transaction(person, story.world.organisation_id) as db:
        return (await LINES[kind](db, story.house.keys, [subject], "nl")).get(subject)


async def test_who_may_not_read_an_unopened_report_is_told_the_place_and_nothing_of_the_child(
    story: Story, owner: Database
):
    made = await story.reported()
    (report,) = await rows(owner, "select id from reports")
    asked = ReminderKind.REPORT_UNOPENED, report.id
    line = await line_for(story, story.world.marjan, *asked)
    assert line is not None
    assert (line.who, line.url, "Iris" in line.text) == ("De Wielewaal", "/help", True)
    assert "Sara" not in line.who + line.text + line.url
    manager = await line_for(story, story.world.karim, *asked)
    assert manager is not None
    assert (manager.who, manager.url) == ("Sara", f"/cases/{made.id}")
    assert await line_for(story, story.world.noortje, *asked) is None
    await CaseStory(story, made.id).look(story.world.karim)
    assert await line_for(story, story.world.marjan, *asked) is None, "it was opened: nothing more to know"


async def test_two_people_who_go_on_at_the_same_time_write_it_down_once(case: CaseStory, owner: Database):
    world = case.story.world

    async def contact(by: UUID) -> None:
        async with case.story.house.database.transaction(by, world.organisation_id) as db:
            found = await db.get(Case, case.case_id)
            assert found is not None
            await path.advance(db, found, 3, StepReason.CONTACT, by, case.story.now)

    await asyncio.gather(*(contact(by) for by in (world.karim, world.marjan, world.karim)))
    assert (await entered(owner, case)).count((3, "contact")) == 1
    assert (await stands(owner, case))[2] == WaitsFor.NEXT_STEP
