"""The queue page of the social worker: 50 of all cases, signed in, row-level security on; requests a second."""

import json
from collections.abc import Awaitable, Callable
from statistics import median

from klankbord.house.boot import boot_of
from klankbord.house.house import House
from klankbord.house.settings import Settings
from klankbord.house.typing_key import typing_key
from klankbord.house.who import Who
from tests.bench import dataset, servers
from tests.bench.figure import Figure, Goal
from tests.bench.load import ask, drive, request
from tests.bench.sides import alternate
from tests.bench.size import Size

NAME = "queue"
A_FEW = 2  # rounds of a pair of servers at least
LIMIT_IS = (
    "the same template filled by raw asyncpg with the ideal SQL in one round trip, same server, no sign-in, no security"
)


class BodiesDiffer(Exception):
    """The limit does not show the same page as the product, so the two may not be compared."""


async def measure(size: Size) -> list[Figure]:
    """One figure."""
    async with servers.a_cluster() as cluster:
        urls = await cluster.database(NAME)
        settings = servers.settings_for(urls)
        town = await dataset.fill(cluster.admin_url(NAME), settings, size.notes)
        await cluster.settle(NAME)
        tokens = await dataset.session_of(urls.web, town.organisation, town.social_worker)
        asked = request("GET", "/cases", {"cookie": f"__Host-klankbord={tokens.session_token}"})
        told = {"LIMIT_URL": urls.owner, **await _told(settings, town)}
        measured = [await _beside_each_other(settings, told, asked, size) for _ in range(size.starts)]
    return [
        Figure(
            name=f"queue page, 50 of {town.notes:,} notes' cases",
            unit="requests/s",
            value=median(one["product"] for one in measured),
            limit=median(one["limit"] for one in measured),
            limit_is=LIMIT_IS,
            goal=Goal(at_least=0.85),
        )
    ]


async def _beside_each_other(settings: Settings, told: dict[str, str], asked: bytes, size: Size) -> dict[str, float]:
    """Requests a second of both servers, freshly started, in turns."""
    with servers.web(settings) as product, servers.bare("tests.bench.queue_limit:create_app", **told) as limit:
        await _same_page(asked, product, limit)
        sides = {"product": _round(product, asked, size), "limit": _round(limit, asked, size)}
        return await alternate(sides, max(A_FEW, size.rounds // size.starts))


def _round(server: servers.Server, asked: bytes, size: Size) -> Callable[[], Awaitable[float]]:
    async def once() -> float:
        return (await drive(server.port, lambda: asked, seconds=size.seconds)).per_second

    return once


async def _told(settings: Settings, town: dataset.Town) -> dict[str, str]:
    house = House.for_web(settings)
    who = Who(town.social_worker, town.organisation, "Marjan", "nl", ())
    told = {"BOOT": json.dumps(boot_of(house, who)), "TYPING_KEY": typing_key(house.keys, who)}
    await house.database.close()
    return {"PERSON": str(who.person_id), "ORGANISATION": str(who.organisation_id), **told}


async def _same_page(asked: bytes, product: servers.Server, limit: servers.Server) -> None:
    ours, bare = [(await ask(server.port, asked)).partition(b"\r\n\r\n")[2] for server in (product, limit)]
    if ours != bare:
        raise BodiesDiffer(f"{len(ours)} and {len(bare)} bytes")
