"""What one act costs in processor time, in our own process and in PostgreSQL: the figures under deploy/CAPACITY.md.

Four connections, as on an ordinary afternoon: fewer notes go in together than in the peak, so the peak costs less.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from statistics import median

import asyncpg

from tests.bench import dataset, servers
from tests.bench.capacity.stale import tell
from tests.bench.figure import Figure
from tests.bench.load import drive, request
from tests.bench.phones import notes, writers
from tests.bench.size import Size
from tests.bench.stock import Stock

NAME, LINES = "costs", 4
MOST_A_SECOND = 3_000  # notes laid in for each second; on a faster machine more are sealed, in a process nobody counts
LEFT_BEHIND = "select pg_total_relation_size('notes') + pg_total_relation_size('outbox_items')"


@dataclass(frozen=True)
class Cost:
    """Milliseconds of one core for one act."""

    web: float
    database: float


async def measure(size: Size) -> list[Figure]:
    """Reported: a page of the queue and a note, each in both processes, and what a note leaves on disk."""
    async with servers.a_cluster() as cluster:
        urls = await cluster.database(NAME)
        settings = servers.settings_for(urls)
        town = await dataset.fill(cluster.admin_url(NAME), settings, size.notes)
        await cluster.settle(NAME)
        tokens = await dataset.session_of(urls.web, town.organisation, town.social_worker)
        asked = request("GET", "/cases", {"cookie": f"__Host-klankbord={tokens.session_token}"})
        stock = Stock(notes(await writers(urls.web, settings, town)))
        admin = await asyncpg.connect(cluster.admin_url(NAME))
        with servers.web(settings) as web:

            async def page() -> Cost:
                return await _cost(cluster, web, lambda: asked, size.seconds)

            async def note() -> Cost:
                stock.lay_in(int(MOST_A_SECOND * size.seconds))
                return await _cost(cluster, web, stock.take, size.seconds)

            pages = await _median(page, size.rounds)
            before = await admin.fetchval(LEFT_BEHIND)
            each = await _median(note, size.rounds)
            left = (await admin.fetchval(LEFT_BEHIND) - before) / stock.taken
        await admin.close()
    tell(_seconds("page", pages) | _seconds("note", each) | {"note_bytes": left})
    return [*_figures("a queue page", pages), *_figures("a note", each), Figure("a note leaves on disk", "bytes", left)]


async def _median(one: Callable[[], Awaitable[Cost]], rounds: int) -> Cost:
    """In each process, of so many rounds after one that warms up."""
    seen = [await one() for _ in range(rounds + 1)][1:]
    return Cost(median(cost.web for cost in seen), median(cost.database for cost in seen))


async def _cost(
    cluster: servers.Cluster, web: servers.Server, next_request: Callable[[], bytes], seconds: float
) -> Cost:
    ours, theirs = web.cpu_seconds(), cluster.cpu_seconds()
    done = len((await drive(web.port, next_request, seconds=seconds, lines=LINES, good=(200, 201))).times)
    ours, theirs = web.cpu_seconds() - ours, cluster.cpu_seconds() - theirs
    return Cost(1000 * ours / done, 1000 * theirs / done)


def _seconds(act: str, cost: Cost) -> dict[str, float]:
    """As deploy/CAPACITY.md counts."""
    return {f"{act}_web": cost.web / 1000, f"{act}_database": cost.database / 1000}


def _figures(act: str, cost: Cost) -> list[Figure]:
    places = {"the web process": cost.web, "PostgreSQL": cost.database}
    return [Figure(f"{act}, in {where}", "ms of a core", ms) for where, ms in places.items()]
