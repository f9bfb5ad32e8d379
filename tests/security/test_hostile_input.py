"""Input that was made to break something: it gets a sentence and 4xx, and keeps nobody else waiting."""

import asyncio
import json
import time
from uuid import UUID

import pytest

from klankbord.house.first_name_guard import look
from klankbord.house.ids import new_id
from klankbord.house.push.hosts import EndpointRefused, PushHosts
from klankbord.rooms.notes.models import Correction
from tests.factories import add
from tests.security.conftest import Ask
from tests.security.town import MONDAY, Town
from tests.support.rows import rows

A_WINK = 0.1  # seconds; everybody else on the process waits that long
TRIES = 5  # of which one must do: memory may be cleared up in between
PATIENCE = 1.5  # seconds; the machine may be busy
LENGTH = 4000
PATIENT = [
    "Sara " + "van de " * 570,
    "juf " + "van de " * 570,
    "Sara " + "van den der " * 330,
    "Aaa van " * 500,
    "a@" * 2000,
    "a" * 1999 + "@" + "b" * 2000,
    "geboren " * 500,
    "0" + "1 " * 1999,
    "1-1-" * 1000,
    "A'" * 2000,
]
# Characters that no text may hold: halves of a pair, smuggled in by the charset of a form.
HALVES = {"utf-7": b"x +2AA- y", "unicode_escape": rb"x \ud800 y", "raw_unicode_escape": rb"x \ud800 y"}
INSIDE_OURS = [
    "http://fcm.googleapis.com/x",
    "https://fcm.googleapis.com:8443/x",
    "https://fcm.googleapis.com@127.0.0.1/x",
    "https://fcm.googleapis.com.elsewhere.example.org/x",
    "https://elsewhere.example.org/fcm.googleapis.com",
    "https://elsewhere.example.org#fcm.googleapis.com",
    "https://elsewhere.example.org\\.notify.windows.com/x",
    "https://notify.windows.com.elsewhere.example.org/",
    "https://evilnotify.windows.com/x",
    "https://notify.windows.com/x",
    "https://127.0.0.1/x",
    "https://[::1]/x",
    "https://169.254.169.254/latest/meta-data",
    "https://2130706433/x",
    "https://0x7f.1/x",
    "https://fcm.googleapis.com./x",
    "https://ｆcm.googleapis.com/x",
    "https://fcm.googleapis.com%2f@127.0.0.1/",
    "file:///etc/passwd",
    "gopher://fcm.googleapis.com/x",
    "https:fcm.googleapis.com/x",
    "https:///fcm.googleapis.com",
    "//fcm.googleapis.com/x",
    "https://fcm.googleapis.com:99999/x",
    "https://fcm.googleapis.com\t/x",
    "https://fcm.googleapis.com/\r\nhost: elsewhere",
    " https://fcm.googleapis.com/x",
]


@pytest.mark.parametrize("text", PATIENT, ids=lambda text: text[:12])
def test_no_text_of_a_note_keeps_the_guard_busy(text: str) -> None:
    assert any(_took(text[:LENGTH]) < A_WINK for _ in range(TRIES))


def _took(text: str) -> float:
    """Seconds of our processor."""
    began = time.process_time()
    look(text, ["Sara", "Milan", "Noor"])
    return time.process_time() - began


@pytest.mark.parametrize("charset", HALVES)
async def test_half_a_character_in_a_form_is_a_mistake_of_the_sender(charset: str, town: Town, ask: Ask) -> None:
    ids, words = town.ids, HALVES[charset]
    forms = {
        ("writer", "/notes"): ("observation", "pupil"),
        ("writer", f"/notes/{ids['note_id']}/corrections"): ("observation",),
        ("writer", f"/attention/{ids['item_id']}/mending"): ("observation",),
        ("writer", f"/attention/{ids['item_id']}/discard"): ("reason",),
        ("writer", f"/reminders/{ids['reminder_id']}/snooze"): ("reason", "until"),
        ("writer", f"/reminders/{ids['reminder_id']}/cancellation"): ("reason",),
        ("manager", f"/cases/{ids['case_id']}/handover"): ("question", "to"),
        ("manager", f"/locations/{ids['location_id']}/closures"): ("name", "first_day"),
        ("manager", "/language"): ("language", "back"),
    }
    for (who, address), fields in forms.items():
        for field in fields:
            answer = await ask(who, "POST", address, **_multipart(field, words, charset))
            assert answer.status_code < 500, f"{address} {field}"


async def test_the_same_item_sixty_times_at_once_is_one_note(town: Town, ask: Ask) -> None:
    note = {"group": str(town.world.strijkers), "pupil": str(town.world.sara), "signals": ["late"]}
    item, body = town.phone.seal("note", observation="Zestig keer", interpretation="", **note)
    headers = {"content-type": "application/json", "accept": "application/json", "x-outbox": "1"}
    sent = [ask("writer", "PUT", f"/outbox/{item}", content=json.dumps(body), headers=headers) for _ in range(60)]
    said = [answer.status_code for answer in await asyncio.gather(*sent)]
    assert sorted(said) == [200] * 59 + [201]
    assert len(await rows(town.owner, "select id from notes where id = :id", id=item)) == 1


async def test_a_page_full_of_hard_text_keeps_nobody_else_waiting(town: Town, ask: Ask) -> None:
    note, words = town.ids["note_id"], "Sara " + "van de " * 500
    await _corrections(town, note, words, 200)
    asked, longest = asyncio.ensure_future(ask("writer", "GET", f"/notes/{note}")), 0.0
    while not asked.done():
        began = time.monotonic()
        await asyncio.sleep(0.001)
        longest = max(longest, time.monotonic() - began)
    assert (await asked).status_code == 200
    assert longest < PATIENCE, f"nobody was served for {longest:.1f} s"


@pytest.mark.parametrize("address", INSIDE_OURS)
def test_a_push_goes_to_push_services_only(address: str) -> None:
    with pytest.raises(EndpointRefused):
        PushHosts().origin(address)


async def _corrections(town: Town, note: UUID, words: str, many: int) -> None:
    for _ in range(many):
        id = new_id()
        sealed = town.house.keys.seal(words, table="corrections", row=id, column="observation_sealed")
        said = Correction(
            id=id,
            organisation_id=town.world.organisation_id,
            writer_id=town.world.iris,
            note_id=note,
            observation_sealed=sealed,
            written_at=MONDAY,
            received_at=MONDAY,
        )
        await add(town.owner, said)


def _multipart(field: str, words: bytes, charset: str) -> dict[str, object]:
    head = f'--X\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n'.encode()
    kind = {"content-type": f"multipart/form-data; boundary=X; charset={charset}"}
    return {"content": head + words + b"\r\n--X--\r\n", "headers": kind}
