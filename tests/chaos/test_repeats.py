"""What was sent again needs a reason: a kill, an answer that was lost, a clock that jumped while it was on its way."""

import json
from typing import Any

from tests.chaos.repeats import judge_repeats


def sent(*times: float, browser: str = "b1", message: str = "m1") -> list[dict[str, Any]]:
    return [{"id": browser, "text": json.dumps({"id": message}), "at": at} for at in times]


def doubled(
    got: list[dict[str, Any]], ends: int = 0, deaf: tuple[float, ...] = (), jumps: tuple[float, ...] = ()
) -> int:
    return len(judge_repeats(got, ends, lambda browser, at: browser == "b1" and at in deaf, jumps).doubled)


def test_once_on_each_browser_needs_no_reason() -> None:
    assert doubled([*sent(100), *sent(100, browser="b2"), *sent(160, message="m2")]) == 0


def test_a_repeat_without_any_reason_is_doubled() -> None:
    assert doubled(sent(100, 160)) == 1


def test_each_repeat_needs_a_reason_of_its_own() -> None:
    assert [doubled(sent(100, 160, 220), ends) for ends in (0, 1, 2)] == [1, 1, 0]


def test_an_answer_that_was_lost_explains_one_repeat_on_that_browser_only() -> None:
    assert doubled(sent(100, 160), deaf=(100,)) == 0
    assert doubled(sent(100, 160, 220), deaf=(100,)) == 1
    assert doubled(sent(100, 160, browser="b2"), deaf=(100,)) == 1


def test_a_jump_of_the_clock_explains_a_repeat_only_while_it_was_on_its_way() -> None:
    assert [doubled(sent(100, 160), jumps=(jump,)) for jump in (70, 95, 101, 130)] == [1, 0, 0, 1]
