"""Everything that is driven by the clock or by a queue, as one visible list.

A sweep looks every so many seconds whether something is due; a job is put in the queue by a request, in the request's
own transaction, and runs within a second. Both may run twice or in two workers at once: they look again first.
"""

import asyncio
import contextlib
import json
import logging
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import asyncpg
from pgqueuer import PgQueuer
from pgqueuer.adapters.cli import supervisor
from pgqueuer.executors import DatabaseRetryEntrypointExecutor, EntrypointExecutorParameters
from pgqueuer.models import Job as QueuedJob

from klankbord.house import upkeep
from klankbord.house.cannot_start import CannotStart
from klankbord.house.house import House
from klankbord.house.logs import log, set_up_logs
from klankbord.house.push.transport import PushTransport
from klankbord.house.settings import Settings
from klankbord.rooms.reminders import jobs as reminders

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Sweep:
    """Run every `seconds`; answers how many things it did."""

    name: str
    seconds: float
    run: Callable[[House], Awaitable[int]]


@dataclass(frozen=True)
class Job:
    """Run for each job of this name in the queue; `payload` holds ids and kinds."""

    name: str
    run: Callable[[House, dict[str, str]], Awaitable[None]]


def work(push: PushTransport) -> tuple[Sweep | Job, ...]:
    """The list."""
    return (
        Sweep("heartbeat", 15, upkeep.Heartbeat()),
        Sweep("reminders that came due", 5, reminders.hand_over),
        Sweep("pushes on their way", 5, partial(reminders.deliver, push)),
        Sweep("old lines of the queue's log", 3600, upkeep.tidy),
        Job("send_reminder", partial(reminders.send_reminder, push)),
    )


class JobFailed(Exception):
    """A job failed; the message names the kind of error only, because the queue's log keeps it."""


async def run(house: House, stop: asyncio.Event) -> None:
    """Do the work until `stop`. A database that restarts interrupts nothing for good. Raises CannotStart."""
    async with PushTransport.from_settings(house.settings) as push:
        listed = work(push)
        jobs = [one for one in listed if isinstance(one, Job)]
        log(logger, logging.INFO, "worker started", sweeps=len(listed) - len(jobs), jobs=len(jobs))
        async with asyncio.TaskGroup() as everything:
            everything.create_task(_answer(house, jobs, stop))
            for one in listed:
                if isinstance(one, Sweep):
                    everything.create_task(_keep_sweeping(house, one, stop))
        log(logger, logging.INFO, "worker stopped")


async def _keep_sweeping(house: House, sweep: Sweep, stop: asyncio.Event) -> None:
    while not stop.is_set():
        try:
            if count := await sweep.run(house):
                log(logger, logging.INFO, "swept", sweep=sweep.name, count=count)
        except Exception:
            logger.exception("sweep failed", extra={"klankbord_fields": {"sweep": sweep.name}})
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
            queue.entrypoint(job.name, executor_factory=_again_and_again)(partial(_run_job, house, job))
        yield queue
    finally:
        await connection.close()


def _again_and_again(about: EntrypointExecutorParameters) -> DatabaseRetryEntrypointExecutor:
    return DatabaseRetryEntrypointExecutor(about, max_attempts=50, initial_delay=timedelta(seconds=2))


async def _run_job(house: House, job: Job, queued: QueuedJob) -> None:
    try:
        await job.run(house, json.loads(queued.payload or b"{}"))
    except Exception as error:
        logger.exception("job failed", extra={"klankbord_fields": {"job": job.name, "id": queued.id}})
        raise JobFailed(type(error).__name__) from None


async def _main(house: House) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    try:
        await run(house, stop)
    finally:
        await house.database.close()


def main() -> None:
    """One worker process, until SIGINT or SIGTERM."""
    set_up_logs()
    try:
        asyncio.run(_main(House.for_worker(Settings())))  # type: ignore[call-arg]
    except CannotStart as problem:
        sys.exit(str(problem))
