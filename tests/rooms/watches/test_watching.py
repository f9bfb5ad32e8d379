"""Two lessons of extra attention, on a real database, as teacher on the web and as worker."""

from collections.abc import Sequence
from datetime import date, time, timedelta
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlmodel import select

from klankbord.house.database import Database
from klankbord.house.errors import NotHere
from klankbord.house.house import House
from klankbord.house.ids import new_id
from klankbord.rooms.lessons import actions as lessons
from klankbord.rooms.places import actions as places
from klankbord.rooms.reminders import actions as reminders
from klankbord.rooms.reminders.models import Reminder, ReminderState
from klankbord.rooms.watches import jobs, queries
from klankbord.rooms.watches.deciding import decide
from klankbord.rooms.watches.models import Watch, WatchLesson
from klankbord.rooms.watches.rules import LessonNotYet, NotAnAnswer, WatchEnded, WatchStillRuns
from tests.support.story import Story, at

FIRST, SECOND, THIRD = date(2026, 10, 5), date(2026, 10, 19), date(2026, 10, 26)


async def lessons_of(owner: Database) -> Sequence[WatchLesson]:
    async with owner.transaction() as db:
        return (await db.exec(select(WatchLesson).order_by(WatchLesson.starts_at))).all()


async def waiting(owner: Database, kind: str = "watch_lesson") -> list[Reminder]:
    async with owner.transaction() as db:
        rows = (await db.exec(select(Reminder).where(Reminder.kind == kind).order_by(Reminder.due_at))).all()
    return [row for row in rows if row.state == ReminderState.WAITING]


async def jobs_waiting(owner: Database) -> int:
    async with owner.transaction() as db:
        count = text("select count(*) from pgqueuer where entrypoint = 'realign_watches'")
        return (await (await db.connection()).execute(count)).scalar_one()


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


async def test_two_lessons_round_the_autumn_holiday_each_get_one_reminder_after_the_lesson(story: Story, owner: Database):
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
    assert [(row.number, row.lesson_day) for row in await lessons_of(owner) if not row.answer] == [(1, SECOND), (2, THIRD)]
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
    assert [(row.subject_id, row.due_at) for row in await waiting(owner, "watch_decision")] == [
        (watch.id, story.now.replace(microsecond=row.due_at.microsecond, second=row.due_at.second) + timedelta(minutes=10))
        for row in await waiting(owner, "watch_decision")
    ]
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
    await choose(story, watch, "stop")
    watch = await both_answered(story, owner) if False else await story.watch()
    for day, row in zip((FIRST, SECOND), await lessons_of(owner), strict=True):
        story.move_to(at(day, 11, 15))
        await story.answer(row.id, "same")
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


async def test_a_manager_cancels_a_lesson_and_the_worker_finds_another(
    story: Story, owner: Database, worker_house: House
):
    await story.watch()
    world = story.world
    async with story.house.database.transaction(world.karim, world.organisation_id) as db:
        await lessons.cancel_lesson(db, world.organisation_id, world.strijkers, FIRST, world.karim, story.now)
    assert await jobs_waiting(owner) == 1
    await jobs.realign_watches(worker_house, {"group": str(world.strijkers)})
    assert [row.lesson_day for row in await lessons_of(owner)] == [SECOND, THIRD]
    assert [row.due_at for row in await waiting(owner)] == [at(SECOND, 11, 10), at(THIRD, 11, 10)]


async def test_a_moved_lesson_takes_its_reminder_along(story: Story, owner: Database, worker_house: House):
    await story.watch()
    world = story.world
    async with story.house.database.transaction(world.karim, world.organisation_id) as db:
        moved_to = at(date(2026, 10, 7), 20, 30)
        await lessons.move_lesson(db, world.organisation_id, world.strijkers, FIRST, moved_to, world.karim, story.now)
    await jobs.realign_watches(worker_house, {"group": str(world.strijkers)})
    assert [row.due_at for row in await waiting(owner)] == [at(date(2026, 10, 8), 8, 30), at(SECOND, 11, 10)]


