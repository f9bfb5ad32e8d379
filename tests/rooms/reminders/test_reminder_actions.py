"""A reminder is made once, moves with its occasion, and ends when what it is about is done."""

from datetime import timedelta

import pytest

from klankbord.house.database import Database
from klankbord.house.errors import NotHere
from klankbord.house.house import House
from klankbord.rooms.reminders import actions, queries
from klankbord.rooms.reminders.models import ReminderKind
from tests.factories import World
from tests.rooms.reminders.conftest import TUESDAY, Remind
from tests.support.rows import rows

LESSON = ReminderKind.WATCH_LESSON
HOUR, WEEK = timedelta(hours=1), timedelta(weeks=1)


async def reminders(owner: Database) -> list[tuple[object, ...]]:
    return [tuple(row) for row in await rows(owner, "select state, moment, due_at from reminders order by moment")]


async def jobs(owner: Database) -> int:
    return len(await rows(owner, "select id from pgqueuer where entrypoint = 'send_reminder'"))


async def test_a_teacher_leaves_a_reminder_for_her_manager_and_saying_it_again_changes_nothing(
    owner: Database, world: World, remind: Remind
) -> None:
    assert await remind(world.karim)
    assert not await remind(world.karim)
    assert await remind(world.marjan)
    assert len(await reminders(owner)) == 2
    assert await jobs(owner) == 2


async def test_a_reminder_for_later_puts_nothing_in_the_queue(owner: Database, world: World, remind: Remind) -> None:
    assert await remind(world.karim, due_at=TUESDAY + HOUR)
    assert await jobs(owner) == 0


async def test_the_job_goes_when_the_transaction_does(house: House, owner: Database, world: World) -> None:
    about = {"kind": LESSON, "subject_id": world.sara, "moment": TUESDAY, "due_at": TUESDAY, "now": TUESDAY}

    async def until_the_power_fails() -> None:
        async with house.database.transaction(world.iris, world.organisation_id) as db:
            await actions.remind(db, organisation_id=world.organisation_id, person_id=world.karim, **about)  # type: ignore[arg-type]
            raise RuntimeError("power cut")

    with pytest.raises(RuntimeError):
        await until_the_power_fails()
    assert (await jobs(owner), await reminders(owner)) == (0, [])


async def test_nobody_leaves_a_reminder_in_another_organisation(world: World, remind: Remind) -> None:
    with pytest.raises(Exception, match="row-level security"):
        await remind(world.karim, organisation_id=world.sara)


async def test_a_moved_lesson_takes_its_reminder_along_and_back_again(
    worker_house: House, owner: Database, world: World, remind: Remind
) -> None:
    await remind(world.iris, kind=LESSON, moment=TUESDAY + HOUR, due_at=TUESDAY + HOUR)
    for moment in (TUESDAY + WEEK, TUESDAY + HOUR):
        async with worker_house.database.transaction() as db:
            about = {"kind": LESSON, "subject_id": world.sara, "moment": moment, "due_at": moment, "now": TUESDAY}
            assert await actions.move(db, **about) == 1  # type: ignore[arg-type]
        assert await reminders(owner) == [("waiting", moment, moment)]


async def test_a_lesson_moved_back_to_where_it_was_reminded_of_already_reminds_of_it_no_more(
    worker_house: House, owner: Database, world: World, remind: Remind
) -> None:
    await remind(world.iris, kind=LESSON)
    async with owner.transaction() as db:
        await queries.change(db, state="sent", pushed_at=TUESDAY)
    await remind(world.iris, kind=LESSON, moment=TUESDAY + WEEK, due_at=TUESDAY + WEEK)
    async with worker_house.database.transaction() as db:
        about = {"kind": LESSON, "subject_id": world.sara, "moment": TUESDAY, "due_at": TUESDAY, "now": TUESDAY}
        assert await actions.move(db, **about) == 0  # type: ignore[arg-type]
    assert [row[0] for row in await reminders(owner)] == ["sent", "cancelled"]


