"""A reminder comes by day, and not when it was done or put off meanwhile."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from klankbord.house.clock import Clock
from klankbord.house.house import House
from klankbord.rooms.reminders import actions, jobs, queries
from klankbord.rooms.reminders.models import ReminderKind
from tests.factories import World
from tests.rooms.reminders.conftest import TUESDAY, Phone, Remind, hand_over
from tests.support.push_line import PushLine

HOUR = timedelta(hours=1)


async def sweep(line: PushLine, house: House) -> None:
    await hand_over(house)
    await jobs.deliver(line.transport, house)


async def test_nothing_buzzes_at_night_but_the_test_somebody_asks_for(
    house: House, worker_house: House, clock: Clock, world: World, line: PushLine, a_phone: Phone, remind: Remind
) -> None:
    night = datetime(2026, 11, 3, 20, 30, tzinfo=UTC)  # 21:30 on the wall
    clock.move_to(night)
    await a_phone(world.karim)
    await remind(world.karim, due_at=night)
    await sweep(line, worker_house)
    assert line.service.got == []
    async with house.database.transaction(world.karim, world.organisation_id) as db:
        await actions.send_test(db, organisation_id=world.organisation_id, person_id=world.karim, now=clock.now())
    await sweep(line, worker_house)
    assert len(line.service.got) == 1
    for moment, count in ((datetime(2026, 11, 4, 6, 29, tzinfo=UTC), 1), (datetime(2026, 11, 4, 6, 30, tzinfo=UTC), 2)):
        clock.move_to(moment)
        await sweep(line, worker_house)
        assert len(line.service.got) == count


async def test_a_retry_does_not_buzz_at_night_either(
    worker_house: House, clock: Clock, world: World, line: PushLine, a_phone: Phone, remind: Remind
) -> None:
    clock.move_to(datetime(2026, 11, 3, 19, 59, 50, tzinfo=UTC))
    phone = await a_phone(world.karim, "500")
    await remind(world.karim)
    await sweep(line, worker_house)
    line.service.set_mode(phone.endpoint, "201")
    clock.move_to(datetime(2026, 11, 3, 20, 5, tzinfo=UTC))
    await sweep(line, worker_house)
    assert line.service.got == []
    clock.move_to(datetime(2026, 11, 4, 6, 30, tzinfo=UTC))
    await sweep(line, worker_house)
    assert len(line.service.got) == 1


async def test_what_is_done_or_put_off_meanwhile_does_not_buzz(
    house: House, worker_house: House, clock: Clock, world: World, line: PushLine, a_phone: Phone, remind: Remind
) -> None:
    await a_phone(world.karim)
    for number, kind in enumerate((ReminderKind.REPORT_RECEIVED, ReminderKind.HANDOVER_RECEIVED)):
        await remind(world.karim, kind=kind, subject_id=UUID(int=number + 1))
    await hand_over(worker_house)
    async with house.database.transaction(world.karim, world.organisation_id) as db:
        await actions.done(db, kind=ReminderKind.REPORT_RECEIVED, subject_id=UUID(int=1), now=clock.now())
        (other,) = await queries.open_reminders(db, person_id=world.karim, now=clock.now())
        until = TUESDAY + 2 * HOUR
        await actions.snooze(db, house.keys, person_id=world.karim, reminder_id=other.id, until=until, reason="les")
    await sweep(line, worker_house)
    assert line.service.got == []
    clock.move_to(until)
    await sweep(line, worker_house)
    assert len(line.service.got) == 1


async def test_what_was_sent_and_then_put_off_comes_once_more(
    house: House, worker_house: House, clock: Clock, world: World, line: PushLine, a_phone: Phone, remind: Remind
) -> None:
    await a_phone(world.karim)
    await remind(world.karim)
    await sweep(line, worker_house)
    async with house.database.transaction(world.karim, world.organisation_id) as db:
        (mine,) = await queries.open_reminders(db, person_id=world.karim, now=clock.now())
        until = TUESDAY + 2 * HOUR
        await actions.snooze(db, house.keys, person_id=world.karim, reminder_id=mine.id, until=until, reason="")
    for moment, count in ((TUESDAY + HOUR, 1), (until, 2), (until + HOUR, 2)):
        clock.move_to(moment)
        await sweep(line, worker_house)
        assert len(line.service.got) == count
