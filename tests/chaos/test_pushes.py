"""The push service of chaos breaks as it says: what it held when a worker was killed reached nobody."""

import asyncio

from httpx2 import AsyncClient

from tests.chaos.conftest import Calm


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
