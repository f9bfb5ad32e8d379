"""What was sent again needs a reason: a kill, an answer that was lost, a clock that jumped while it was on its way."""

import asyncio
import contextlib
import json
import signal
import time
from typing import Any

from tests.chaos.conftest import Calm
from tests.chaos.repeats import judge_repeats, repeats_of
from tests.chaos.servers import POSTGRES, WORKER


def sent(*times: float, browser: str = "b1", message: str = "m1") -> list[dict[str, Any]]:
    return [{"id": browser, "text": json.dumps({"id": message}), "at": at} for at in times]


def doubled(got: list[dict[str, Any]], *events: float | tuple[float, float], deaf: tuple[float, ...] = ()) -> int:
    spans = [one if isinstance(one, tuple) else (one, one) for one in events]
    return len(judge_repeats(got, lambda browser, at: browser == "b1" and at in deaf, spans).doubled)


def test_once_on_each_browser_needs_no_reason() -> None:
    assert doubled([*sent(100), *sent(100, browser="b2"), *sent(160, message="m2")]) == 0


def test_a_repeat_without_any_reason_is_doubled() -> None:
    assert doubled(sent(100, 160)) == 1


def test_each_repeat_needs_a_reason_of_its_own() -> None:
    assert doubled(sent(100, 160, 220), 99) == 1
    assert doubled(sent(100, 160, 220), 99, 161) == 0


def test_what_ended_at_another_time_explains_nothing() -> None:
    ends = [300.0 + 20 * number for number in range(10)]
    assert doubled(sent(100, 101, 102, 103, 104), *ends) == 1
    assert doubled(sent(100, 160), *ends) == 1


def test_one_event_explains_one_copy_of_a_message_and_one_of_every_other_message() -> None:
    assert doubled(sent(100, 101, 102), 100) == 1
    assert doubled([*sent(100, 160), *sent(100, 160, message="m2"), *sent(101, 160, browser="b2")], 100) == 0


def test_an_event_near_two_copies_leaves_the_other_event_to_the_copy_that_has_no_other() -> None:
    assert doubled(sent(100, 110, 220), 103, 113) == 0
    assert doubled(sent(100, 110, 220), 113, 103) == 0


def test_an_answer_that_was_lost_explains_one_repeat_on_that_browser_only() -> None:
    assert doubled(sent(100, 160), deaf=(100,)) == 0
    assert doubled(sent(100, 160, 220), deaf=(100,)) == 1
    assert doubled(sent(100, 160, browser="b2"), deaf=(100,)) == 1


def test_a_jump_of_the_clock_or_an_end_explains_a_repeat_only_while_it_was_on_its_way() -> None:
    assert [doubled(sent(100, 160), moment) for moment in (70, 95, 101, 130)] == [1, 0, 0, 1]


def test_as_long_as_there_is_no_database_nobody_can_write_down_that_something_was_taken() -> None:
    assert [doubled(sent(100, 160), span) for span in ((60, 80), (60, 99), (104, 130), (106, 130))] == [1, 0, 0, 1]


async def test_every_end_of_a_worker_and_of_postgresql_is_remembered_with_its_moment(calm: Calm) -> None:
    servers, service = calm.stage.servers, calm.stage.pushes.service
    before, got, began = len(servers.worker.ends), list(service.got), time.time()
    await servers.kill(WORKER, 0, contextlib.nullcontext())
    await servers.renew(calm.stage.settings)
    assert servers.worker.process
    servers.worker.process.send_signal(signal.SIGTERM)  # as if it ended by itself
    async with asyncio.timeout(20):
        while len(servers.worker.ends) < before + 3:  # noqa: ASYNC110  it tells it no other way
            await asyncio.sleep(0.05)
    await servers.renew(calm.stage.settings)
    assert all(began <= asked <= gone <= time.time() for asked, gone in servers.worker.ends[before:])
    assert len(servers.worker.ends) == before + 3, "who was gone already does not end once more"
    await servers.kill(POSTGRES, 0, contextlib.nullcontext())
    [(down, up)] = servers.down
    assert began <= down < up <= time.time()
    service.got += sent(down, up, message="m9")
    assert repeats_of(calm.stage).clean
    service.got += sent(began - 600, began - 500, message="m9")
    assert len(repeats_of(calm.stage).doubled) == 1
    service.got[:] = got