async def test_a_cancelled_lesson_that_is_on_again_reminds_again_unless_it_did(
    house: House, owner: Database, world: World, remind: Remind
) -> None:
    for pushed_at, state in ((None, "waiting"), (TUESDAY, "sent")):
        await remind(world.iris, kind=LESSON, due_at=TUESDAY + HOUR)
        async with owner.transaction() as db:
            await queries.change(db, pushed_at=pushed_at)
        async with house.database.transaction(world.iris, world.organisation_id) as db:
            assert await actions.cancel(db, kind=LESSON, subject_id=world.sara, now=TUESDAY) == 1
        assert await remind(world.iris, kind=LESSON, due_at=TUESDAY + HOUR)
        assert [row[0] for row in await reminders(owner)] == [state]


async def test_what_somebody_cancelled_with_a_reason_stays_cancelled(
    house: House, owner: Database, world: World, remind: Remind
) -> None:
    await remind(world.iris, kind=LESSON)
    async with house.database.transaction(world.iris, world.organisation_id) as db:
        (mine,) = await queries.open_reminders(db, person_id=world.iris, now=TUESDAY)
        who = {"person_id": world.iris, "reminder_id": mine.id, "now": TUESDAY}
        await actions.cancel_mine(db, house.keys, reason="Sara is verhuisd", **who)  # type: ignore[arg-type]
    assert not await remind(world.iris, kind=LESSON)
    ((sealed, id),) = await rows(owner, "select reason_sealed, id from reminders")
    assert b"verhuisd" not in sealed
    assert house.keys.open(sealed, table="reminders", row=id, column="reason") == "Sara is verhuisd"


async def test_what_is_done_is_done_for_one_or_for_all(
    worker_house: House, owner: Database, world: World, remind: Remind
) -> None:
    await remind(world.karim)
    await remind(world.marjan)
    about = {"kind": ReminderKind.REPORT_RECEIVED, "subject_id": world.sara, "now": TUESDAY}
    async with worker_house.database.transaction() as db:
        assert await actions.done(db, person_id=world.karim, **about) == 1  # type: ignore[arg-type]
        assert await actions.done(db, **about) == 1  # type: ignore[arg-type]
    assert [row[0] for row in await reminders(owner)] == ["done", "done"]


async def test_open_reminders_are_what_is_due_and_not_put_off_and_no_test(
    house: House, world: World, remind: Remind
) -> None:
    await remind(world.iris, kind=ReminderKind.TEST)
    await remind(world.iris, kind=ReminderKind.WATCH_DECISION, due_at=TUESDAY + HOUR)
    await remind(world.iris, kind=LESSON)
    async with house.database.transaction(world.iris, world.organisation_id) as db:
        (mine,) = await queries.open_reminders(db, person_id=world.iris, now=TUESDAY)
        assert mine.kind == LESSON
        until = TUESDAY + 2 * HOUR
        about = {"person_id": world.iris, "reminder_id": mine.id, "until": until, "reason": ""}
        await actions.snooze(db, house.keys, **about)  # type: ignore[arg-type]
        assert await queries.count_open(db, person_id=world.iris, now=TUESDAY) == 0
        assert await queries.count_open(db, person_id=world.iris, now=until) == 2


async def test_a_stranger_can_do_nothing_with_a_reminder(house: House, world: World, remind: Remind) -> None:
    await remind(world.karim)
    async with house.database.transaction(world.karim, world.organisation_id) as db:
        (his,) = await queries.open_reminders(db, person_id=world.karim, now=TUESDAY)
    hers = {"person_id": world.iris, "reminder_id": his.id}
    async with house.database.transaction(world.iris, world.organisation_id) as db:
        with pytest.raises(NotHere):
            await actions.tick_off(db, now=TUESDAY, **hers)
        with pytest.raises(NotHere):
            await actions.snooze(db, house.keys, until=TUESDAY + WEEK, reason="", **hers)
        with pytest.raises(NotHere):
            await actions.cancel_mine(db, house.keys, reason="x", now=TUESDAY, **hers)
        assert await actions.cancel(db, kind=ReminderKind.REPORT_RECEIVED, subject_id=world.sara, now=TUESDAY) == 0
        assert await queries.open_reminders(db, person_id=world.karim, now=TUESDAY) == []
