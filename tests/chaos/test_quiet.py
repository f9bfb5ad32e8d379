"""After the storm a slow machine has all the time it needs: patience ends when nothing moves, not when time is up."""

import asyncio
import signal

import pytest

from tests.chaos import quiet
from tests.chaos.conftest import Calm
from tests.chaos.telling import tell_something
from tests.support.rows import rows

WAITS = "select count(*) from reminders where state = 'waiting' and due_at <= :now"


async def test_what_a_worker_is_slow_to_send_is_waited_for(calm: Calm, monkeypatch: pytest.MonkeyPatch) -> None:
    stage, worker = calm.stage, calm.stage.servers.worker.process
    assert worker
    monkeypatch.setattr(quiet, "A_TURN", 0.2)
    worker.send_signal(signal.SIGSTOP)
    try:
        assert await tell_something(stage, stage.pushes.reachable[:1])
        jumps = len(stage.pushes.moves)
        waiting = asyncio.create_task(quiet.reminded(stage))
        await asyncio.sleep(7)
        assert not waiting.done()
        assert len(stage.pushes.moves) == jumps + 1, "nothing is tried before it had its turn"
    finally:
        worker.send_signal(signal.SIGCONT)
    await waiting
    assert (await rows(stage.owner, WAITS, now=stage.clock.now()))[0][0] == 0
