"""What a rung does: phones buzz and letters arrive that name nobody, and a line that is broken is tried again."""

import asyncio
import json
from datetime import date, datetime, timedelta

import pytest

from klankbord.house.database import Database
from klankbord.house.house import House
from klankbord.rooms.alarms import jobs
from klankbord.rooms.alarms.models import Channel
from tests.rooms.alarms.conftest import Phone
from tests.support.alarm_story import WORDS, send_alarm
from tests.support.alarm_work import state, work
from tests.support.mail_server import MailServer
from tests.support.push_line import PushLine
from tests.support.rows import rows
from tests.support.story import Story, at

MINUTE = timedelta(minutes=1)
NAMES = ("Iris", "Karim", "Marjan", "Wielewaal", "Sara", "ruzie")
CARE = ("zorg", "signaal", "melding", "kind", "alarm", "child", "care")


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


async def test_at_night_and_in_the_weekend_it_buzzes_all_the_same(
    story: Story, worker: House, line: PushLine, a_phone: Phone
) -> None:
    await a_phone(story.world.marjan)
    story.move_to(at(date(2026, 9, 27), 3))
    await send_alarm(story)
    await work(worker, line)
    assert len(line.service.got) == 1


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
