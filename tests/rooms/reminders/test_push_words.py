"""What a lock screen, a push service and a log may learn: nothing about anybody."""

import json
import logging
import re
from datetime import timedelta

import pytest

from klankbord.house.clock import Clock
from klankbord.house.database import Database
from klankbord.house.house import House
from klankbord.house.logs import JsonLines
from klankbord.rooms.demo.names import LOCATIONS
from klankbord.rooms.reminders import jobs
from klankbord.rooms.reminders.kinds import KINDS, Buzz
from klankbord.rooms.reminders.models import ReminderKind
from tests.factories import World
from tests.rooms.reminders.conftest import TUESDAY, Phone, Remind, hand_over
from tests.support.push_line import PushLine
from tests.support.rows import change, rows

TELLING = re.compile(
    r"zorg|signaal|melding|traject|les|kind|leerling|care|case|report|lesson|watch|pupil", re.IGNORECASE
)


def roster() -> set[str]:
    """Every name of the small world and of the demo."""
    groups = [group for location in LOCATIONS for group in location[-1]]
    demo = {child.split(":")[0] for group in groups for child in group.children.split()}
    return demo | {"Iris", "Karim", "Marjan", "Tess", "Noortje", "Sara", "Milan", "Noor", "Bram", "Strijkers", "Koper"}


@pytest.mark.parametrize("language", ["nl", "en"])
async def test_every_kind_of_reminder_says_a_fixed_phrase_and_nothing_else(
    worker_house: House,
    owner: Database,
    world: World,
    line: PushLine,
    a_phone: Phone,
    remind: Remind,
    clock: Clock,
    language: str,
) -> None:
    await a_phone(world.karim)
    await change(owner, "update push_subscriptions set language = :language", language=language)
    for kind in ReminderKind:
        await remind(world.karim, kind=kind, due_at=TUESDAY - timedelta(hours=4))
    await hand_over(worker_house)
    await jobs.deliver(line.transport, worker_house)
    together = [one for one in KINDS if one.buzz == Buzz.START_OF_DAY]
    assert len(line.service.got) == len(ReminderKind) - len(together) + 1
    for got in line.service.got:
        message = json.loads(got["text"])
        shown = message["notification"]
        assert (message["web_push"], shown["title"], shown["lang"]) == (8030, "Klankbord", language)
        assert shown["navigate"] == f"{worker_house.settings.address}/today"
        assert shown["silent"] is False
        assert message["mutable"] is shown["mutable"] is True
        words = got["text"].replace(shown["navigate"], "")
        assert not TELLING.search(words)
        assert not TELLING.search(got["topic"])
        assert not [name for name in roster() if re.search(rf"\b{re.escape(name)}\b", words)]
        assert not [id for id in vars(world).values() if str(id) in got["text"] or id.hex in got["text"]]
    tags = {json.loads(got["text"])["notification"]["tag"] for got in line.service.got}
    assert tags == {got["topic"] for got in line.service.got}
    assert len(tags) == len(line.service.got)


async def test_the_phrases_are_dutch_for_who_reads_dutch(
    worker_house: House, world: World, line: PushLine, a_phone: Phone, remind: Remind
) -> None:
    await a_phone(world.karim)
    await remind(world.karim)
    await remind(world.karim, kind=ReminderKind.TEST)
    await hand_over(worker_house)
    await jobs.deliver(line.transport, worker_house)
    said = {json.loads(got["text"])["notification"]["body"] for got in line.service.got}
    assert said == {"Er is iets voor je in Klankbord.", "Het werkt: herinneringen komen op dit apparaat aan."}


async def test_neither_log_nor_queue_keeps_an_address_or_a_name(
    worker_house: House,
    owner: Database,
    world: World,
    line: PushLine,
    a_phone: Phone,
    remind: Remind,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO, logger="klankbord")
    phone = await a_phone(world.karim)
    await remind(world.karim)
    await hand_over(worker_house)
    await jobs.deliver(line.transport, worker_house)
    lines = [JsonLines().format(record) for record in caplog.records]
    assert [json.loads(each)["became"] for each in lines] == ["sent"]
    ((payload,),) = await rows(owner, "select convert_from(payload, 'utf8') from pgqueuer")
    for text in (*lines, payload):
        assert phone.endpoint not in text
        assert not [name for name in roster() if name in text]
