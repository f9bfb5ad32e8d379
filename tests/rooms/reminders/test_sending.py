"""From a due reminder to a phone that buzzes: once, by day, and never forgotten, whatever dies in between."""

import asyncio
import json
import re
from datetime import timedelta
from uuid import UUID

import pytest

from klankbord.house.clock import Clock
from klankbord.house.database import Database
from klankbord.house.house import House
from klankbord.house.push.transport import Browser
from klankbord.rooms.reminders import jobs, queries, sending
from klankbord.rooms.reminders.models import ReminderKind
from tests.factories import World
from tests.rooms.reminders.conftest import TUESDAY, Phone, Remind, claim, hand_over
from tests.support.push_line import PushLine
from tests.support.rows import change, rows

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


async def sweep(line: PushLine, house: House) -> None:
    await hand_over(house)
    await jobs.deliver(line.transport, house)


async def reminder(owner: Database) -> tuple[str, bool]:
    """(state, was it pushed) of the only reminder."""
    ((state, pushed_at),) = await rows(owner, "select state, pushed_at from reminders")
    return state, pushed_at is not None


async def delivery(owner: Database) -> tuple[str, int, int | None]:
    """(state, attempts, status) of the only delivery."""
    ((state, attempts, status),) = await rows(owner, "select state, attempts, status from deliveries")
    return state, attempts, status


def ids(line: PushLine) -> set[str]:
    """By which a phone knows what came before; the same in both places where a browser may hand it over."""
    messages = [json.loads(got["text"]) for got in line.service.got]
    assert all(re.fullmatch("[0-9a-f]{22}", each["id"]) for each in messages)
    assert all(each["notification"]["data"] == {"id": each["id"]} for each in messages)
    return {each["id"] for each in messages}


async def test_a_due_reminder_buzzes_once_on_each_phone_of_its_person(
    worker_house: House, owner: Database, world: World, line: PushLine, a_phone: Phone, remind: Remind
) -> None:
    await a_phone(world.karim)
    await a_phone(world.karim, service=line.other)
    await a_phone(world.marjan)
    await remind(world.karim)
    for _ in range(3):
        await sweep(line, worker_house)
    assert (len(line.service.got), len(line.other.got)) == (1, 1)
    assert await reminder(owner) == ("sent", True)
    assert line.service.refused + line.other.refused == []
    ok = await rows(owner, "select last_ok_at from push_subscriptions where last_ok_at is not null")
    assert len(ok) == 2


async def test_it_buzzes_when_it_is_due_and_not_before(
    worker_house: House, clock: Clock, world: World, line: PushLine, a_phone: Phone, remind: Remind
) -> None:
    await a_phone(world.iris)
    await remind(world.iris, due_at=TUESDAY + HOUR)
    await sweep(line, worker_house)
    assert line.service.got == []
    clock.move_to(TUESDAY + HOUR)
    await sweep(line, worker_house)
    assert len(line.service.got) == 1


async def test_who_has_no_phone_still_finds_it_under_today(
    house: House, worker_house: House, owner: Database, world: World, line: PushLine, remind: Remind
) -> None:
    await remind(world.iris)
    await sweep(line, worker_house)
    assert await reminder(owner) == ("sent", False)
    async with house.database.transaction(world.iris, world.organisation_id) as db:
        assert len(await queries.open_reminders(db, person_id=world.iris, now=TUESDAY)) == 1


async def test_two_workers_at_once_send_once(
    worker_house: House, world: World, line: PushLine, a_phone: Phone, remind: Remind
) -> None:
    for number in range(8):
        await a_phone(world.karim)
        await remind(world.karim, subject_id=UUID(int=number + 1))
    await asyncio.gather(*(sweep(line, worker_house) for _ in range(4)))
    await sweep(line, worker_house)
    assert len(line.service.got) == 64


async def test_a_worker_that_dies_between_claim_and_record_is_followed_by_another_with_the_same_tag_and_id(
    worker_house: House, clock: Clock, owner: Database, world: World, line: PushLine, a_phone: Phone, remind: Remind
) -> None:
    await a_phone(world.karim)
    await remind(world.karim)
    await hand_over(worker_house)
    (claimed,) = await claim(worker_house, worker_house.clock.now())
    message = sending.message_of(worker_house, claimed, worker_house.clock.now())
    await line.transport.send(Browser(claimed.endpoint, claimed.p256dh, claimed.auth), message)
    await sweep(line, worker_house)  # power cut; the next worker comes within the lease
    assert len(line.service.got) == 1
    clock.move_to(TUESDAY + MINUTE + timedelta(seconds=1))
    await sweep(line, worker_house)
    assert len(line.service.got) == 2
    assert len({(got["topic"], json.loads(got["text"])["notification"]["tag"]) for got in line.service.got}) == 1
    assert len(ids(line)) == 1
    assert await delivery(owner) == ("sent", 2, 201)


async def test_a_reminder_that_was_put_off_and_another_reminder_are_new_messages(
    worker_house: House, clock: Clock, owner: Database, world: World, line: PushLine, a_phone: Phone, remind: Remind
) -> None:
    await a_phone(world.karim)
    await remind(world.karim)
    await remind(world.karim, subject_id=UUID(int=9))
    await sweep(line, worker_house)
    later = TUESDAY + HOUR
    await change(owner, "update reminders set state = 'waiting', snoozed_until = :later", later=later)
    clock.move_to(later)
    await sweep(line, worker_house)
    assert len(ids(line)) == len(line.service.got) == 4


