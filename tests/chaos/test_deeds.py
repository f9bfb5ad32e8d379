"""What people do counts as met only when it did something: a page was open, something waited, a note came under an old
key."""

import asyncio
import json
import random
from dataclasses import replace
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest

from klankbord.house.ids import new_id
from tests.browser.wire import Asked
from tests.chaos import hands
from tests.chaos.conftest import Calm
from tests.chaos.hands import ONE_NOTE
from tests.chaos.old_keys import came_under_old_keys
from tests.chaos.plan import Event
from tests.support.rows import rows

# Of the phones 0 to 6: what the owner of the seventh writes stands in the logbook that `test_screens.py` reads.
DICE = random.Random(0)


async def met(calm: Calm, what: str, who: int, counts_as: str = "", tab: str = "t1") -> int:
    """How often this one deed was met."""
    before = calm.stage.hands.met[counts_as or what]
    await calm.stage.hands.do(Event(0, what, who, {"tab": tab}), DICE)
    return calm.stage.hands.met[counts_as or what] - before


async def test_a_page_that_was_not_open_was_not_closed(calm: Calm) -> None:
    await calm.stage.hands.open_tab(calm.stage.hands.phones[6], "t1")
    assert [await met(calm, "close", 6) for _ in range(2)] == [1, 0]


@pytest.mark.parametrize("what", ["close", "worker_killed"])
async def test_a_worker_that_did_not_run_was_not_stopped(calm: Calm, what: str) -> None:
    await calm.stage.hands.open_tab(calm.stage.hands.phones[6], "sw")
    assert [await met(calm, what, 6, "worker_killed", "sw") for _ in range(2)] == [1, 0]


async def test_everywhere_at_once_counts_when_something_waits(calm: Calm) -> None:
    some, before = calm.stage.hands, set(calm.stage.ledger.kept)
    phone = some.phones[1]
    await some.sign_in(phone, phone.people[0].id)
    assert await met(calm, "everywhere", 1) == 0
    await some.node.do("hold", phone.name, on=True)
    await some.do(replace(ONE_NOTE, who=1), DICE)
    assert await met(calm, "everywhere", 1) == 1
    await some.node.do("hold", phone.name, on=False)
    await some.everywhere(phone, ONE_NOTE, DICE)
    [new] = set(calm.stage.ledger.kept) - before
    await arrives(calm, new)


async def test_new_keys_count_when_something_that_was_sealed_before_them_arrives_after_them(calm: Calm) -> None:
    some, kept = calm.stage.hands, calm.stage.ledger.kept
    assert calm.stage.old_seals == {}
    await some.do(replace(ONE_NOTE, who=2), DICE)
    await arrives(calm, first := [*kept][-1])
    await calm.stage.new_keys()
    assert [*calm.stage.old_seals] == ["s1"]
    await some.do(replace(ONE_NOTE, who=2), DICE)  # by the page of before, which has the old key
    await arrives(calm, second := [*kept][-1])
    there = SimpleNamespace(items={row.id: row for row in await rows(calm.stage.owner, KEPT)})
    found = came_under_old_keys(calm.stage, there)  # type: ignore[arg-type]
    assert second in found
    assert first not in found


async def arrives(calm: Calm, item: UUID) -> None:
    """Wait until the server has it; somebody looks at the pages now and then."""
    phone = next(one for one in calm.stage.hands.phones if one.name == calm.stage.ledger.kept[item].phone)
    async with asyncio.timeout(40):
        while not await rows(calm.stage.owner, "select 1 from outbox_items where id = :id", id=item):
            await calm.stage.hands.node.do("kick", phone.name, tab="t1", force=True)
            await asyncio.sleep(0.2)


KEPT = "select id, extract(epoch from pg_xact_commit_timestamp(xmin))::float8 as kept_at from outbox_items"


async def test_a_note_that_nobody_was_told_of_is_not_done(calm: Calm, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hands, "PERSISTENCE", 2)
    some, nobody = calm.stage.hands, replace(ONE_NOTE, who=0)
    phone, before = some.phones[0], len(calm.stage.ledger.kept)
    monkeypatch.setattr(phone, "name", "nobody's")
    assert await some.do(nobody, DICE) is False
    monkeypatch.undo()
    assert len(calm.stage.ledger.kept) == before
    assert await some.do(nobody, DICE) is True
    await arrives(calm, [*calm.stage.ledger.kept][-1])


async def test_a_clock_that_was_two_days_off_and_is_set_right_counts_as_both(calm: Calm) -> None:
    some, before = calm.stage.hands, calm.stage.hands.met.copy()
    for hours in (0, 1, 0, -48, 0, 0):
        await some.do(Event(0, "clock", 3, {"hours": hours}), DICE)
    assert some.met - before == {"clock": 1, "clock set back": 1}


def test_what_arrived_before_the_new_keys_or_under_them_does_not_count() -> None:
    def came(kid: str, kept_at: float) -> set[UUID]:
        id = new_id()
        asked = Asked("PUT", f"/outbox/{id}", [], json.dumps({"kid": kid}).encode(), 0.0)
        stage: Any = SimpleNamespace(line=SimpleNamespace(asked=[asked]), old_seals={"s1": 100.0})
        there: Any = SimpleNamespace(items={id: SimpleNamespace(id=id, kept_at=kept_at)})
        return came_under_old_keys(stage, there)

    assert [len(came(*one)) for one in (("s1", 99.0), ("s1", 101.0), ("s2", 101.0))] == [0, 1, 0]
