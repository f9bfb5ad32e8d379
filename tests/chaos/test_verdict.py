"""The verdict can fail: each kind of finding is made to happen behind everybody's back, and must be counted."""

import asyncio
import json
import random
import time
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from klankbord.house.ids import new_id
from tests.chaos.conftest import Calm
from tests.chaos.hands import ONE_NOTE
from tests.chaos.held import held
from tests.chaos.ledger import SECRET_WORD, Said
from tests.chaos.phones import Phones
from tests.chaos.plan import Event
from tests.chaos.quiet import reminded
from tests.chaos.seed import verdict_on
from tests.support.rows import change, rows


async def test_without_a_storm_nothing_is_wrong(calm: Calm) -> None:
    await reminded(calm.stage)  # of what other tests wrote, too
    await calm.stage.pushes.arrived()
    outcome = await verdict_on(calm.stage, calm.phones)
    assert outcome.findings.listed() == []
    assert outcome.kept == {"note": 6, "share": 3}
    assert outcome.findings.judged == {"note (fits)": 6, "share (fits)": 3}
    assert calm.alerts


async def test_a_note_that_was_kept_and_is_not_in_the_database_is_lost(calm: Calm) -> None:
    ghost = replace(calm.a_note(), id=new_id())
    calm.stage.ledger.keep(ghost)
    assert len((await calm.judge()).lost) == 1


async def test_a_note_under_another_child_is_lost(calm: Calm) -> None:
    note = calm.a_note()
    others = [child for _, child in calm.stage.town.teachers[0].children if str(child) != note.body["pupil"]]
    statement = "update notes set pupil_id = :child where id = :id"
    await change(calm.stage.owner, statement, child=others[0], id=note.id)
    assert len((await calm.judge()).lost) == 1
    await change(calm.stage.owner, statement, child=UUID(note.body["pupil"]), id=note.id)


async def test_a_note_with_other_words_is_lost(calm: Calm) -> None:
    note = calm.a_note()
    (before,) = await rows(calm.stage.owner, "select observation_sealed from notes where id = :id", id=note.id)
    words = calm.stage.town.house.keys.seal("x", table="notes", row=note.id, column="observation_sealed")
    statement = "update notes set observation_sealed = :words where id = :id"
    await change(calm.stage.owner, statement, words=words, id=note.id)
    assert len((await calm.judge()).lost) == 1
    await change(calm.stage.owner, statement, words=before[0], id=note.id)


async def test_a_note_that_fits_and_is_filed_under_attention_is_lost(calm: Calm) -> None:
    note, table = calm.a_note(), {"table": "outbox_items", "column": "payload_sealed"}
    text = json.dumps({"kind": "note", **note.body})
    sealed = calm.stage.town.house.keys.seal(text, row=note.id, **table)
    statement = "update outbox_items set state = :state, payload_sealed = :sealed where id = :id"
    await change(calm.stage.owner, statement, state="attention", sealed=sealed, id=note.id)
    [lost] = (await calm.judge()).lost
    assert "it fits" in lost
    await change(calm.stage.owner, statement, state="stored", sealed=None, id=note.id)


async def test_a_note_about_a_child_that_had_left_is_not_to_be_stored(calm: Calm) -> None:
    note = calm.a_note()
    arrived = (await held(calm.stage.owner, calm.stage.town.house.keys)).items[note.id].received_at
    statement = "update pupils set left_at = :at where id = :id"
    await change(calm.stage.owner, statement, at=arrived - timedelta(hours=1), id=UUID(note.body["pupil"]))
    findings = await calm.judge()
    assert findings.lost
    assert all(line.endswith("it does not fit: left") for line in findings.lost)
    for since in (timedelta(seconds=1), timedelta(hours=1)):  # in the moment in which it arrived, and after it
        await change(calm.stage.owner, statement, at=arrived + since, id=UUID(note.body["pupil"]))
        assert str(note.id) not in str((await calm.judge()).lost)
    await change(calm.stage.owner, statement, at=None, id=UUID(note.body["pupil"]))


