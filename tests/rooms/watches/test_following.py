"""The lessons change, a worker was away: every running watch follows, and nothing is asked twice."""

import asyncio
from datetime import date, time

from sqlalchemy import text

from klankbord.house.database import Database
from klankbord.house.house import House
from klankbord.rooms.lessons import actions as lessons
from klankbord.rooms.places import actions as places
from klankbord.rooms.reminders import actions as reminders
from klankbord.rooms.watches import jobs
from tests.support.story import Story, at
from tests.support.watched import FIRST, SECOND, THIRD, jobs_waiting, lessons_of, waiting


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


async def test_a_new_closure_and_a_new_timetable_move_what_is_to_come(
    story: Story, owner: Database, worker_house: House
):
    await story.watch()
    world = story.world
    async with story.house.database.transaction(world.karim, world.organisation_id) as db:
        await places.add_closure(db, world.organisation_id, world.wielewaal, "Studiedag", FIRST, FIRST, story.now)
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


async def test_a_sent_reminder_is_never_sent_again_for_the_same_lesson(
    story: Story, owner: Database, worker_house: House
):
    await story.watch()
    story.move_to(at(FIRST, 11, 12))
    async with owner.transaction() as db:
        await db.exec(
            text("update reminders set state = 'sent', pushed_at = now() where due_at <= :now").bindparams(
                now=story.now
            )
        )
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


async def test_an_answer_and_the_worker_at_the_same_moment_leave_the_right_lessons(
    story: Story, owner: Database, worker_house: House
):
    await story.watch()
    first = (await lessons_of(owner))[0]
    story.move_to(at(FIRST, 11, 15))
    about = {"group": str(story.world.strijkers)}
    for answer in ("not_seen", "better", "not_seen"):
        await asyncio.gather(
            *(jobs.realign_watches(worker_house, about) for _ in range(3)),
            *(story.answer(first.id, answer) for _ in range(2)),
        )
    assert [(row.number, row.lesson_day) for row in await lessons_of(owner) if not row.answer] == [
        (1, SECOND),
        (2, THIRD),
    ]
    assert [row.due_at for row in await waiting(owner)] == [at(SECOND, 11, 10), at(THIRD, 11, 10)]


async def test_two_workers_that_mend_at_once_mend_it_once(story: Story, owner: Database, worker_house: House):
    for pupil in (story.world.sara, story.world.milan, story.world.noor_cello):
        await story.watch(pupil)
    async with owner.transaction() as db:
        await db.exec(text("delete from watch_lessons"))
        await db.exec(text("delete from reminders"))
    assert sorted(await asyncio.gather(*(jobs.mend(worker_house) for _ in range(4)))) == [0, 0, 0, 3]
    assert len(await lessons_of(owner)) == len(await waiting(owner)) == 6


async def test_a_closure_on_the_day_after_a_late_lesson_does_not_remind_of_it_again(
    story: Story, owner: Database, worker_house: House
):
    await story.watch()
    world, org = story.world, story.world.organisation_id
    late, day_after = at(date(2026, 10, 7), 20, 30), date(2026, 10, 8)
    async with story.house.database.transaction(world.karim, org) as db:
        await lessons.move_lesson(db, org, world.strijkers, FIRST, late, world.karim, story.now)
    await jobs.mend(worker_house)
    story.move_to(at(day_after, 9))
    async with owner.transaction() as db:
        sent = "update reminders set state = 'sent', pushed_at = :now where due_at <= :now"
        await db.exec(text(sent).bindparams(now=story.now))
    async with story.house.database.transaction(world.karim, org) as db:
        await places.add_closure(db, org, world.wielewaal, "Studiedag", day_after, day_after, story.now)
    await jobs.mend(worker_house)
    assert [row.due_at for row in await waiting(owner)] == [at(SECOND, 11, 10)]
