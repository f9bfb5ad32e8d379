"""A browser without eyes, and how somebody is signed in with it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

from httpx2 import ASGITransport, AsyncClient

from klankbord.app import create_app
from klankbord.house.door import session_cookie
from klankbord.house.house import House
from klankbord.rooms.people import actions as people


@asynccontextmanager
async def a_browser_at(house: House) -> AsyncIterator[AsyncClient]:
    """It asks the app itself, as a page of the same origin would."""
    transport = ASGITransport(app=create_app(house.settings, house), client=("127.0.0.1", 1))
    headers = {"sec-fetch-site": "same-origin"}
    async with AsyncClient(transport=transport, base_url=house.settings.address, headers=headers) as browser:
        yield browser


async def come_in(house: House, client: AsyncClient, organisation_id: UUID, person_id: UUID) -> people.SignedIn:
    """The client is that person from now on."""
    async with house.database.transaction() as db:
        tokens = await people.sign_in(db, organisation_id, person_id, house.clock.now())
    client.cookies.clear()
    client.cookies.set(session_cookie(house), tokens.session_token)
    client.cookies.set("klankbord_add", tokens.add_token)
    return tokens