async def test_a_new_closure_and_a_new_timetable_move_what_is_to_come(story: Story, owner: Database, worker_house: House):
    await story.watch()
    world = story.world
    async with story.house.database.transaction(world.karim, world.organisation_id) as db:
        await places.add_closure(
            db, world.organisation_id, world.wielewaal, "Studiedag", FIRST, FIRST, story.now
        )
    async with story.house.database.transaction(world.karim, world.organisation_id) as db:
        await places.change_timetable(db, world.organisation_id, world.strijkers, 3, time(9), 45, story.now)
    assert await jobs_waiting(owner) >= 2
    await jobs.realign_watches(worker_house, {"group": str(world.strijkers)})
    assert [row.due_at for row in await waiting(owner)] == [at(date(2026, 9, 30), 9, 55), at(date(2026, 10, 7), 9, 55)]


async def test_whatever_a_crash_left_behind_is_mended_once(story: Story, owner: Database, worker_house: House):
    await story.watch()
    async with owner.transaction() as db:
        await db.exec(text("delete from reminders"))
    assert await jobs.mend(worker_house) == 1
    assert len(await waiting(owner)) == 2
    async with owner.transaction() as db:
        await db.exec(text("delete from watch_lessons where number = 2"))
    assert await jobs.mend(worker_house) == 1
    assert [row.lesson_day for row in await lessons_of(owner)] == [FIRST, SECOND]
    assert await jobs.mend(worker_house) == 0
    async with owner.transaction() as db:
        move = "update groups set weekday = 4"
        await db.exec(text(move))  # nobody told the worker
    assert await jobs.mend(worker_house) == 1
    assert [row.lesson_day for row in await lessons_of(owner)] == [date(2026, 10, 1), date(2026, 10, 8)]
    assert await jobs.mend(worker_house) == 0


async def test_a_sent_reminder_is_never_sent_again_for_the_same_lesson(story: Story, owner: Database, worker_house: House):
    await story.watch()
    story.move_to(at(FIRST, 11, 12))
    async with owner.transaction() as db:
        await db.exec(text("update reminders set state = 'sent', pushed_at = now() where due_at <= :now").bindparams(now=story.now))
    story.move_to(at(FIRST, 18))
    world = story.world
    async with story.house.database.transaction(world.karim, world.organisation_id) as db:
        await places.change_timetable(db, world.organisation_id, world.strijkers, 2, time(9), 45, story.now)
    await jobs.mend(worker_house)
    assert [row.due_at for row in await waiting(owner)] == [at(date(2026, 10, 6), 9, 55)]
    assert (await lessons_of(owner))[0].lesson_day == FIRST


async def test_a_lesson_the_teacher_needs_no_reminder_of_makes_room_for_another(
    story: Story, owner: Database, worker_house: House
):
    await story.watch()
    first = (await waiting(owner))[0]
    async with story.house.database.transaction(story.world.iris, story.world.organisation_id) as db:
        await reminders.cancel_mine(
            db, story.house.keys, person_id=story.world.iris, reminder_id=first.id, reason="Ik was ziek", now=story.now
        )
    await jobs.mend(worker_house)
    assert [row.due_at for row in await waiting(owner)] == [at(SECOND, 11, 10), at(THIRD, 11, 10)]
    assert await jobs.mend(worker_house) == 0


async def test_the_roster_of_a_day_holds_what_can_be_answered_on_it(story: Story):
    await story.watch()
    async with story.house.database.transaction(story.world.iris, story.world.organisation_id) as db:
        org = story.world.organisation_id
        assert not await queries.for_roster(db, org, story.world.iris, FIRST - timedelta(days=1))
        (one,) = await queries.for_roster(db, org, story.world.iris, FIRST)
    assert (one.pupil, one.group, one.number, one.of, one.ends_at) == ("Sara", "Strijkers 6B", 1, 2, at(FIRST, 11))
