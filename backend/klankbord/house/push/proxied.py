"""To push services through the proxy that the environment names (HTTPS_PROXY, ALL_PROXY, NO_PROXY).

There are many kinds of proxy, so this is a general client's work. It is loaded only where there is one.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING

from klankbord.house.push.line import LineLost

if TYPE_CHECKING:
    import httpx2

SMALL = 4096


class Proxied:
    """One HTTP client for the life of a worker."""

    def __init__(self, patience: float) -> None:
        self._patience = patience
        self._client: httpx2.AsyncClient | None = None

    async def post(self, endpoint: str, headers: dict[str, str], body: bytes) -> tuple[int, Mapping[str, str]]:
        """(status, headers) of the answer. Raises LineLost, TimeoutError."""
        import httpx2

        client = self._client = self._client or httpx2.AsyncClient(timeout=self._patience, follow_redirects=False)
        try:
            async with (
                asyncio.timeout(self._patience),
                client.stream("POST", endpoint, content=body, headers=headers) as answer,
            ):
                if int(answer.headers.get("content-length", SMALL + 1)) <= SMALL:
                    await answer.aread()  # a short answer is read, so that the connection can be used again
                return answer.status_code, answer.headers
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            raise LineLost from error

    async def close(self) -> None:
        """Give every connection back."""
        if self._client is not None:
            await self._client.aclose()
