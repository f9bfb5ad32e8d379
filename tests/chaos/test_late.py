"""Requests arrive in another order: one is late, and counts only when another of the same person came before it."""

import asyncio
import json
import random

import pytest

from tests.browser.proxy import Forward
from tests.browser.wire import Answer, Asked
from tests.chaos import late
from tests.chaos.faults import Weather
from tests.chaos.plan import REORDERED, Spell


def a_put(id: int, person: str = "mirre") -> Asked:
    return Asked("PUT", f"/outbox/{id}", [], json.dumps({"person": person}).encode(), 0.0)


class Line:
    """A line on which everything is reordered, and what came to the app through it."""

    def __init__(self, status: int = 201) -> None:
        self.weather = Weather([Spell(0, 60, REORDERED, 1.0)], random.Random(1), 4)
        self.weather.begin()
        self.came: list[str] = []
        self.status = status

    async def ask(self, asked: Asked) -> Answer | None:
        return await self.weather(asked, self.forward(asked))

    def forward(self, asked: Asked) -> Forward:
        async def forward() -> Answer:
            self.came.append(asked.path[-1])
            return Answer(self.status, [], b"")

        return forward

    async def clears_up(self) -> None:
        await self.weather.clear_up()


async def test_the_client_is_cut_at_once_and_its_request_arrives_behind_the_next() -> None:
    line = Line()
    assert await line.ask(a_put(1)) is None
    assert line.came == []
    assert await line.ask(a_put(2)) is not None
    await asyncio.sleep(3 * late.SOONEST)
    assert line.came == ["2", "1"]
    assert line.weather.met == {REORDERED: 1}


async def test_the_client_tries_again_and_the_app_gets_the_same_twice() -> None:
    line = Line()
    await line.ask(a_put(1))
    await line.ask(a_put(1))
    await line.ask(a_put(2))
    await asyncio.sleep(3 * late.SOONEST)
    assert line.came == ["1", "2", "1"]
    assert line.weather.met == {REORDERED: 1}


@pytest.mark.parametrize("others", [[], [a_put(1)], [a_put(2, "zonne")]])
async def test_what_nothing_overtook_was_only_late_and_does_not_count(others: list[Asked]) -> None:
    line = Line()
    await line.ask(a_put(1))
    for one in others:
        line.weather.spells = []
        assert await line.ask(one) is not None
    await line.clears_up()
    assert line.came[-1] == "1"
    assert not line.weather.met[REORDERED]


async def test_what_the_app_did_not_take_overtook_nothing() -> None:
    line = Line(status=502)
    await line.ask(a_put(1))
    await line.ask(a_put(2))
    await line.clears_up()
    assert not line.weather.met[REORDERED]


async def test_it_arrives_in_the_end_also_when_nothing_overtakes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(late, "LATEST", 0.5)
    line = Line()
    await line.ask(a_put(1))
    await asyncio.sleep(1)
    assert line.came == ["1"]
