"""How many reminders a worker claims, encrypts, posts and remembers a second of processor, beside encryption alone."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Any
from uuid import UUID

import asyncpg

from klankbord.house.database_roles import DatabaseUrls
from klankbord.house.ids import new_id
from klankbord.house.push.vapid import public_key
from klankbord.house.settings import Settings
from tests.bench.capacity.stale import tell
from tests.bench.dataset import Town, fill, tables
from tests.bench.figure import Figure, Goal
from tests.bench.servers import BACKEND, MEASURED, TREE, Cluster, a_cluster, environment_of, settings_for
from tests.bench.sides import alternate
from tests.bench.size import Size

PEOPLE, A_SECOND = 100, 600  # who have one browser each; reminders for each second of a round
LIMIT_IS = (
    "RFC 8291 encryption alone, the browser's key opened for each message, by the product's own functions, in the same "
    "process: messages a second of that process's processor time. The product's side (which keeps the keys of a "
    "thousand browsers open, and sends to a hundred) also finds what is due, claims, posts to a local push service in "
    "another process (that checks and decrypts everything afterwards) and records, until every reminder stands as sent"
)


class Part:
    """A process that is told one thing a line, and answers it in one."""

    def __init__(self, module: str, environment: Mapping[str, str], cores: set[int] | None = None) -> None:
        paths = {"PYTHONPATH": os.pathsep.join([str(BACKEND), str(TREE)])}
        self.process = subprocess.Popen(
            [sys.executable, "-m", module], env={**os.environ, **paths, **environment}, process_group=0, cwd="/",
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        if cores:
            os.sched_setaffinity(self.process.pid, cores)

    def tell(self, command: str) -> Any:
        """The answer."""
        assert self.process.stdin
        self.process.stdin.write(command.encode() + b"\n")
        self.process.stdin.flush()
        return self.hear()

    def hear(self) -> Any:
        """The next line it says. Raises EOFError when it has ended."""
        assert self.process.stdout
        if not (line := self.process.stdout.readline()):
            raise EOFError(f"{self.process.args!r} ended")
        return json.loads(line)

    def end(self) -> None:
        """Nothing more is asked."""
        assert self.process.stdin
        self.process.stdin.close()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


@contextmanager
def a_part(module: str, environment: Mapping[str, str], cores: set[int] | None = None) -> Iterator[Part]:
    """One of these until the end of the block."""
    part = Part(module, environment, cores)
    try:
        yield part
    finally:
        part.end()


async def measure(size: Size) -> list[Figure]:
    """Messages a second of processor, in turns."""
    many, costs = int(A_SECOND * size.seconds), list[float]()
    async with a_cluster() as cluster:
        urls = await cluster.database("klankbord")
        with a_part("tests.bench.push_sink", {}) as sink:
            settings = _demo(urls, sink.hear()["origin"])
            town = await fill(cluster.admin_url("klankbord"), settings, PEOPLE * 100)
            people = await _with_browsers(cluster, town, sink, settings)
            await cluster.settle("klankbord")
            with a_part("tests.bench.sender", environment_of(settings), MEASURED) as worker:

                async def product() -> float:
                    await _due(cluster, town, people, many)
                    before = cluster.cpu_seconds()
                    rate = _rate(worker.tell("due"), many)
                    costs.append(1000 * (cluster.cpu_seconds() - before) / many)
                    return rate

                async def limit() -> float:
                    return _rate(worker.tell(f"encrypt {many}"), many)

                rates = await alternate({"product": product, "limit": limit}, size.rounds)
            await _check(cluster, sink, many * (size.rounds + 1))
    database = median(costs[1:])  # without the round that warms up
    tell({"reminder_worker": 1 / rates["product"], "reminder_database": database / 1000})
    return [
        Figure("reminders sent", "messages/s per core", rates["product"], rates["limit"], LIMIT_IS, Goal(0.4)),
        Figure("a reminder, in PostgreSQL", "ms of a core", database),
    ]


def _demo(urls: DatabaseUrls, origin: str) -> Settings:
    """A local push service is believed in a demo only."""
    return settings_for(urls).model_copy(update={"demo": True, "push_hosts": origin, "public_url": ""})


def _rate(became: dict[str, float], many: int) -> float:
    if became["count"] != many:
        raise RuntimeError(f"{became['count']} of {many} were done")
    return many / became["cpu"]


async def _with_browsers(cluster: Cluster, town: Town, sink: Part, settings: Settings) -> list[UUID]:
    """Teachers who said yes to reminders on one browser."""
    people = list(dict.fromkeys(child.of.teacher for child in town.children))
    key = public_key(settings.vapid_private_key.get_secret_value())
    said = sink.tell(json.dumps({"subscribe": len(people), "key": key}))
    now = datetime.now(UTC)
    async with tables(cluster.admin_url("klankbord"), town.organisation) as into:
        await into.put(
            "push_subscriptions",
            "person_id endpoint p256dh auth language created_at",
            [
                (new_id(), person, one["endpoint"], one["keys"]["p256dh"], one["keys"]["auth"], "nl", now)
                for person, one in zip(people, said, strict=True)
            ],
        )
    return people


async def _due(cluster: Cluster, town: Town, people: list[UUID], many: int) -> None:
    """So many reminders have just come due."""
    at = datetime.now(UTC) - timedelta(days=1)
    async with tables(cluster.admin_url("klankbord"), town.organisation) as into:
        await into.put(
            "reminders",
            "person_id kind subject_id moment due_at state created_at",
            [(new_id(), people[n % len(people)], "watch_lesson", new_id(), at, at, "waiting", at) for n in range(many)],
        )
        await into.admin.execute("analyze reminders, deliveries")


async def _check(cluster: Cluster, sink: Part, many: int) -> None:
    """Every message arrived once, is what it should be, and every reminder says so."""
    admin = await asyncpg.connect(cluster.admin_url("klankbord"))
    sent = await admin.fetchval(
        """select count(*) from reminders r join deliveries d on d.reminder_id = r.id
            where r.state = 'sent' and r.pushed_at is not null and d.state = 'sent' and d.status = 201"""
    )
    await admin.close()
    arrived = sink.tell('{"check": true}')
    if arrived["refused"] or not many == sent == arrived["got"] == arrived["different"] or len(arrived["said"]) != 1:
        raise RuntimeError(f"of {many} reminders {sent} stand as sent; the push service says {arrived}")
