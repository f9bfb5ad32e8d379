"""The town, and one way to ask it something as anybody."""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
import pytest_asyncio
from fastapi import FastAPI
from httpx2 import ASGITransport, AsyncClient, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from klankbord.app import create_app
from klankbord.house.database import Database
from klankbord.house.house import House
from tests.security.route_rows import along_the_route
from tests.security.town import Town, a_town
from tests.support.beginning import Beginning, begin
from tests.support.cluster import Cluster

Ask = Callable[..., Awaitable[Response]]
Told = dict[str, Any]


@pytest_asyncio.fixture(scope="session")
async def town_once(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Beginning[Told]:
    """The town as it is told, to copy for each test."""
    return await begin(cluster, tmp_path_factory.mktemp("town"), _tell)


async def _tell(house: House, owner: Database) -> Told:
    made = await a_town(house, owner)
    await along_the_route(made)
    return {name: getattr(made, name) for name in ("world", "people", "cookies", "ids")}


@pytest.fixture
def beginning(request: pytest.FixtureRequest) -> Beginning[Told] | None:
    """The town, for who asks for it."""
    return request.getfixturevalue("town_once") if "town" in request.fixturenames else None


@pytest_asyncio.fixture
async def town(house: House, owner: Database, town_once: Beginning[Told]) -> Town:
    """Everybody is signed in; it is Monday after the lesson."""
    return Town(house, owner, **town_once.told)


@pytest.fixture
def app(house: House) -> FastAPI:
    """The app as it is served, routes of the demo included."""
    return create_app(house.settings, house)


@pytest_asyncio.fixture
async def ask(app: FastAPI, town: Town) -> AsyncIterator[Ask]:
    """`await ask(who, method, address, **what)`: as that person's browser; an error of ours is a 500."""
    transport = ASGITransport(app=as_served(app), client=("127.0.0.1", 1))
    headers = {"sec-fetch-site": "same-origin"}
    async with AsyncClient(transport=transport, base_url=town.house.settings.address, headers=headers) as browser:

        async def asked(who: str, method: str, address: str, **what: Any) -> Response:
            browser.cookies.clear()
            given = {name: value for name, value in town.cookies[who].items() if _goes_along(name, address)}
            for name, value in given.items():
                browser.cookies.set(name, value)
            return await browser.request(method, address, **what)

        yield asked


def as_served(app: FastAPI) -> ASGIApp:
    """As uvicorn does: an error that comes out of the app is logged with all it carries, and the line goes on."""

    async def served(scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await app(scope, receive, send)
        except Exception as error:
            logging.getLogger("uvicorn.error").error("Exception in ASGI application\n", exc_info=error)

    return served


def _goes_along(cookie: str, address: str) -> bool:
    """The add-only cookie has `Path=/outbox`."""
    return cookie != "klankbord_add" or address.startswith("/outbox")
