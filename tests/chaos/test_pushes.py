"""The push service of chaos breaks as it says: what it held when a worker was killed reached nobody."""

import asyncio
import random
import time

from httpx2 import AsyncClient

from tests.chaos.conftest import Calm
from tests.chaos.plan import Event
from tests.chaos.quiet import reminded


async def test_a_push_that_still_waits_when_its_worker_is_killed_is_never_taken(calm: Calm) -> None:
    pushes, service = calm.stage.pushes, calm.stage.pushes.service
    endpoint, got, refused = pushes.reachable[0].endpoint, len(service.got), len(service.refused)
    async with AsyncClient() as client:
        async with pushes.unanswered() as came:
            waiting = asyncio.create_task(client.post(endpoint, content=b"sealed"))
            while not came():  # noqa: ASYNC110  the service tells it no other way
                await asyncio.sleep(0.01)
        assert (await waiting).status_code == 503
        assert (len(service.got), len(service.refused)) == (got, refused)
        await pushes.mend()
        await client.post(endpoint, content=b"sealed")
    assert len(service.refused) == refused + 1, "it looks at what comes again"
    service.refused.pop()


async def test_a_service_that_takes_without_saying_so_is_remembered_for_whom_and_until_when(calm: Calm) -> None:
    pushes, now = calm.stage.pushes, time.time()
    event = Event(0, "push_breaks", None, {"mode": "taken", "seconds": 3.0})
    pushes.break_some(event, random.Random(1))
    broken = {id for id, one in pushes.service.subscriptions.items() if one.mode == "taken"}
    assert broken
    await asyncio.sleep(0)  # it begins
    assert {id for id in pushes.phones if pushes.answer_lost(id, now + 1)} == broken
    await pushes.mend()
    assert {id for id in pushes.phones if pushes.answer_lost(id, time.time())} == broken
    assert not any(pushes.answer_lost(id, now + 10) for id in broken)
    pushes.break_some(Event(0, "push_breaks", None, {"mode": "503", "seconds": 3.0}), random.Random(1))
    assert len(pushes.deaf) == len(broken), "what is not taken comes again by right"
    await pushes.mend()
    pushes.deaf.clear()


async def test_a_service_breaks_until_a_push_met_it_and_counts_no_other(calm: Calm) -> None:
    pushes, service = calm.stage.pushes, calm.stage.pushes.service
    await reminded(calm.stage)  # of what other tests wrote: a push of those would meet it
    service.broke.clear()
    pushes.break_some(Event(0, "push_breaks", None, {"mode": "500", "seconds": 0.1}), random.Random(1))
    await asyncio.sleep(0.5)
    assert "500" in pushes.unmet
    assert not pushes.met["push 500"]
    broken = [id for id, one in service.subscriptions.items() if one.mode == "500"]
    async with AsyncClient() as client:
        good = next(endpoint for endpoint in pushes.said_yes if endpoint.rsplit("/", 1)[1] not in broken)
        await client.post(good, content=b"sealed")
        assert "500" in pushes.unmet
        await client.post(pushes.phones[broken[0]].endpoint, content=b"sealed")
    assert "500" not in pushes.unmet
    assert pushes.met["push 500"] == 1
    async with asyncio.timeout(5):
        while any(service.subscriptions[id].mode == "500" for id in broken):  # noqa: ASYNC110  it mends itself
            await asyncio.sleep(0.05)
    await pushes.mend()
    pushes.meant.clear()
    service.refused.pop()
