"""Round trips to the database of every page a signed-in person has, with few rows of everything and with many.

Counted on the line between the web process and PostgreSQL, so nothing that the drivers do by themselves is missed.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from datetime import UTC, datetime

import asyncpg

from klankbord.house.database_roles import DatabaseUrls
from klankbord.house.door import entrance
from klankbord.house.settings import Settings
from klankbord.house.tokens import digest
from tests.bench import servers
from tests.bench.crowd import crowd
from tests.bench.dataset import session_of
from tests.bench.figure import Figure, Goal
from tests.bench.load import UnexpectedAnswer, ask, request, status_of
from tests.bench.size import Size
from tests.bench.wire import Wire, a_wire

FEW, MANY, MANY_FOR_CI = 10, 10_000, 100


SEEN = ", (select count(*) from cases c where c.organisation_id = me.organisation_id) as seen"


class NotShown(Exception):
    """Whom the rows were made for does not see them: pages of the same few rows would be compared."""


# Who asks for what; names in it are those of `addresses`.
PAGES = (
    ("teacher", "/notes/new"),
    ("teacher", "/today"),
    ("manager", "/today"),
    ("worker", "/today"),
    ("teacher", "/notes"),
    ("teacher", "/notes?pupil={pupil}"),
    ("teacher", "/notes/{note}"),
    ("teacher", "/cases"),
    ("manager", "/cases"),
    ("worker", "/cases"),
    ("teacher", "/cases/{case}"),
    ("manager", "/cases/{case}"),
    ("worker", "/cases/{case}"),
    ("manager", "/cases/{case}/views"),
    ("worker", "/cases/{case}/story"),
    ("worker", "/cases/{case}/parts/{part}"),
    ("manager", "/cases/closed"),
    ("manager", "/cases/{case}/direction"),
    ("manager", "/cases/{case}/care-level"),
    ("manager", "/cases/{case}/return"),
    ("manager", "/cases/{case}/closing"),
    ("manager", "/cases/{case}/reopening"),
    ("teacher", "/attention"),
    ("teacher", "/attention/{item}"),
    ("teacher", "/outbox"),
    ("teacher", "/outbox/states?ids={note}"),
    ("teacher", "/roster"),
    ("manager", "/roster"),
    ("worker", "/roster"),
    ("teacher", "/push"),
    ("teacher", "/account"),
    ("teacher", "/alarms/new"),
    ("manager", "/alarms"),
    ("teacher", "/groups/{group}/lessons"),
    ("teacher", "/reminders/{reminder}/later"),
    ("manager", "/reachability"),
    ("administrator", "/reachability"),
    ("manager", "/locations"),
    ("administrator", "/locations"),
    ("administrator", "/locations/{location}"),
    ("teacher", "/cases/{case}/agreements/new"),
    ("teacher", "/cases/{case}/agreements/{agreement}"),
    ("teacher", "/conversations/new"),
    ("teacher", "/conversations/new?pupil={pupil}"),
    ("teacher", "/cases/{case}/conversations/new"),
    ("teacher", "/conversations/{talk}"),
    ("teacher", "/consultations"),
    ("worker", "/consultations"),
    ("teacher", "/consultations/new?case={case}"),
    ("teacher", "/consultations/{consultation}"),
    ("worker", "/consultations/{consultation}"),
    ("teacher", "/cases/{case}/contacts/new"),
    ("teacher", "/cases/{case}/plan"),
    ("worker", "/cases/{case}/plans/new"),
    ("worker", "/cases/{case}/evaluations/new"),
    ("worker", "/cases/{case}/evaluations/result"),
    ("worker", "/cases/{case}/sharing/new"),
    ("worker", "/cases/{case}/sharing/new?option=d"),
    ("worker", "/cases/{case}/sharing/{decision}"),
    ("worker", "/cases/{case}/sharing/{decision}/page"),
    ("worker", "/cases/{case}/referrals/new"),
    ("worker", "/cases/{case}/referrals/{referral}"),
    ("administrator", "/partners"),
    ("administrator", "/partners/new"),
    ("administrator", "/partners/{partner}"),
    ("manager", "/cases/{case}/meldcode"),
    ("administrator", "/locations/{location}/meldcode"),
    ("administrator", "/texts"),
    ("administrator", "/texts/{text}"),
    ("teacher", "/reminders/kinds"),
    ("teacher", "/reminders/settled"),
    ("worker", "/duty"),
    ("administrator", "/people/{person}/duty"),
    ("worker", "/duty/absences/{absence}/cases"),
    ("teacher", "/alarms/{alarm}"),
    ("manager", "/alarms/{alarm}"),
    ("teacher", "/alarms/{alarm}/live"),
    ("teacher", "/feeds"),
    ("teacher", "/feeds/{token}.ics"),
)


async def measure(size: Size) -> list[Figure]:
    """The pages whose number of round trips differs; and, to look at, the most that a page takes."""
    many = MANY if size.name == "full" else MANY_FOR_CI
    async with servers.a_cluster() as cluster:
        urls = [await cluster.database(f"rows_{rows}") for rows in (FEW, many)]
        # side by side: nothing is timed here
        few_trips, many_trips = await asyncio.gather(
            *(_trips(cluster, *one) for one in zip(urls, (FEW, many), strict=True))
        )
    differ = [name for name in few_trips if few_trips[name] != many_trips[name]]
    for name in differ:
        print(f"round trips of {name}: {few_trips[name]} with {FEW} rows, {many_trips[name]} with {many:,}")
    queue, most = few_trips["worker /cases"], max(many_trips.values())
    return [
        Figure(
            name=f"pages whose round trips differ at {FEW} and {many:,} rows, of {len(few_trips)}",
            unit="pages",
            value=len(differ),
            goal=Goal(at_most=0, of="value"),
            promise=True,
        ),
        Figure("round trips of the queue page", "round trips", queue),
        Figure("round trips of the page with most", "round trips", most),
    ]


async def _trips(cluster: servers.Cluster, urls: DatabaseUrls, rows: int) -> dict[str, int]:
    """By person and page."""
    name = f"rows_{rows}"
    settings = servers.settings_for(urls)
    made = await crowd(cluster.admin_url(name), settings, rows)
    await cluster.settle(name)
    people = {
        "teacher": made.at.teacher,
        "manager": made.at.manager,
        "worker": made.town.social_worker,
        "administrator": made.town.administrator,
    }
    tokens = {who: await session_of(urls.web, made.town.organisation, id) for who, id in people.items()}
    for who in ("teacher", "manager", "worker"):
        await _sees(urls.web, tokens[who].session_token, rows)
    counted = {}
    async with a_wire(urls.web) as wire, _beside(settings, wire.through(urls.web)) as server:
        for who, address in PAGES:
            cookie = {"cookie": f"__Host-klankbord={tokens[who].session_token}"}
            asked = request("GET", address.format_map(made.addresses()), cookie)
            counted[f"{who} {address}"] = await _count(wire, server.port, asked)
    return counted


async def _sees(web: str, token: str, rows: int) -> None:
    """Raises NotShown when the lists of who holds this token are not as long as they should be."""
    connection = await asyncpg.connect(web)
    try:
        seen = (await connection.fetchrow(entrance(SEEN, pages=False), digest(token), datetime.now(UTC)))["seen"]
    finally:
        await connection.close()
    if seen < rows:
        raise NotShown(f"{seen} of {rows} cases")


@asynccontextmanager
async def _beside(settings: Settings, through: str) -> AsyncIterator[servers.Server]:
    """A web process, started and stopped without holding up the wire it begins and ends its connections over."""
    with ExitStack() as until_then:
        web = servers.web(settings, WEB_DATABASE_URL=through)
        yield await asyncio.to_thread(until_then.enter_context, web)
        await asyncio.to_thread(until_then.close)


async def _count(wire: Wire, port: int, asked: bytes) -> int:
    await _asked(port, asked)  # the first time, the drivers meet each statement
    before = wire.trips
    await _asked(port, asked)
    return wire.trips - before


async def _asked(port: int, asked: bytes) -> None:
    answer = await ask(port, asked)
    if status_of(answer) not in (200, 204):
        raise UnexpectedAnswer(f"{asked[:80]!r}: {answer[:200]!r}")
