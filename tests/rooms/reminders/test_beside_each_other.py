"""Sweeps, jobs and people who go away, all at the same moment: nothing is split, and nothing is said to nobody."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

from klankbord.house.clock import Clock
from klankbord.house.database import Database
from klankbord.house.direct import Asks
from klankbord.house.house import House
from klankbord.rooms.reminders import deliveries, jobs
from klankbord.rooms.reminders.models import ReminderKind
from tests.factories import World
from tests.rooms.reminders.conftest import (
    EIGHT,
    Colleague,
    Due,
    Phone,
    a_case,
    claim,
    go_away,
    hand_over,
)
from tests.support.push_line import PushLine
from tests.support.rows import change, rows

K, SECOND = ReminderKind, timedelta(seconds=1)


class Meanwhile:
    """A way in to the database; after the first statement something else happens."""

    def __init__(self, direct: Asks, then: Callable[[], Awaitable[None]]) -> None:
        self._direct, self._then = direct, [then]

    async def fetch(self, query: str, *args: object) -> list[Any]:
        found = await self._direct.fetch(query, *args)
        while self._then:
            await self._then.pop()()
        return found


async def test_what_another_sweep_hands_over_while_the_unwanted_is_looked_for_stays_together(
    worker_house: House, owner: Database, clock: Clock, line: PushLine, colleague: Colleague, due: Due
) -> None:
    clock.move_to(EIGHT - 10 * 60 * SECOND)
    await due(await colleague("500"), K.WATCH_LESSON)
    assert await jobs.send_due(line.transport, worker_house) == 1, "a retry that is on its way"
    mine = await colleague()
    for kind, at in ((K.AGREEMENT, EIGHT - 15 * 3600 * SECOND), (K.CASE_IDLE, EIGHT)):
        await change(owner, "update reminders set due_at = :at where id = :id", id=await due(mine, kind), at=at)

    async def the_day_begins() -> None:
        clock.move_to(EIGHT)
        assert await hand_over(worker_house) == 2

    before = EIGHT - SECOND
    clock.move_to(before)
    await deliveries.drop_unwanted(Meanwhile(worker_house.database.direct, the_day_begins), before)
    await jobs.deliver(line.transport, worker_house)
    await jobs.send_due(line.transport, worker_house)
    assert len(line.service.got) == 1


@pytest.mark.parametrize("status", ["201", "410"])
async def test_what_goes_to_a_deputy_while_it_is_on_the_line_reaches_the_deputys_phone_too(
    worker_house: House,
    owner: Database,
    world: World,
    line: PushLine,
    a_phone: Phone,
    colleague: Colleague,
    due: Due,
    status: str,
) -> None:
    await a_phone(world.karim)
    iris = await colleague()
    await due(iris, K.REPORT_RECEIVED, await a_case(owner, world))
    await hand_over(worker_house)
    now = worker_house.clock.now()
    took = await claim(worker_house, now)
    await go_away(owner, world, iris, world.karim)
    await jobs.send_due(line.transport, worker_house)
    if status == "201":
        await deliveries.sent(worker_house.database.direct, [(one, 201) for one in took], now)
    else:
        async with worker_house.database.transaction() as db:
            for one in took:
                await deliveries.forget(db, one)
                await deliveries.ended(db, one, "gone", 410)
                await deliveries.handed_over(db, one, now)
    await jobs.send_due(line.transport, worker_house)
    assert len(line.service.got) == 1, "Karim's phone"
    assert [row.state for row in await rows(owner, "select state from reminders")] == ["sent"]


async def test_what_can_wait_stays_together_when_a_deputy_has_a_deputy(
    worker_house: House,
    owner: Database,
    world: World,
    line: PushLine,
    a_phone: Phone,
    colleague: Colleague,
    due: Due,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(jobs, "MANY", 4)
    await a_phone(world.karim)
    between = await colleague(away=True, deputy=world.karim)
    may_see = """insert into roles (id, organisation_id, person_id, kind, location_id)
                 select gen_random_uuid(), organisation_id, :who, kind, location_id
                   from roles where person_id = :karim"""
    await change(owner, may_see, who=between, karim=world.karim)
    first = await colleague(away=True, deputy=between)
    for _ in range(9):
        await due(first, K.CASE_IDLE, await a_case(owner, world))
    for _ in range(3):
        await jobs.send_due(line.transport, worker_house)
    assert len(line.service.got) == 1
    assert {row.person_id for row in await rows(owner, "select person_id from reminders")} == {world.karim}


async def test_the_job_of_one_reminder_takes_nothing_out_of_what_goes_together(
    worker_house: House, line: PushLine, colleague: Colleague, due: Due
) -> None:
    mine = await colleague()
    first, *_ = [await due(mine, kind) for kind in (K.AGREEMENT, K.CASE_IDLE, K.EVALUATION_SOON)]
    await hand_over(worker_house)
    await jobs.send_reminder(line.transport, worker_house, {"reminder": str(first)})
    await jobs.deliver(line.transport, worker_house)
    assert len(line.service.got) == 1
