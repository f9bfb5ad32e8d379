"""What one act costs in processor time, in our own process and in PostgreSQL: the figures under deploy/CAPACITY.md.

Four connections, as on an ordinary afternoon: fewer notes go in together than in the peak, so the peak costs less.
"""

from collections.abc import Callable
from dataclasses import dataclass

import asyncpg

from tests.bench import dataset, servers
from tests.bench.figure import Figure
from tests.bench.load import drive, request
from tests.bench.phones import notes, writers
from tests.bench.size import Size

NAME, LINES = "costs", 4
MOST_A_SECOND = 3_000  # notes sealed beforehand, for each second
LEFT_BEHIND = "select pg_total_relation_size('notes') + pg_total_relation_size('outbox_items')"


@dataclass(frozen=True)
class Cost:
    """Milliseconds of one core for one act, and how many acts there were."""

    web: float
    database: float
    acts: int


async def measure(size: Size) -> list[Figure]:
    """Reported: a page of the queue and a note, each in both processes, and what a note leaves on disk."""
    async with servers.a_cluster() as cluster:
        urls = await cluster.database(NAME)
        settings = servers.settings_for(urls)
        town = await dataset.fill(cluster.admin_url(NAME), settings, size.notes)
        await cluster.settle(NAME)
        tokens = await dataset.session_of(urls.web, town.organisation, town.social_worker)
        asked = request("GET", "/cases", {"cookie": f"__Host-klankbord={tokens.session_token}"})
        sealed = notes(await writers(urls.web, settings, town))
        seconds = size.rounds * size.seconds
        admin = await asyncpg.connect(cluster.admin_url(NAME))
        with servers.web(settings) as web:
            await _cost(cluster, web, lambda: asked, 1)
            page = await _cost(cluster, web, lambda: asked, seconds)
            ready = [next(sealed) for _ in range(int(MOST_A_SECOND * seconds))]
            before = await admin.fetchval(LEFT_BEHIND)
            note = await _cost(cluster, web, ready.pop, seconds)
            left = (await admin.fetchval(LEFT_BEHIND) - before) / note.acts
        await admin.close()
    return [*_figures("a queue page", page), *_figures("a note", note), Figure("a note leaves on disk", "bytes", left)]


async def _cost(
    cluster: servers.Cluster, web: servers.Server, next_request: Callable[[], bytes], seconds: float
) -> Cost:
    ours, theirs = web.cpu_seconds(), cluster.cpu_seconds()
    done = len((await drive(web.port, next_request, seconds=seconds, lines=LINES, good=(200, 201))).times)
    ours, theirs = web.cpu_seconds() - ours, cluster.cpu_seconds() - theirs
    return Cost(1000 * ours / done, 1000 * theirs / done, done)


def _figures(act: str, cost: Cost) -> list[Figure]:
    places = {"the web process": cost.web, "PostgreSQL": cost.database}
    return [Figure(f"{act}, in {where}", "ms of a core", ms) for where, ms in places.items()]
