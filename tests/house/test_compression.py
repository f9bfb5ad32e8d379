"""Pages go over the line gzipped, but never where another site could learn from their size."""

import pytest
import pytest_asyncio
from httpx2 import AsyncClient

from klankbord.house.database import Database
from tests.conftest import SignIn
from tests.factories import an_organisation

PLAIN = {"accept-encoding": "identity"}
OWN = {"sec-fetch-dest": "document", "sec-fetch-site": "same-origin", "accept-encoding": "gzip"}


@pytest_asyncio.fixture
async def teacher(client: AsyncClient, owner: Database, sign_in: SignIn) -> AsyncClient:
    """The browser of somebody with children on her pages."""
    world = await an_organisation(owner)
    await sign_in(world.organisation_id, world.iris)
    return client


@pytest.mark.parametrize("site", ["same-origin", "none"])
async def test_who_goes_to_a_page_by_themselves_gets_it_gzipped(teacher: AsyncClient, site: str) -> None:
    small, plain = [await teacher.get("/notes/new", headers=OWN | said) for said in ({"sec-fetch-site": site}, PLAIN)]
    assert small.headers["content-encoding"] == "gzip"
    assert int(small.headers["content-length"]) < int(plain.headers["content-length"]) / 2
    assert "Strijkers" in small.text
    assert "accept-encoding" in small.headers["vary"].lower()
    assert small.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "said",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": ""},
        {"sec-fetch-dest": "empty"},
        {"sec-fetch-dest": "iframe"},
        {"sec-fetch-dest": ""},
        PLAIN,
    ],
    ids=str,
)
async def test_a_page_is_never_gzipped_where_another_site_might_have_asked_for_it(
    teacher: AsyncClient, said: dict[str, str]
) -> None:
    answer = await teacher.get("/notes/new", headers=OWN | said)
    assert answer.status_code == 200
    assert "content-encoding" not in answer.headers
    assert "Strijkers" in answer.text


async def test_what_goes_in_one_packet_is_not_worth_it(client: AsyncClient) -> None:
    assert "content-encoding" not in (await client.get("/healthz", headers=OWN)).headers


@pytest.mark.parametrize("language", ["nl", "en"])
async def test_the_page_that_the_worker_keeps_goes_gzipped_and_is_the_same_for_everybody(
    client: AsyncClient, owner: Database, sign_in: SignIn, language: str
) -> None:
    worker = OWN | {"sec-fetch-dest": "empty"}
    before = await client.get(f"/offline/{language}", headers=worker)
    world = await an_organisation(owner)
    await sign_in(world.organisation_id, world.iris)
    assert before.headers["content-encoding"] == "gzip"
    assert (await client.get(f"/offline/{language}", headers=worker)).text == before.text
    assert "content-encoding" not in (await client.get("/offline/xx", headers=worker)).headers
