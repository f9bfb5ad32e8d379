"""A line to two push services."""

from collections.abc import AsyncIterator

import pytest_asyncio

from tests.support.push_line import PushLine, push_line


@pytest_asyncio.fixture
async def line() -> AsyncIterator[PushLine]:
    async with push_line() as made:
        yield made
