"""What comes while a statement is on its way goes with the next; one that stays away keeps nobody waiting."""

import asyncio
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from klankbord.house.house import House
from klankbord.house.ids import new_id
from klankbord.rooms.notes.actions import Draft
from klankbord.rooms.outbox import together
from klankbord.rooms.outbox.quick import PlainNote


class HeldUp:
    """What keeps notes together, with statements that come back when the test lets them."""

    def __init__(self, house: House) -> None:
        self.together, self.go_on, self.counts = together.Together(house), asyncio.Event(), list[int]()

    async def keep(self, _direct: Any, notes: Any, _now: Any) -> set[UUID]:
        self.counts.append(len(notes))
        await self.go_on.wait()
        return {note.draft.id for note in notes}


@pytest.fixture
def held_up(house: House, monkeypatch: pytest.MonkeyPatch) -> HeldUp:
    """Nothing comes back yet."""
    here = HeldUp(house)
    monkeypatch.setattr(together, "_keep", here.keep)
    return here


async def test_what_comes_while_a_statement_is_on_its_way_goes_together_with_the_next(held_up: HeldUp) -> None:
    first = asyncio.create_task(held_up.together.keep(a_note()))
    await asyncio.sleep(0)
    more = [asyncio.create_task(held_up.together.keep(a_note())) for _ in range(5)]
    await asyncio.sleep(together.HELD / 10)
    assert held_up.counts == [1]
    held_up.go_on.set()
    assert await asyncio.wait_for(asyncio.gather(first, *more), 5) == [True] * 6
    assert held_up.counts == [1, 5]


async def test_a_statement_that_stays_away_keeps_nobody_waiting(held_up: HeldUp) -> None:
    first = asyncio.create_task(held_up.together.keep(a_note()))
    await asyncio.sleep(0)
    more = [asyncio.create_task(held_up.together.keep(a_note())) for _ in range(3)]
    await asyncio.sleep(together.HELD * 4)
    assert held_up.counts == [1, 3]
    last = asyncio.create_task(held_up.together.keep(a_note()))
    await asyncio.sleep(together.HELD * 2)
    assert held_up.counts == [1, 3], "never more at once than AT_ONCE"
    held_up.go_on.set()
    assert await asyncio.wait_for(asyncio.gather(first, *more, last), 5) == [True] * 5
    assert held_up.counts == [1, 3, 1]


async def test_who_comes_while_the_last_ones_are_being_answered_does_not_wait_for_company(held_up: HeldUp) -> None:
    busy = asyncio.create_task(held_up.together.keep(a_note()))
    await asyncio.sleep(0)

    async def late() -> bool:
        await held_up.go_on.wait()
        return await held_up.together.keep(a_note())

    last = asyncio.create_task(late())
    await asyncio.sleep(0)
    held_up.go_on.set()
    assert await asyncio.wait_for(asyncio.gather(busy, last), 5) == [True, True]


def a_note() -> PlainNote:
    drafted = Draft(new_id(), new_id(), ["late"], b"", b"")
    return PlainNote(b"", new_id(), b"", datetime.now(UTC), None, drafted)


async def test_who_waits_for_a_statement_that_is_broken_off_hears_so_and_the_next_ones_go(held_up: HeldUp) -> None:
    first = asyncio.create_task(held_up.together.keep(a_note()))
    await asyncio.sleep(0)
    later = asyncio.create_task(held_up.together.keep(a_note()))
    await asyncio.sleep(0)
    [away] = held_up.together._away
    away.cancel()
    assert not await asyncio.wait_for(first, 5), "it is left to the long way"
    held_up.go_on.set()
    assert await asyncio.wait_for(later, 5)