async def test_a_note_that_stands_there_twice_is_duplicated(calm: Calm) -> None:
    note, again = calm.a_note(), new_id()
    keys, seen = calm.stage.town.house.keys, note.body["observation"]
    copy = (
        """insert into notes select (jsonb_populate_record(n, cast(:other as jsonb))).* from notes n where id = :id"""
    )
    await change(calm.stage.owner, copy, other=f'{{"id": "{again}"}}', id=note.id)
    words = keys.seal(seen, table="notes", row=again, column="observation_sealed")
    sealed = "update notes set observation_sealed = :words, interpretation_sealed = null where id = :id"
    await change(calm.stage.owner, sealed, words=words, id=again)
    assert len((await calm.judge()).duplicated) == 1
    await change(calm.stage.owner, "delete from notes where id = :id", id=again)


async def test_sent_before_the_server_had_it_is_a_lie(calm: Calm) -> None:
    note = calm.a_note()
    calm.stage.ledger.said.append(Said(note.id, note.phone, "sent", False))
    assert len((await calm.judge()).lied) == 1


async def test_sent_while_nobody_could_ask_is_a_lie_when_the_server_kept_it_only_later(calm: Calm) -> None:
    note = calm.a_note()
    kept_at = (await held(calm.stage.owner, calm.stage.town.house.keys)).items[note.id].kept_at
    calm.stage.ledger.said.append(Said(note.id, note.phone, "sent", None, at=kept_at + 0.01))
    assert (await calm.judge()).clean
    calm.stage.ledger.said.append(Said(note.id, note.phone, "sent", None, at=kept_at - 0.01))
    assert len((await calm.judge()).lied) == 1


async def test_sent_is_a_lie_also_when_the_server_had_it_by_the_time_it_was_asked(calm: Calm) -> None:
    note = calm.a_note()
    calm.stage.ledger.said.append(Said(note.id, note.phone, "sent", True, at=1000.0, kept_at=1000.5))
    assert len((await calm.judge()).lied) == 1


async def test_the_server_tells_since_when_it_has_what_it_is_asked_for(calm: Calm) -> None:
    asked = [one for one in calm.stage.ledger.said if one.state == "sent"]
    assert asked
    assert all(one.had and one.kept_at and one.at - 60 < one.kept_at <= one.at for one in asked)


async def test_the_moment_of_what_a_phone_shows_is_its_own_also_when_it_is_read_late(calm: Calm) -> None:
    note, ledger = calm.a_note(), calm.stage.ledger
    kept_at = (await held(calm.stage.owner, calm.stage.town.house.keys)).items[note.id].kept_at
    for at, lies in ((kept_at + 0.01, 0), (kept_at - 0.01, 1)):
        node: Any = SimpleNamespace(stdout=asyncio.StreamReader())
        said = {"event": "said", "phone": note.phone, "id": str(note.id), "state": "sent", "at": int(at * 1000)}
        node.stdout.feed_data(json.dumps(said).encode() + b"\n")
        node.stdout.feed_eof()
        await Phones(node, ledger).listen()
        await ledger.settle()
        assert len((await calm.judge()).lied) == lies


async def test_a_phone_tells_the_right_time_also_when_its_own_clock_is_two_days_off(calm: Calm) -> None:
    hands, said, began = calm.stage.hands, len(calm.stage.ledger.said), time.time()
    await hands.do(Event(0, "clock", 1, {"hours": 48}), random.Random(0))
    await hands.do(replace(ONE_NOTE, who=1), random.Random(0))
    async with asyncio.timeout(20):
        while not any(one.state == "sent" for one in calm.stage.ledger.said[said:]):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    await hands.do(Event(0, "clock", 1, {"hours": 0}), random.Random(0))
    assert all(began <= one.at <= time.time() + 0.001 for one in calm.stage.ledger.said[said:])


async def test_another_state_than_the_phone_shows_is_a_lie(calm: Calm) -> None:
    statement = "update outbox_items set state = :state where id = :id"
    await change(calm.stage.owner, statement, state="discarded", id=calm.a_note().id)
    assert len((await calm.judge()).lied) == 1
    await change(calm.stage.owner, statement, state="stored", id=calm.a_note().id)


async def test_something_that_still_waits_on_a_phone_is_a_lie(calm: Calm) -> None:
    waits = {"c9": [{"id": str(calm.a_note().id), "state": "waiting"}]}
    calm.phones, before = {**calm.phones, **waits}, calm.phones
    assert len((await calm.judge()).lied) == 1
    calm.phones = before


async def test_a_word_of_a_note_in_a_log_is_told_too_much(calm: Calm) -> None:
    with (calm.stage.folder / "web.log").open("a") as log:
        log.write(f"error: {SECRET_WORD}\n")
    assert len((await verdict_on(calm.stage, calm.phones)).findings.told) == 1
