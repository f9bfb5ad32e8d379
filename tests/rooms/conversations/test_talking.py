"""A conversation through row-level security: its writer's until the child has a case, then part of that."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from klankbord.house.database import Database
from klankbord.house.house import House
from klankbord.rooms.agreements import actions as agreements
from klankbord.rooms.agreements import jobs
from klankbord.rooms.agreements.models import Agreement
from klankbord.rooms.cases import timeline
from klankbord.rooms.cases.models import Case
from klankbord.rooms.cases.path import entries_of
from klankbord.rooms.conversations import actions, queries, rules
from klankbord.rooms.conversations.models import Conversation
from klankbord.rooms.lessons import actions as lessons
from klankbord.rooms.notes.actions import IdTaken
from klankbord.rooms.notes.rules import GroupClosed, NobodyChosen, PupilLeft, PupilNotInYourGroup
from tests.support.agreements_story import MUSED, PLAN, SAID, Talks, kept
from tests.support.rows import change
from tests.support.story import Story, at


@pytest.fixture
def talks(story: Story) -> Talks:
    return Talks(story)


async def conversations(owner: Database) -> list[Conversation]:
    async with owner.transaction() as db:
        return list((await db.exec(select(Conversation).order_by(Conversation.received_at))).all())


async def agreements_made(owner: Database) -> list[Agreement]:
    async with owner.transaction() as db:
        return list((await db.exec(select(Agreement))).all())


async def told(story: Story, case: Case, who) -> list[timeline.Entry]:
    async with story.house.database.transaction(who, story.world.organisation_id) as db:
        return await timeline.tell(timeline.Story(db, story.house.keys, case, "nl"))


async def test_what_was_said_is_sealed_and_only_its_writer_sees_it_without_a_case(
    story: Story, talks: Talks, owner: Database
) -> None:
    row = await talks.hold(said=SAID, thought=MUSED, question_ids=["what_helps"])
    assert SAID.encode() not in (row.said_sealed or b"")
    assert actions.opened(story.house.keys, row) == actions.Words(SAID, MUSED, "")
    world = story.world
    for person, sees in ((world.iris, True), (world.karim, False), (world.marjan, False), (world.noortje, False)):
        async with story.house.database.transaction(person, world.organisation_id) as db:
            assert bool(await queries.visible(db, world.organisation_id, row.id)) == sees


async def test_the_same_conversation_twice_is_kept_once(story: Story, talks: Talks, owner: Database) -> None:
    row = await talks.hold(said=SAID, small_plan=PLAN)
    await talks.hold(said=SAID, small_plan=PLAN, conversation_id=row.id)
    assert len(await conversations(owner)) == 1
    assert len(await kept(owner)) == 2
    with pytest.raises(IdTaken):
        await talks.hold(story.world.noortje, story.world.bram, conversation_id=row.id)


async def test_it_belongs_to_an_open_case_at_once_and_enters_the_second_step(
    story: Story, talks: Talks, owner: Database
) -> None:
    case = await story.reported()
    row = await talks.hold(said=SAID, thought=MUSED, question_ids=["what_helps"])
    assert row.case_id == case.id
    entry = next(one for one in await told(story, case, story.world.karim) if one.title == "Gesprek met het kind")
    assert (entry.by, entry.thought) == ("Iris", MUSED)
    assert SAID in entry.facts
    assert any("Wat hielp" in fact for fact in entry.facts)


async def test_it_becomes_part_of_the_case_when_its_writer_reports(story: Story, talks: Talks, owner: Database) -> None:
    await talks.hold(said=SAID)
    await talks.hold(pupil=story.world.milan, said="Over iemand anders")
    case = await story.reported()
    assert {row.pupil_id: row.case_id for row in await conversations(owner)} == {
        story.world.sara: case.id,
        story.world.milan: None,
    }
    assert any(SAID in one.facts for one in await told(story, case, story.world.karim))
    async with owner.transaction() as db:
        assert (
            "talked" in {one.because for one in await entries_of(db, case.organisation_id, case.id)} or case.step >= 2
        )


@pytest.mark.parametrize("who", ["karim", "marjan"])
async def test_who_sees_the_case_may_write_a_conversation_down_too(story: Story, talks: Talks, who: str) -> None:
    case = await story.reported()
    await story.hand_over(case.id)
    row = await talks.hold(getattr(story.world, who), talked_with="parent", said=SAID)
    assert row.case_id == case.id


@pytest.mark.parametrize("who", ["karim", "marjan", "noortje", "tess"])
async def test_without_a_case_only_who_teaches_the_child_may(story: Story, talks: Talks, who: str) -> None:
    with pytest.raises(PupilNotInYourGroup):
        await talks.hold(getattr(story.world, who), said=SAID)


async def test_nobody_chosen_a_child_that_left_and_a_group_that_ended_are_told(
    story: Story, talks: Talks, owner: Database
) -> None:
    with pytest.raises(NobodyChosen):
        async with story.house.database.transaction(story.world.iris, story.world.organisation_id) as db:
            await actions.hold(
                db,
                story.house.keys,
                organisation_id=story.world.organisation_id,
                writer_id=story.world.iris,
                conversation_id=story.world.sara,
                pupil_id=None,
                talked_with="child",
                held_on="2026-09-29",
                written_at=story.now,
                now=story.now,
            )
    await change(owner, "update pupils set left_at = now() where id = :id", id=story.world.sara)
    with pytest.raises(PupilLeft):
        await talks.hold()
    assert (await talks.hold(looked_at=True)).pupil_id == story.world.sara
    await change(owner, "update groups set closed_at = now()")
    with pytest.raises(GroupClosed):
        await talks.hold(pupil=story.world.milan)


async def test_a_small_plan_without_a_case_comes_back_before_the_next_two_lessons(
    story: Story, talks: Talks, owner: Database
) -> None:
    row = await talks.hold(small_plan=PLAN)
    assert await agreements_made(owner) == []
    reminders = await kept(owner, row.id)
    assert [(one.kind, one.person_id, one.due_at) for one in reminders] == [
        ("one_to_one", story.world.iris, at(date(2026, 10, 5), 8)),
        ("one_to_one", story.world.iris, at(date(2026, 10, 19), 8)),
    ]


async def test_the_small_plan_of_a_case_is_an_agreement_with_the_child(
    story: Story, talks: Talks, owner: Database
) -> None:
    case = await story.reported()
    row = await talks.hold(small_plan=PLAN)
    (made,) = await agreements_made(owner)
    assert (made.case_id, made.owner_id, made.with_child, made.source_id) == (case.id, story.world.iris, True, row.id)
    assert made.due_on == date(2026, 10, 5)
    assert [one.subject_id for one in await kept(owner)] == [made.id] * 4
    async with story.house.database.transaction(story.world.karim, story.world.organisation_id) as db:
        assert await agreements.whats(db, story.house.keys, [made]) == {made.id: PLAN}


async def test_a_small_plan_becomes_an_agreement_when_its_writer_reports(
    story: Story, talks: Talks, owner: Database
) -> None:
    row = await talks.hold(small_plan=PLAN)
    await story.reported()
    (made,) = await agreements_made(owner)
    assert await kept(owner, row.id) == []
    assert [one.due_at for one in await kept(owner, made.id)][:2] == [
        at(date(2026, 10, 5), 8),
        at(date(2026, 10, 19), 8),
    ]


async def test_a_small_plan_follows_the_lessons_of_its_group(
    story: Story, talks: Talks, owner: Database, worker_house: House
) -> None:
    row = await talks.hold(small_plan=PLAN)
    world = story.world
    async with story.house.database.transaction(world.karim, world.organisation_id) as db:
        await lessons.cancel_lesson(
            db, world.organisation_id, world.strijkers, date(2026, 10, 5), world.karim, story.now
        )
    await jobs.realign_agreements(worker_house, {"group": str(world.strijkers)})
    assert [one.due_at for one in await kept(owner, row.id)] == [
        at(date(2026, 10, 19), 8),
        at(date(2026, 10, 26), 8),
    ]
    assert await jobs.mend(worker_house) == 0


async def test_a_conversation_written_long_ago_on_a_phone_is_taken_today(story: Story, talks: Talks) -> None:
    row = await talks.hold(held_on=(story.now.date() - timedelta(days=20)).isoformat(), said=SAID)
    assert row.held_on == date(2026, 9, 9)
    with pytest.raises(rules.DayToCome):
        await talks.hold(held_on="2026-12-01")
