"""The limit of the intake: the body of each PUT goes into one table as it came, in one statement, and 201 is said.

A handler of the framework that the product is written in, and nothing around it.
"""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

from fastapi import FastAPI, Request, Response

from tests.bench.limit_pool import a_pool

SETUP = """
    create table bare_items (id uuid primary key, body bytea not null);
    grant insert on bare_items to klankbord_web
"""
INSERT = "insert into bare_items (id, body) values ($1, $2)"
ANSWER = b'{"state":"stored"}'


def create_app() -> FastAPI:
    """For uvicorn's factory."""

    @asynccontextmanager
    async def live(app: FastAPI) -> AsyncIterator[None]:
        async with a_pool(os.environ["BARE_DATABASE_URL"]) as pool:
            app.state.pool = pool
            yield

    app = FastAPI(lifespan=live, openapi_url=None)

    @app.put("/outbox/{item_id}")
    async def take_in(item_id: UUID, request: Request) -> Response:
        body = await request.body()
        async with app.state.pool.acquire() as connection:
            await connection.execute(INSERT, item_id, body)
        return Response(ANSWER, 201, media_type="application/json")

    @app.get("/healthz")
    async def here() -> Response:
        return Response(ANSWER, media_type="application/json")

    return app
