"""What only a client can know counts when a client says so, and what must outlast its patience does."""

import asyncio
import contextlib
import random
import signal
import socket
from collections.abc import AsyncIterator
from time import monotonic

from tests.browser import faults
from tests.browser.wire import Answer, Asked
from tests.chaos.conftest import Calm
from tests.chaos.faults import Weather
from tests.chaos.hands import ONE_NOTE
from tests.chaos.phone import Phone
from tests.chaos.plan import GIVEN_UP, REFUSED, Event, Spell
from tests.chaos.servers import WORKER
from tests.support.rows import rows

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
    assert line.unmet == {REFUSED}
    line.told(2, [])
    line.told(3, [])
    assert line.met == {REFUSED: 3}
    assert not line.unmet


async def test_a_storm_that_ends_does_not_let_go_of_what_a_client_must_give_up() -> None:
    line, began = weather(GIVEN_UP), monotonic()
    held = asyncio.create_task(line(A_PUT, fine))
    await asyncio.sleep(0.05)
    await line.clear_up()
    assert monotonic() - began >= HOLD
    assert not line.met[GIVEN_UP]
    assert (await held) == await fine()


async def test_once_a_client_gave_up_the_end_of_the_storm_lets_go_of_the_others() -> None:
    line, began = weather(GIVEN_UP), monotonic()
    held = asyncio.create_task(line(A_PUT, fine))
    await asyncio.sleep(0.05)
    line.told(0, [A_PUT.path])
    await line.clear_up()
    await held
    assert await line(A_PUT, fine) == await fine()
    assert monotonic() - began < HOLD


async def test_only_what_the_line_held_is_given_up_because_of_it() -> None:
    line = weather(GIVEN_UP)
    held = asyncio.create_task(line(A_PUT, fine))
    await asyncio.sleep(0.05)
    line.told(0, ["/outbox/2", "/roster"])
    assert (line.met, line.unmet) == ({}, {GIVEN_UP})
    line.told(0, ["/outbox/2", A_PUT.path])
    assert line.met == {GIVEN_UP: 1}
    await held


async def test_after_the_first_that_was_given_up_one_at_a_time_is_held() -> None:
    line = weather(GIVEN_UP)
    first = asyncio.create_task(line(A_PUT, fine))
    await asyncio.sleep(0.05)
    line.told(0, [A_PUT.path])
    await first
    began = monotonic()
    second = asyncio.create_task(line(A_PUT, fine))
    await asyncio.sleep(0.05)
    assert await line(A_PUT, fine) == await fine()
    assert monotonic() - began < HOLD
    await second
    assert monotonic() - began >= HOLD


async def test_a_phone_says_on_which_path_its_patience_was_at_an_end(calm: Calm) -> None:
    hands, before = calm.stage.hands, len(calm.stage.hands.node.given_up)
    known = set(calm.stage.ledger.kept)
    with calm.stage.line.switched(faults.before(asyncio.Event()), "/outbox/", "PUT"):
        await hands.do(Event(0, "save", 5, ONE_NOTE.more), random.Random(5))
        async with asyncio.timeout(40):
            while len(hands.node.given_up) == before:  # noqa: ASYNC110  it says so by itself
                await asyncio.sleep(0.1)
    [new] = set(calm.stage.ledger.kept) - known
    assert hands.node.given_up[before:] == [f"/outbox/{new}"]
    await hands.open_tab(hands.phones[5], "t1")
    await hands.node.do("kick", hands.phones[5].name, tab="t1", force=True)  # or it waits for its back-off
    async with asyncio.timeout(20):
        while not await rows(calm.stage.owner, "select 1 from outbox_items where id = :id", id=new):  # noqa: ASYNC110
            await asyncio.sleep(0.1)


async def test_a_phone_says_that_nobody_listened(calm: Calm) -> None:
    hands, phone = calm.stage.hands, Phone("nobody", calm.stage.hands.phones[0].people)
    before = hands.node.refused
    with socket.socket() as nobody_listens:
        nobody_listens.bind(("127.0.0.1", 0))
        base = f"http://127.0.0.1:{nobody_listens.getsockname()[1]}"
        await hands.node.do("phone", phone.name, base=base, version=1)
        await hands.sign_in(phone, phone.people[0].id)
        await hands.open_tab(phone, "t1")
        async with asyncio.timeout(10):
            while hands.node.refused == before:  # noqa: ASYNC110  it says so by itself
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
