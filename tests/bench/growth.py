"""What ten, sixty and a thousand times as much makes slower: the queue page, note intake and the claim of reminders.

Installations on one PostgreSQL, asked in turns, one thing at a time: how long the median one takes.
"""

import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from statistics import median

import asyncpg

from klankbord.house.database_roles import DatabaseUrls
from klankbord.house.direct import PLANS
from klankbord.house.ids import new_id
from klankbord.rooms.reminders import deliveries, handing_over, walking
from klankbord.rooms.reminders.holding import AT_ONCE
from tests.bench import servers
from tests.bench.dataset import Table, Town, fill, session_of, tables
from tests.bench.figure import Figure, Goal
from tests.bench.load import Line, UnexpectedAnswer, a_line, request, status_of
from tests.bench.phones import notes, writers
from tests.bench.sides import Side, alternate
from tests.bench.size import Size

NOON = datetime(2026, 11, 23, 11, tzinfo=UTC)  # a Monday, by day, when every kind of reminder may buzz
BATCH = 50
WRITTEN_ABOUT = 400  # children; a run writes about 320 notes
TIMES, TIMES_FOR_CI = 14, 8  # in a round
WHAT = ("queue page", "note intake", "reminder claim")
LIMIT_IS = "the same at {few} notes and pending reminders, asked in turns"


class RolledBack(Exception):
    """What was claimed goes back, so that the next claim finds the same."""


@dataclass(frozen=True)
class Installation:
    """One web process on its own database, and the worker's way in."""

    times: int
    line: Line
    queue: bytes
    intake: Callable[[], bytes]
    worker: "asyncpg.Connection[asyncpg.Record]"

    def sides(self) -> dict[str, Side]:
        """By what is measured: seconds of the median one."""
        return dict(
            zip(WHAT, (self._timed(self._page), self._timed(self._note), self._timed(self._claim)), strict=True)
        )

    def _timed(self, once: Callable[[], Awaitable[float]]) -> Side:
        async def round_of_many() -> float:
            return median([await once() for _ in range(self.times)])

        return round_of_many

    async def _page(self) -> float:
        return await self._asked(self.queue, 200)

    async def _note(self) -> float:
        return await self._asked(self.intake(), 201)

    async def _asked(self, asked: bytes, status: int) -> float:
        begin = time.perf_counter()
        answer = await self.line.ask(asked)
        if status_of(answer) != status:
            raise UnexpectedAnswer(answer[:300].decode(errors="replace"))
        return time.perf_counter() - begin

    async def _claim(self) -> float:
        """The worker's two steps, hours of its people included: put a batch that is due on its way, and claim it."""
        begin = time.perf_counter()
        with suppress(RolledBack):
            async with self.worker.transaction():
                page = await walking.due(self.worker, NOON, AT_ONCE, walking.START, BATCH)
                due = await handing_over.hand_over(self.worker, NOON, page)
                page = await walking.on_their_way(self.worker, NOON, walking.START, BATCH)
                claimed = await deliveries.claim(self.worker, NOON, page)
                took = time.perf_counter() - begin
                if (due, len(claimed)) != (BATCH, BATCH):
                    raise UnexpectedAnswer(f"{due} due, {len(claimed)} claimed")
                raise RolledBack
        return took


async def measure(size: Size) -> list[Figure]:
    """Three figures for each size."""
    async with servers.a_cluster() as cluster, AsyncExitStack() as open_doors:
        sides = {
            f"{so_many:,}": (await open_doors.enter_async_context(_installation(cluster, so_many, size))).sides()
            for so_many in (size.few, *size.grown)
        }
        measured = {
            what: await alternate({so_many: side[what] for so_many, side in sides.items()}, size.rounds)
            for what in WHAT
        }
        few, *grown = sides
    return [
        Figure(
            name=f"{what} at {so_many}",
            unit="ms",
            value=1000 * one[so_many],
            limit=1000 * one[few],
            limit_is=LIMIT_IS.format(few=few),
            goal=Goal(at_most=1.2),
        )
        for what, one in measured.items()
        for so_many in grown
    ]


@asynccontextmanager
async def _installation(cluster: servers.Cluster, many: int, size: Size) -> AsyncIterator[Installation]:
    name = f"growth_{many}"
    urls = await cluster.database(name)
    settings = servers.settings_for(urls)
    town = await fill(cluster.admin_url(name), settings, many)
    async with tables(cluster.admin_url(name), town.organisation) as into:
        await _pending(into, town, many)
    queue = await _queue(urls, town)
    intake = notes(await writers(urls.web, settings, _spread(town)))
    await cluster.settle(name)
    worker = await asyncpg.connect(urls.worker, server_settings=PLANS)
    try:
        with servers.web(settings) as server:
            async with a_line(server.port) as line:
                times = TIMES if size.name == "full" else TIMES_FOR_CI
                yield Installation(times, line, queue, intake.__next__, worker)
    finally:
        await worker.close()


def _spread(town: Town) -> Town:
    """The same with so many of its children, from all over it: a note finds nothing that another just asked for."""
    children = town.children[:: max(1, len(town.children) // WRITTEN_ABOUT)]
    return replace(town, children=children[:WRITTEN_ABOUT])


async def _queue(urls: DatabaseUrls, town: Town) -> bytes:
    tokens = await session_of(urls.web, town.organisation, town.social_worker)
    return request("GET", "/cases", {"cookie": f"__Host-klankbord={tokens.session_token}"})


async def _pending(into: Table, town: Town, many: int) -> None:
    """Reminders that are due, ten for each child, and a browser for each teacher."""
    people = sorted({child.of.teacher for child in town.children})
    browsers = ((new_id(), one, f"https://push.example.org/{one}", "k", "a", "nl", NOON) for one in people)
    await into.put("push_subscriptions", "person_id endpoint p256dh auth language created_at", browsers)
    columns = "person_id kind subject_id moment due_at state created_at"
    each = (town.children[n % len(town.children)].of.teacher for n in range(many))
    due = (NOON - timedelta(seconds=1 + n) for n in range(many))
    rows = ((new_id(), who, "watch_lesson", new_id(), at, at, "waiting", at) for who, at in zip(each, due, strict=True))
    await into.put("reminders", columns, rows)
