"""The same insert without any framework: how far the server itself would let somebody go."""

import os
from typing import Any
from uuid import UUID

from tests.bench.intake_limit import ANSWER, INSERT
from tests.bench.limit_pool import a_pool


class App:
    """No framework: what ASGI asks for and nothing else."""

    def __init__(self) -> None:
        self._pool: Any = None

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            return await self._live(receive, send)
        if scope["method"] == "PUT":
            body = bytearray()
            while True:
                message = await receive()
                body += message.get("body", b"")
                if not message.get("more_body"):
                    break
            async with self._pool.acquire() as connection:
                await connection.execute(INSERT, UUID(scope["path"].rsplit("/", 1)[1]), bytes(body))
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(ANSWER)).encode())]
        status = 201 if scope["method"] == "PUT" else 200
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": ANSWER})

    async def _live(self, receive: Any, send: Any) -> None:
        await receive()
        self._pool = await a_pool(os.environ["BARE_DATABASE_URL"])
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self._pool.close()
        await send({"type": "lifespan.shutdown.complete"})


def create_app() -> App:
    """For uvicorn's factory."""
    return App()
