"""What only a client can know counts when a client says so, and what must outlast its patience does."""

import asyncio
import contextlib
import random
import signal
import socket
from collections import Counter
from collections.abc import AsyncIterator
from time import monotonic

from tests.browser.wire import Answer, Asked
from tests.chaos.conftest import Calm
from tests.chaos.faults import Weather
from tests.chaos.phone import Phone
from tests.chaos.plan import GIVEN_UP, REFUSED, Spell
from tests.chaos.servers import WORKER

A_PUT = Asked("PUT", "/outbox/1", [], b"", 0.0)
HOLD = 0.6  # seconds; a client gives up after 20


async def fine() -> Answer:
    return Answer(201, [], b"")


def weather(fault: str) -> Weather:
    found = Weather([Spell(0, 60, fault, 1.0)], random.Random(1), HOLD)
    found.begin()
    return found


async def test_nobody_was_refused_until_a_client_says_so() -> None:
    line = weather(REFUSED)
    assert line.refuses
    assert not line.met[REFUSED]
    line.told(Counter({REFUSED: 2}))
    line.told(Counter({REFUSED: 3}))
    assert line.met == {REFUSED: 3}


async def test_a_storm_that_ends_does_not_let_go_of_what_a_client_must_give_up() -> None:
    line, began = weather(GIVEN_UP), monotonic()
    held = asyncio.create_task(line(A_PUT, fine))
    await asyncio.sleep(0.05)
    await line.clear_up()
    assert monotonic() - began >= HOLD
    assert not line.met[GIVEN_UP]
    assert (await held) == await fine()


async def test_once_a_client_gave_up_nobody_else_need_wait() -> None:
    line, began = weather(GIVEN_UP), monotonic()
    held = asyncio.create_task(line(A_PUT, fine))
    await asyncio.sleep(0.05)
    line.told(Counter({GIVEN_UP: 1}))
    await line.clear_up()
    await held
    assert await line(A_PUT, fine) == await fine()
    assert monotonic() - began < HOLD


async def test_a_phone_says_that_nobody_listened(calm: Calm) -> None:
    hands, phone = calm.stage.hands, Phone("nobody", calm.stage.hands.phones[0].people)
    before = hands.node.met[REFUSED]
    with socket.socket() as nobody_listens:
        nobody_listens.bind(("127.0.0.1", 0))
        base = f"http://127.0.0.1:{nobody_listens.getsockname()[1]}"
        await hands.node.do("phone", phone.name, base=base, version=1)
        await hands.sign_in(phone, phone.people[0].id)
        await hands.open_tab(phone, "t1")
        async with asyncio.timeout(10):
            while hands.node.met[REFUSED] == before:  # noqa: ASYNC110  it says so by itself
                await asyncio.sleep(0.05)


async def test_what_had_ended_by_itself_is_not_a_kill(calm: Calm) -> None:
    servers, worker = calm.stage.servers, calm.stage.servers.worker

    @contextlib.asynccontextmanager
    async def it_ends() -> AsyncIterator[None]:
        await worker.end(signal.SIGTERM)
        yield

    kills, by_themselves = servers.kills[WORKER], servers.by_themselves[WORKER]
    await servers.kill(WORKER, 0, it_ends())
    assert (servers.kills[WORKER], servers.by_themselves[WORKER]) == (kills, by_themselves + 1)
    await servers.kill(WORKER, 0, contextlib.nullcontext())
    assert (servers.kills[WORKER], servers.by_themselves[WORKER]) == (kills + 1, by_themselves + 1)
