"""The ladder in the worker: the right people, at the right minute, once each, whatever breaks."""

import asyncio
import json
from collections import Counter
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from klankbord.house.database import Database
from klankbord.house.house import House
from klankbord.house.push.transport import Browser
from klankbord.rooms.alarms import calling, calls, climbing
from klankbord.rooms.alarms.models import Channel
from klankbord.rooms.people.models import Person, Role, RoleKind
from tests.factories import add
from tests.rooms.alarms.conftest import Phone
from tests.support.alarm_story import see_alarm, send_alarm, take_alarm, withdraw_alarm
from tests.support.alarm_work import state, work
from tests.support.mail_server import MailServer
from tests.support.push_line import PushLine
from tests.support.rows import rows
from tests.support.story import Story

MINUTE = timedelta(minutes=1)


async def called(owner: Database) -> dict[int, set[UUID]]:
    """Whom each rung called."""
    found: dict[int, set[UUID]] = {}
    for row in await rows(owner, "select rung, person_id from alarm_calls"):
        found.setdefault(row.rung, set()).add(row.person_id)
    return found


async def test_every_rung_is_climbed_once_at_its_minute_and_more_people_are_called(
    story: Story, worker: House, owner: Database, line: PushLine
) -> None:
    world, sent = story.world, story.now
    fatima = await _manager_elsewhere(story, owner)
    await send_alarm(story)
    climbed: list[int] = []
    for half_minutes in range(200):
        story.move_to(sent + half_minutes * MINUTE / 2 + timedelta(seconds=1))
        climbed += [half_minutes] * await work(worker, line)
    assert [each / 2 for each in climbed] == [2, 5, 15, 30, 45, 60, 75]
    first = {world.karim, world.marjan}
    everybody = first | {world.tess, fatima}
    assert await called(owner) == {0: first, 1: first, 2: first} | dict.fromkeys(range(3, 8), everybody)
    (row,) = await rows(owner, "select next_rung, next_at, ended_at from alarms")
    assert tuple(row) == (8, None, None)


async def test_after_somebody_took_it_up_nobody_is_called_any_more(
    story: Story, worker: House, owner: Database, line: PushLine, mail: MailServer, a_phone: Phone, letters: None
) -> None:
    await a_phone(story.world.karim)
    alarm = await send_alarm(story)
    await take_alarm(story, alarm, story.world.karim)
    for minutes in (0, 2, 5, 15, 60):
        story.move_to(story.now + minutes * MINUTE)
        await work(worker, line)
    assert (line.service.got, mail.got) == ([], [])
    assert await state(owner) == {"push over": 2, "mail over": 2}


async def test_what_was_taken_back_calls_nobody_any_more(story: Story, worker: House, line: PushLine) -> None:
    await withdraw_alarm(story, await send_alarm(story))
    story.move_to(story.now + 5 * MINUTE)
    assert await work(worker, line) == 0


async def test_only_reading_it_does_not_stop_it(story: Story, worker: House, owner: Database, line: PushLine) -> None:
    alarm = await send_alarm(story)
    await see_alarm(story, alarm, story.world.karim)
    story.move_to(story.now + 2 * MINUTE)
    assert await work(worker, line) == 1
    assert story.world.karim in (await called(owner))[1]


async def test_two_workers_at_once_climb_and_ring_once(
    story: Story, worker: House, owner: Database, line: PushLine, a_phone: Phone
) -> None:
    await a_phone(story.world.karim)
    await send_alarm(story)
    assert sum(await asyncio.gather(*(work(worker, line) for _ in range(4)))) == 0
    assert len(line.service.got) == 1
    story.move_to(story.now + 2 * MINUTE + timedelta(seconds=1))
    assert sum(await asyncio.gather(*(work(worker, line) for _ in range(4)))) == 1
    await work(worker, line)
    assert len({json.loads(got["text"])["id"] for got in line.service.got}) == len(line.service.got) == 2
    assert Counter(row.rung for row in await rows(owner, "select rung from alarm_calls")) == {0: 4, 1: 4}


async def test_a_worker_that_dies_while_it_climbs_leaves_the_rung_to_the_next(
    story: Story, worker: House, owner: Database, line: PushLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    await send_alarm(story)
    story.move_to(story.now + 2 * MINUTE)
    with monkeypatch.context() as dying:
        dying.setattr(climbing, "enqueue", _dies)
        with pytest.raises(PowerCut):
            await work(worker, line)
    assert set(await called(owner)) == {0}
    assert await work(worker, line) == 1
    assert set(await called(owner)) == {0, 1}


async def test_a_worker_that_dies_while_it_rings_is_followed_by_another_with_the_same_message(
    story: Story, worker: House, line: PushLine, a_phone: Phone
) -> None:
    phone = await a_phone(story.world.karim)
    await send_alarm(story)
    claimed = await calls.claim(worker.database.direct, Channel.PUSH, story.now)
    (one,) = [each for each in claimed if each.person_id == story.world.karim]
    browser = Browser(phone.endpoint, phone.p256dh, phone.auth)
    await line.transport.send(browser, calling.message_of(worker, one, "nl"))
    await work(worker, line)
    assert len(line.service.got) == 1, "taken while it was another's"
    story.move_to(story.now + calls.LEASE)
    await work(worker, line)
    assert len(line.service.got) == 2
    assert len({json.loads(got["text"])["id"] for got in line.service.got}) == 1


async def test_a_worker_that_was_away_for_long_calls_everybody_at_once_and_nobody_thrice(
    story: Story, worker: House, owner: Database, line: PushLine, a_phone: Phone
) -> None:
    await a_phone(story.world.karim)
    await send_alarm(story)
    story.move_to(story.now + 20 * MINUTE)
    assert await work(worker, line) == 1
    assert len(line.service.got) == 1
    assert story.world.tess in (await called(owner))[3]
    (row,) = await rows(owner, "select next_rung, next_at - sent_at as after from alarms")
    assert (row.next_rung, row.after) == (4, 30 * MINUTE)


async def test_a_clock_that_is_moved_back_holds_nothing_up(
    story: Story, worker: House, owner: Database, line: PushLine
) -> None:
    await send_alarm(story)
    story.move_to(story.now - timedelta(days=2))
    assert await work(worker, line) == 1
    assert await work(worker, line) == 0
    story.move_to(story.now + 3 * MINUTE)
    assert await work(worker, line) == 1
    assert set(await called(owner)) == {0, 1, 2}


async def test_the_worker_cannot_read_what_was_written(worker: House, story: Story) -> None:
    await send_alarm(story)
    with pytest.raises(Exception, match="permission denied"):
        async with worker.database.transaction() as db:
            await (await db.connection()).execute(text("select words_sealed from alarms"))


class PowerCut(Exception):
    """Somebody pulled the plug."""


async def _dies(*_: object, **__: object) -> None:
    raise PowerCut


async def _manager_elsewhere(story: Story, owner: Database) -> UUID:
    world = story.world
    person = Person(organisation_id=world.organisation_id, first_name="Fatima")
    await add(owner, person)
    about = {"organisation_id": world.organisation_id, "person_id": person.id, "location_id": world.klinker}
    await add(owner, Role(kind=RoleKind.LOCATION_MANAGER, **about))
    return person.id
