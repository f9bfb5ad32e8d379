"""How many sealed notes a second one web process opens, stores, enqueues and commits, beside a bare insert.

The goal is of a bare handler in FastAPI, the framework that the product is written in. Beside it, and only reported,
stands the same insert without any framework. (The limit of the queue page is a handler of Starlette, on which FastAPI
stands: there the page is nearly all of the time, and what calls it matters little.)
"""

from collections.abc import Iterator
from contextlib import ExitStack

import asyncpg

from tests.bench.dataset import CHILDREN, NOTES, fill
from tests.bench.figure import Figure, Goal
from tests.bench.intake_limit import SETUP
from tests.bench.load import drive
from tests.bench.phones import notes, writers
from tests.bench.servers import Server, a_cluster, bare, settings_for, web
from tests.bench.sides import alternate
from tests.bench.size import FULL, Size
from tests.bench.stock import Stock

TEACHERS, LINES = 10, 16
PRODUCT = "note intake"
LIMITS = ("tests.bench.intake_limit:create_app", "tests.bench.intake_limit_no_framework:create_app")
# Notes laid in for a second of a round: at least, and before it is known how fast it goes.
FEWEST_A_SECOND, MOST_A_SECOND = 4_000.0, 8_000.0
LIMIT_IS = (
    "a bare FastAPI handler in the same uvicorn on the same core: reads the body and puts the same bytes in one table "
    "(one raw asyncpg INSERT in one round trip, committed by itself, fsync on); opens no seal, knows nobody, checks "
    "nothing"
)
WITHOUT = "the same insert in bare ASGI: no framework, and nothing else"


class Side:
    """One server under notes. Every note is sealed before the clock runs, and sent once."""

    def __init__(self, server: Server, sealed: Iterator[bytes], seconds: float) -> None:
        self._server, self.stock, self._seconds = server, Stock(sealed), seconds
        self._enough = MOST_A_SECOND

    async def round(self) -> float:
        """Notes a second in one round; seconds in which everybody waited for more sealed notes are none of them."""
        self.stock.lay_in(int(self._enough * self._seconds) + LINES)
        waited = self.stock.spent
        load = await drive(self._server.port, self.stock.take, seconds=self._seconds, lines=LINES, good=(201,))
        per_second = len(load.times) / (load.seconds - (self.stock.spent - waited))
        self._enough = max(3 * per_second, FEWEST_A_SECOND)
        return per_second


async def measure(size: Size) -> list[Figure]:
    """Notes a second of the product beside the limit, in turns; in the full size beside no framework too."""
    async with a_cluster() as cluster:
        urls = await cluster.database("klankbord")
        admin_url, settings = cluster.admin_url("klankbord"), settings_for(urls)
        town = await fill(admin_url, settings, TEACHERS * CHILDREN * NOTES)
        admin = await asyncpg.connect(admin_url)
        await admin.execute(SETUP)
        await cluster.settle("klankbord")
        sealed = notes(await writers(urls.web, settings, town))
        limits = LIMITS if size == FULL else LIMITS[:1]
        with ExitStack() as started:
            servers = {PRODUCT: started.enter_context(web(settings))}
            servers |= {one: started.enter_context(bare(one, BARE_DATABASE_URL=urls.web)) for one in limits}
            sides = {name: Side(server, sealed, size.seconds) for name, server in servers.items()}
            rates = await alternate({name: side.round for name, side in sides.items()}, size.rounds)
        await _check(admin, sides[PRODUCT].stock.taken, town.notes)
        await admin.close()
    ours = Figure(PRODUCT, "notes/s", rates[PRODUCT], rates[LIMITS[0]], LIMIT_IS, Goal(at_least=0.6))
    beside = (
        Figure(f"{PRODUCT}, beside no framework", "notes/s", rates[PRODUCT], rates[one], WITHOUT) for one in limits[1:]
    )
    return [ours, *beside]


async def _check(admin: "asyncpg.Connection[asyncpg.Record]", taken: int, before: int) -> None:
    """Every note that was said to be stored is a note, and none was merely filed."""
    counts = """select (select count(*) from outbox_items where state = 'stored'), (select count(*) from outbox_items),
                       (select count(*) from notes)"""
    stored, items, kept = await admin.fetchrow(counts)
    if not stored == items == kept - before == taken:
        raise RuntimeError(f"{taken} notes were answered, {items} arrived, {stored} stored, {kept - before} kept")
