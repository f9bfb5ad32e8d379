"""How a worker works: sweeps on a clock, jobs from the queue, until it is told to stop.

pgqueuer runs in this process (its own command breaks with newer typers) and is started again after every failure:
without that a worker ends when the database restarts.
"""

import asyncio
import contextlib
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import asyncpg
from pgqueuer import PgQueuer
from pgqueuer.adapters.cli import supervisor
from pgqueuer.executors import DatabaseRetryEntrypointExecutor, EntrypointExecutorParameters
from pgqueuer.models import Job as QueuedJob

from klankbord.house.house import House
from klankbord.house.logs import FIELDS, log

logger = logging.getLogger(__name__)
FIRST_RETRY, RETRIES = timedelta(seconds=2), 50  # doubling up to five minutes: about four hours


@dataclass(frozen=True)
class Sweep:
    """Run every `seconds`; answers how many things it did."""

    name: str
    seconds: float
    run: Callable[[House], Awaitable[int]]


@dataclass(frozen=True)
class Job:
    """Run for each job of this name in the queue; the payload holds ids and kinds."""

    name: str
    run: Callable[[House, dict[str, str]], Awaitable[None]]


class JobFailed(Exception):
    """A job failed; the message names the kind of error only, because the queue's log keeps it."""


async def work_until(stop: asyncio.Event, house: House, listed: Sequence[Sweep | Job]) -> None:
    """Do everything that is listed until `stop`; what fails is tried again, and stops nothing else."""
    sweeps = [one for one in listed if isinstance(one, Sweep)]
    jobs = [one for one in listed if isinstance(one, Job)]
    log(logger, logging.INFO, "worker started", sweeps=len(sweeps), jobs=len(jobs))
    async with asyncio.TaskGroup() as everything:
        everything.create_task(_answer(house, jobs, stop))
        for sweep in sweeps:
            everything.create_task(_keep_sweeping(house, sweep, stop))
    log(logger, logging.INFO, "worker stopped")


async def _keep_sweeping(house: House, sweep: Sweep, stop: asyncio.Event) -> None:
    while not stop.is_set():
        try:
            if count := await sweep.run(house):
                log(logger, logging.INFO, "swept", sweep=sweep.name, count=count)
        except Exception:
            logger.exception("sweep failed", extra={FIELDS: {"sweep": sweep.name}})
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), sweep.seconds)


async def _answer(house: House, jobs: list[Job], stop: asyncio.Event) -> None:
    await supervisor.run(
        partial(_queue, house, jobs),
        dequeue_timeout=timedelta(seconds=5),
        restart_on_failure=True,
        restart_delay=timedelta(seconds=1),
        shutdown_on_listener_failure=True,
        shutdown=stop,
    )


@contextlib.asynccontextmanager
async def _queue(house: House, jobs: list[Job]) -> AsyncIterator[PgQueuer]:
    """pgqueuer on a connection of its own: it listens."""
    connection = await asyncpg.connect(house.settings.worker_database_url.get_secret_value())
    try:
        queue = PgQueuer.from_asyncpg_connection(connection)
        for job in jobs:
            queue.entrypoint(job.name, executor_factory=_again)(partial(_run, house, job))
        yield queue
    finally:
        await connection.close()


def _again(about: EntrypointExecutorParameters) -> DatabaseRetryEntrypointExecutor:
    return DatabaseRetryEntrypointExecutor(about, max_attempts=RETRIES, initial_delay=FIRST_RETRY)


async def _run(house: House, job: Job, queued: QueuedJob) -> None:
    try:
        await job.run(house, json.loads(queued.payload or b"{}"))
    except Exception as error:
        logger.exception("job failed", extra={FIELDS: {"job": job.name, "id": queued.id}})
        raise JobFailed(type(error).__name__) from None
