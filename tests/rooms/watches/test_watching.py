"""Two lessons of extra attention, on a real database, as teacher on the web and as worker."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from klankbord.house.database import Database
from klankbord.house.errors import NotHere
from klankbord.house.ids import new_id
from klankbord.rooms.watches import queries
from klankbord.rooms.watches.deciding import decide
from klankbord.rooms.watches.models import Watch
from klankbord.rooms.watches.rules import LessonNotYet, NotAnAnswer, WatchEnded, WatchStillRuns
from tests.support.story import Story, at
from tests.support.watched import FIRST, SECOND, THIRD, lessons_of, waiting


async def choose(story: Story, watch: Watch, outcome: str, by: UUID | None = None) -> Watch:
    by = by or story.world.iris
    async with story.house.database.transaction(by, story.world.organisation_id) as db:
        return await decide(
            db,
            story.house.keys,
            organisation_id=story.world.organisation_id,
            teacher_id=by,
            watch_id=watch.id,
            outcome=outcome,
            to_id=None,
            question="",
            now=story.now,
        )


async def test_two_lessons_round_the_autumn_holiday_each_get_one_reminder_after_the_lesson(
    story: Story, owner: Database
):
    await story.watch()
    rows = await lessons_of(owner)
    assert [(row.number, row.lesson_day) for row in rows] == [(1, FIRST), (2, SECOND)]
    assert [row.due_at for row in await waiting(owner)] == [at(FIRST, 11, 10), at(SECOND, 11, 10)]
    assert {row.person_id for row in await waiting(owner)} == {story.world.iris}


async def test_starting_twice_for_the_same_child_is_harmless(story: Story, owner: Database):
    assert (await story.watch()).id == (await story.watch()).id
    assert len(await lessons_of(owner)) == len(await waiting(owner)) == 2


async def test_a_child_of_another_group_cannot_be_watched(story: Story):
    with pytest.raises(NotHere):
        await story.watch(story.world.bram)
    with pytest.raises(NotHere):
        await story.watch(new_id())


async def test_a_watch_may_not_hang_on_the_note_of_somebody_else_or_another_child(story: Story):
    theirs = await story.note(story.world.noortje, story.world.bram)
    with pytest.raises(NotHere):
        await story.watch(note_id=theirs)
    with pytest.raises(NotHere):
        await story.watch(note_id=await story.note(pupil=story.world.milan))


async def test_an_answer_ends_its_reminder_and_the_same_answer_again_changes_nothing(story: Story, owner: Database):
    await story.watch()
    first = (await lessons_of(owner))[0]
    story.move_to(at(FIRST, 11, 15))
    await story.answer(first.id, "better")
    answered = (await lessons_of(owner))[0]
    story.move_to(at(FIRST, 15))
    await story.answer(first.id, "better")
    assert (await lessons_of(owner))[0] == answered
    assert [row.due_at for row in await waiting(owner)] == [at(SECOND, 11, 10)]


async def test_not_seen_finds_another_lesson_and_changing_it_takes_that_back(story: Story, owner: Database):
    await story.watch()
    first = (await lessons_of(owner))[0]
    story.move_to(at(FIRST, 11, 15))
    await story.answer(first.id, "not_seen")
    assert [(row.number, row.lesson_day) for row in await lessons_of(owner) if not row.answer] == [
        (1, SECOND),
        (2, THIRD),
    ]
    assert len(await waiting(owner)) == 2
    await story.answer(first.id, "worse")
    assert [(row.number, row.lesson_day) for row in await lessons_of(owner)] == [(1, FIRST), (2, SECOND)]
    assert [row.due_at for row in await waiting(owner)] == [at(SECOND, 11, 10)]


async def test_a_lesson_to_come_cannot_be_answered_nor_with_nonsense(story: Story, owner: Database):
    await story.watch()
    first = (await lessons_of(owner))[0]
    with pytest.raises(LessonNotYet):
        await story.answer(first.id, "better")
    with pytest.raises(NotAnAnswer):
        await story.answer(first.id, "splendid")


async def test_somebody_elses_lesson_is_not_there(story: Story, owner: Database):
    case = await story.reported()
    await story.watch(case_id=case.id)
    first = (await lessons_of(owner))[0]
    story.move_to(at(FIRST, 11, 15))
    for stranger in (story.world.noortje, story.world.karim, story.world.marjan, story.world.tess):
        with pytest.raises(NotHere):
            await story.answer(first.id, "better", stranger)


async def both_answered(story: Story, owner: Database, *, note_id: UUID | None = None) -> Watch:
    watch = await story.watch(note_id=note_id)
    for day, row in zip((FIRST, SECOND), await lessons_of(owner), strict=True):
        story.move_to(at(day, 11, 15))
        await story.answer(row.id, "worse")
    return watch


async def test_after_the_second_answer_comes_one_question_what_now_at_a_human_moment(story: Story, owner: Database):
    watch = await both_answered(story, owner)
    (asked,) = await waiting(owner, "watch_decision")
    assert asked.subject_id == watch.id
    assert timedelta(0) <= asked.due_at - at(SECOND, 11, 25) < timedelta(minutes=1)
    assert not await waiting(owner)
    story.move_to(at(SECOND, 11, 20))
    await story.answer((await lessons_of(owner))[1].id, "not_seen")
    assert not await waiting(owner, "watch_decision"), "there is another lesson first"
    assert len(await waiting(owner)) == 1


async def test_an_answer_at_night_asks_what_now_in_the_morning(story: Story, owner: Database):
    await story.watch()
    first, second = await lessons_of(owner)
    story.move_to(at(SECOND, 23, 30))
    await story.answer(second.id, "same")
    await story.answer(first.id, "same")
    (asked,) = await waiting(owner, "watch_decision")
    assert asked.due_at == at(SECOND + timedelta(days=1), 8, 30)


async def test_stop_is_possible_at_any_moment_and_ends_every_reminder(story: Story, owner: Database):
    watch = await story.watch()
    await choose(story, watch, "stop")
    await choose(story, watch, "stop")
    assert not await waiting(owner)
    assert not await lessons_of(owner)
    with pytest.raises(WatchEnded):
        await choose(story, watch, "again")


async def test_another_two_lessons_wait_for_the_answers_and_then_start_a_new_watch(story: Story, owner: Database):
    watch = await story.watch()
    with pytest.raises(WatchStillRuns):
        await choose(story, watch, "again")
    await both_answered(story, owner)
    await choose(story, watch, "again")
    assert [row.lesson_day for row in await lessons_of(owner) if not row.answer] == [THIRD, date(2026, 11, 2)]
    assert not await waiting(owner, "watch_decision")
    with pytest.raises(WatchEnded):
        await story.answer((await lessons_of(owner))[0].id, "better")


async def test_sharing_after_the_second_lesson_makes_its_note_a_report(story: Story, owner: Database):
    watch = await both_answered(story, owner, note_id=await story.note())
    shared = await choose(story, watch, "share")
    assert shared.case_id is not None
    async with story.house.database.transaction(story.world.karim, story.world.organisation_id) as db:
        assert [row.id for row in await queries.of_case(db, story.world.organisation_id, shared.case_id)] == [watch.id]


async def test_a_stranger_decides_nothing(story: Story):
    watch = await story.watch()
    for stranger in (story.world.noortje, story.world.karim):
        with pytest.raises(NotHere):
            await choose(story, watch, "stop", stranger)


async def test_the_roster_of_a_day_holds_what_can_be_answered_on_it(story: Story):
    await story.watch()
    async with story.house.database.transaction(story.world.iris, story.world.organisation_id) as db:
        org = story.world.organisation_id
        assert not await queries.for_roster(db, org, story.world.iris, FIRST - timedelta(days=1))
        (one,) = await queries.for_roster(db, org, story.world.iris, FIRST)
    assert (one.pupil, one.group, one.number, one.of, one.ends_at) == ("Sara", "Strijkers 6B", 1, 2, at(FIRST, 11))
