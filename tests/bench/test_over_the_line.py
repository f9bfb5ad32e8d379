"""Whoever asks, the page or its worker, what came for it is counted as it was sent."""

from tests.bench.over_the_line import WholeLine
from tests.browser.wire import Answer, Asked

SHELL = Asked("GET", "/offline/nl", [], b"", 0)


async def test_the_whole_line_counts_head_and_body_of_each_answer_and_leaves_it_as_it_is() -> None:
    line, answer = WholeLine(), Answer(200, [("vary", "accept")], b"12345")

    async def forward() -> Answer:
        return answer

    for _ in range(2):
        assert await line.count(SHELL, forward) is answer
    assert line.came == {"/offline/nl": 2 * (len("vary: accept\r\n") + len(b"12345"))}
