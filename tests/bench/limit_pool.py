"""The connections of a limit: asyncpg's own pool, without the round trip that tidies each connection up after use."""

from typing import Any

import asyncpg

from klankbord.house.direct import PLANS

SIZE = 8  # connections, as the product's pool has where it is measured


async def leave_as_it_is(_: Any) -> None:
    """A statement that is a transaction leaves nothing behind; the product (house/direct.py) tidies nothing either."""


def a_pool(url: str) -> Any:
    """To be opened with `async with`, or awaited and closed."""
    return asyncpg.create_pool(url, min_size=SIZE, max_size=SIZE, reset=leave_as_it_is, server_settings=PLANS)
