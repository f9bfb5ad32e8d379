"""The ladder in the worker: the right people, at the right minute, once each, whatever breaks."""

import asyncio
import json
from collections import Counter
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from klankbord.house.database import Database
from klankbord.house.house import House
from klankbord.house.push.transport import Browser
from klankbord.rooms.alarms import calling, calls, climbing, jobs
from klankbord.rooms.alarms.models import Channel
from klankbord.rooms.people.models import Person, Role, RoleKind
from tests.factories import add
from tests.rooms.alarms.conftest import Phone
from tests.support.alarm_story import WORDS, see_alarm, send_alarm, take_alarm, withdraw_alarm
from tests.support.mail_server import MailServer
from tests.support.push_line import PushLine
from tests.support.rows import change, rows
from tests.support.story import Story, at

MINUTE = timedelta(minutes=1)
NAMES = ("Iris", "Karim", "Marjan", "Wielewaal", "Sara", "ruzie")
CARE = ("zorg", "signaal", "melding", "kind", "alarm", "child", "care")


async def work(worker: House, line: PushLine) -> int:
    """What a worker does every few seconds; how many rungs were climbed."""
    climbed = await jobs.climb(worker)
    await asyncio.gather(jobs.ring(line.transport, worker), jobs.write(worker))
    return climbed


async def state(owner: Database) -> Counter[str]:
    """How the calls stand, by channel."""
    found = await rows(owner, "select channel, told_at, failed from alarm_calls")
    return Counter(f"{row.channel} {'told' if row.told_at else row.failed or 'waiting'}" for row in found)


async def called(owner: Database) -> dict[int, set[UUID]]:
    """Whom each rung called."""
    found: dict[int, set[UUID]] = {}
    for row in await rows(owner, "select rung, person_id from alarm_calls"):
        found.setdefault(row.rung, set()).add(row.person_id)
    return found


@pytest.fixture
async def letters(owner: Database, story: Story) -> None:
    """Everybody has a mail address."""
    await change(owner, "update people set email = lower(first_name) || '@muziek.example.org'")


async def test_a_phone_buzzes_and_a_letter_arrives_that_name_nobody(
    story: Story, worker: House, owner: Database, line: PushLine, mail: MailServer, a_phone: Phone, letters: None
) -> None:
    await a_phone(story.world.karim)
    alarm = await send_alarm(story)
    await work(worker, line)
    (push,) = line.service.got
    message = json.loads(push["text"])
    told = message["notification"]
    assert (told["body"], told["require_interaction"]) == ("Dringend. Open Klankbord nu.", True)
    assert told["navigate"].endswith(f"/alarms/{alarm}")
    assert (push["urgency"], push["ttl"]) == ("high", 120)
    letter = next(one for one in mail.got if one["to"] == "karim@muziek.example.org")
    assert letter["subject"] == "Dringend. Open Klankbord nu."
    assert letter.get_content().strip().endswith(f"/alarms/{alarm}")
    for said in (push["text"].replace(str(alarm), ""), letter.as_string().replace("karim@", "")):
        words = said.replace(f"/alarms/{alarm}", "").replace("/alarms/", "").lower()
        assert not [word for word in (*NAMES, *CARE, WORDS) if word.lower() in words]
    assert await state(owner) == {"push told": 1, "push no_device": 1, "mail told": 2}


async def test_an_exercise_says_so_on_the_lock_screen_and_in_the_subject(
    story: Story, worker: House, line: PushLine, mail: MailServer, a_phone: Phone, letters: None
) -> None:
    await a_phone(story.world.karim)
    await send_alarm(story, drill=True)
    await work(worker, line)
    assert json.loads(line.service.got[0]["text"])["notification"]["body"].startswith("OEFENING")
    assert {letter["subject"] for letter in mail.got} == {"OEFENING. Open Klankbord nu."}


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


async def test_at_night_and_in_the_weekend_it_buzzes_all_the_same(
    story: Story, worker: House, line: PushLine, a_phone: Phone
) -> None:
    await a_phone(story.world.marjan)
    story.move_to(at(date(2026, 9, 27), 3))
    await send_alarm(story)
    await work(worker, line)
    assert len(line.service.got) == 1


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


async def test_a_mail_server_that_is_down_is_tried_again_and_holds_no_rung_up(
    story: Story, worker: House, owner: Database, line: PushLine, mail: MailServer, letters: None
) -> None:
    await mail.stop()
    await send_alarm(story)
    sent: datetime = story.now
    await work(worker, line)
    assert (await state(owner))["mail waiting"] == 2
    story.move_to(sent + 30 * timedelta(seconds=1))
    await work(worker, line)
    assert {row.attempts for row in await rows(owner, "select attempts from alarm_calls where channel = 'mail'")} == {2}
    story.move_to(sent + 2 * MINUTE)
    assert await work(worker, line) == 1
    assert (await state(owner))["mail unreachable"] == 2
    await mail.start()
    story.move_to(sent + 5 * MINUTE)
    await work(worker, line)
    assert len(mail.got) == 2
    assert (await state(owner))["mail told"] == 2


async def test_a_mail_server_that_never_answers_does_not_keep_the_phones_waiting(
    story: Story, worker: House, line: PushLine, mail: MailServer, a_phone: Phone, letters: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr("klankbord.house.mail.TIMEOUT", 1.0)
    mail.mute = True
    await a_phone(story.world.karim)
    await send_alarm(story)
    slow = asyncio.create_task(jobs.write(worker))
    await jobs.ring(line.transport, worker)
    assert len(line.service.got) == 1
    assert not slow.done()
    await slow


async def test_an_address_that_does_not_exist_is_not_tried_again(
    story: Story, worker: House, owner: Database, line: PushLine, mail: MailServer, letters: None
) -> None:
    mail.says = "550 no such person"
    await send_alarm(story)
    await work(worker, line)
    assert (await state(owner))["mail refused"] == 2


async def test_a_phone_that_is_gone_is_forgotten_and_one_that_is_busy_is_tried_again(
    story: Story, worker: House, owner: Database, line: PushLine, a_phone: Phone
) -> None:
    await a_phone(story.world.karim, "410")
    busy = await a_phone(story.world.marjan, "503")
    await send_alarm(story, channels=(Channel.PUSH,))
    await work(worker, line)
    assert await state(owner) == {"push no_device": 1, "push waiting": 1}
    assert [row.id for row in await rows(owner, "select id from push_subscriptions")] == [busy.id]
    line.service.set_mode(busy.endpoint, "201")
    story.move_to(story.now + timedelta(seconds=6))
    await work(worker, line)
    assert (await state(owner))["push told"] == 1


async def test_one_of_two_phones_is_enough(
    story: Story, worker: House, owner: Database, line: PushLine, a_phone: Phone
) -> None:
    await a_phone(story.world.karim, "503")
    await a_phone(story.world.karim)
    await send_alarm(story, channels=(Channel.PUSH,))
    await work(worker, line)
    assert (await state(owner))["push told"] == 1


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
