"""Opening seals is the most work a note brings; who comes with a page meanwhile does not wait until all are open."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from httpx2 import AsyncClient

from klankbord.house.seals import SealKeys
from klankbord.rooms.outbox.intake import OPENED_AT_ONCE
from tests.factories import World
from tests.support.phone import Phone, about_sara, put


@pytest_asyncio.fixture
async def opened(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Counter[int]]:
    """How many seals were opened in each turn of the event loop, by the number of the turn."""
    counts, turn, opens = Counter[int](), 0, SealKeys.open

    async def count_turns() -> None:
        nonlocal turn
        while True:
            turn += 1
            await asyncio.sleep(0)

    def counted(seals: SealKeys, kid: str, box: bytes, info: bytes) -> bytes:
        counts[turn] += 1
        return opens(seals, kid, box, info)

    monkeypatch.setattr(SealKeys, "open", counted)
    turns = asyncio.create_task(count_turns())
    yield counts
    turns.cancel()


async def test_of_notes_that_come_at_once_only_a_few_are_opened_before_others_have_their_turn(
    client: AsyncClient, phone: Phone, world: World, opened: Counter[int]
) -> None:
    sending = [put(client, *phone.seal("note", **about_sara(world))) for _ in range(5 * OPENED_AT_ONCE)]
    answers = await asyncio.gather(*sending)
    assert {answer.status_code for answer in answers} == {201}
    assert opened.total() == len(sending)
    assert max(opened.values()) <= OPENED_AT_ONCE
