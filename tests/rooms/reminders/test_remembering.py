"""What became of many pushes is remembered a few statements at a time, and a statement that is lost loses no others."""

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest

from klankbord.house.database import Database
from klankbord.house.house import House
from klankbord.rooms.reminders import deliveries, jobs
from tests.factories import World
from tests.rooms.reminders.conftest import Phone, Remind
from tests.support.push_line import PushLine
from tests.support.rows import rows

PHONES = 12
SENT = "select 1 from deliveries where state = 'sent'"


class Slow:
    """The statement that remembers, of which the first takes until every push has been answered."""

    def __init__(self, line: PushLine, monkeypatch: pytest.MonkeyPatch) -> None:
        self._line, self._sent = line, deliveries.sent
        self.counts: list[int] = []
        self.first_fails = False
        monkeypatch.setattr(deliveries, "sent", self)

    async def __call__(self, direct: Any, took: Sequence[Any], now: Any) -> None:
        self.counts.append(len(took))
        if len(self.counts) == 1:
            for _ in range(1000):
                if len(self._line.service.got) == PHONES:
                    break
                await asyncio.sleep(0.01)
            await asyncio.sleep(0.2)  # the answers are on their way back
            if self.first_fails:
                raise ConnectionResetError
        await self._sent(direct, took, now)


@pytest.fixture
def slow(line: PushLine, monkeypatch: pytest.MonkeyPatch) -> Slow:
    return Slow(line, monkeypatch)


async def test_what_is_taken_while_a_statement_is_on_its_way_goes_with_the_next(
    worker_house: House, owner: Database, world: World, line: PushLine, a_phone: Phone, remind: Remind, slow: Slow
) -> None:
    for _ in range(PHONES):
        await a_phone(world.karim)
    await remind(world.karim)
    await jobs.send_due(line.transport, worker_house)
    assert (len(slow.counts), sum(slow.counts)) == (2, PHONES)
    assert len(await rows(owner, SENT)) == PHONES


async def test_a_statement_that_is_lost_loses_only_its_own(
    worker_house: House, owner: Database, world: World, line: PushLine, a_phone: Phone, remind: Remind, slow: Slow
) -> None:
    for _ in range(PHONES):
        await a_phone(world.karim)
    await remind(world.karim)
    slow.first_fails = True
    with pytest.raises(ConnectionResetError):
        await jobs.send_due(line.transport, worker_house)
    assert len(await rows(owner, SENT)) == PHONES - slow.counts[0] > 0