async def test_a_claim_survives_that_a_demo_clock_is_moved_back(
    worker_house: House, clock: Clock, world: World, line: PushLine, a_phone: Phone, remind: Remind
) -> None:
    await a_phone(world.karim)
    await remind(world.karim)
    await hand_over(worker_house)
    await claim(worker_house, TUESDAY + timedelta(days=9))
    await sweep(line, worker_house)
    assert len(line.service.got) == 1


@pytest.mark.parametrize("mode", ["404", "410"])
async def test_a_phone_that_is_gone_is_forgotten(
    worker_house: House, owner: Database, world: World, line: PushLine, a_phone: Phone, remind: Remind, mode: str
) -> None:
    await a_phone(world.karim, mode)
    await remind(world.karim)
    await sweep(line, worker_house)
    assert await rows(owner, "select id from push_subscriptions") == []
    assert await delivery(owner) == ("gone", 1, int(mode))
    assert await reminder(owner) == ("sent", False)


async def test_a_service_that_refuses_us_is_an_alarm_and_the_phone_is_kept(
    worker_house: House,
    owner: Database,
    world: World,
    line: PushLine,
    a_phone: Phone,
    remind: Remind,
    caplog: pytest.LogCaptureFixture,
) -> None:
    await a_phone(world.karim, "403")
    await remind(world.karim)
    await sweep(line, worker_house)
    ((failing_since,),) = await rows(owner, "select failing_since from push_subscriptions")
    assert failing_since is not None
    assert await delivery(owner) == ("waiting", 1, 403)
    assert [record.levelname for record in caplog.records if record.name == sending.__name__] == ["ERROR"]


async def test_too_large_is_never_tried_again(
    worker_house: House, owner: Database, world: World, line: PushLine, a_phone: Phone, remind: Remind
) -> None:
    await a_phone(world.karim, "413")
    await remind(world.karim)
    await sweep(line, worker_house)
    assert await delivery(owner) == ("failed", 1, 413)
    assert await reminder(owner) == ("sent", False)


async def test_a_busy_service_is_tried_again_later_and_later_and_then_it_arrives(
    worker_house: House, clock: Clock, owner: Database, world: World, line: PushLine, a_phone: Phone, remind: Remind
) -> None:
    phone = await a_phone(world.karim, "500")
    await remind(world.karim)
    waits = []
    for _ in range(4):
        await sweep(line, worker_house)
        tried_at = worker_house.clock.now()
        ((next_at,),) = await rows(owner, "select next_at from deliveries")
        waits.append(round((next_at - tried_at).total_seconds()))
        knocks = len(line.service.knocks)
        await sweep(line, worker_house)
        assert len(line.service.knocks) == knocks
        clock.move_to(next_at)
    assert waits == [30, 60, 120, 240]
    line.service.set_mode(phone.endpoint, "201")
    await sweep(line, worker_house)
    assert await reminder(owner) == ("sent", True)
    ((failing_since,),) = await rows(owner, "select failing_since from push_subscriptions")
    assert failing_since is None


async def test_a_service_that_says_when_is_listened_to(
    worker_house: House, clock: Clock, owner: Database, world: World, line: PushLine, a_phone: Phone, remind: Remind
) -> None:
    await a_phone(world.karim, "429")
    await remind(world.karim)
    await sweep(line, worker_house)
    clock.move_to(TUESDAY + timedelta(seconds=100))
    await sweep(line, worker_house)
    assert len(line.service.knocks) == 1
    clock.move_to(TUESDAY + timedelta(seconds=125))
    await sweep(line, worker_house)
    assert len(line.service.knocks) == 2


async def test_after_a_day_it_is_given_up_and_still_stands_under_today(
    house: House,
    worker_house: House,
    clock: Clock,
    owner: Database,
    world: World,
    line: PushLine,
    a_phone: Phone,
    remind: Remind,
) -> None:
    await a_phone(world.karim, "503")
    await remind(world.karim)
    for later, state in ((timedelta(), "waiting"), (23 * HOUR, "waiting"), (24 * HOUR + MINUTE, "failed")):
        clock.move_to(TUESDAY + later)
        await change(owner, "update deliveries set next_at = :now", now=worker_house.clock.now())
        await sweep(line, worker_house)
        assert (await delivery(owner))[0] == state
    async with house.database.transaction(world.karim, world.organisation_id) as db:
        assert len(await queries.open_reminders(db, person_id=world.karim, now=clock.now())) == 1


async def test_who_left_is_not_reminded(
    worker_house: House, owner: Database, world: World, line: PushLine, a_phone: Phone, remind: Remind
) -> None:
    await a_phone(world.karim)
    await change(owner, "update people set ended_at = :now where id = :karim", now=TUESDAY, karim=world.karim)
    await remind(world.karim)
    await sweep(line, worker_house)
    assert line.service.knocks == []


async def test_the_icon_counts_what_is_due(
    worker_house: House, world: World, line: PushLine, a_phone: Phone, remind: Remind
) -> None:
    await a_phone(world.karim)
    for number in range(3):
        await remind(world.karim, subject_id=UUID(int=number + 1))
    await remind(world.karim, subject_id=UUID(int=9), due_at=TUESDAY + HOUR)
    await remind(world.karim, kind=ReminderKind.TEST)
    await sweep(line, worker_house)
    assert {json.loads(got["text"])["app_badge"] for got in line.service.got} == {3}


async def test_a_worker_whose_clock_is_a_little_behind_takes_nothing_from_another(
    worker_house: House, world: World, a_phone: Phone, remind: Remind
) -> None:
    await a_phone(world.karim)
    await remind(world.karim)
    await hand_over(worker_house)
    now = worker_house.clock.now()
    assert len(await claim(worker_house, now)) == 1
    assert await claim(worker_house, now - timedelta(seconds=2)) == []
