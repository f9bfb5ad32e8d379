"""Nights in which time is odd: both changes of the clock in 2027 and the turn of the year, on a moved clock.

The real worker, and the clock taken from moment to moment across the night: each reminder that comes due is sent once,
on its moment by the clock on the wall; none at night, none in days off.
"""

import asyncio
import contextlib
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path

from klankbord.house.clock import AMSTERDAM, Clock
from klankbord.house.database import Database
from klankbord.house.database_roles import RolePasswords, make_passwords, prepare_database
from klankbord.house.embedded_postgres import EmbeddedPostgres
from klankbord.house.house import House
from klankbord.house.migrate import migrate
from tests.browser.running import a_process
from tests.chaos.findings import Findings
from tests.chaos.folder import a_folder
from tests.chaos.nights_colleagues import put_off
from tests.chaos.nights_expected import Expected, wall
from tests.chaos.nights_town import REPORTED, make_nights_town, report
from tests.chaos.nights_verdict import Seen, judge_night
from tests.support.push_service import PushService
from tests.support.push_service import running as push_running
from tests.support.rows import rows
from tests.support.secrets import made_up_settings

EVENINGS = {
    "into summer time": date(2027, 3, 27),
    "into winter time": date(2027, 10, 30),
    "into the new year": date(2026, 12, 31),
}
# Where the clock stops, by the clock on the wall: before and after each moment, and around and in the hour that is not
# there or there twice (see `moments`).
STOPS = (
    (0, time(20, 9)), (0, time(20, 11)), (0, time(21, 1)), REPORTED, (1, time(1, 59)), (1, time(2, 30)),
    (1, time(3, 1)), (1, time(7, 29)), (1, time(7, 31)), (1, time(8, 29)), (1, time(8, 31)), (1, time(10, 56)),
    (2, time(7, 31)), (2, time(9, 56)), (2, time(20, 59)), (3, time(8, 29)), (3, time(8, 31)),
)  # fmt: skip
A_SWEEP, PATIENCE = 5.5, 40.0  # seconds: what the worker needs to look at everything; what a busy machine may need


@dataclass
class Nights:
    """What was seen in all of them."""

    findings: Findings = field(default_factory=Findings)
    sent: int = 0

    def __str__(self) -> str:
        names = ", ".join(EVENINGS)
        return f"nights ({names}): {self.sent} reminders came\n  {self.findings}"


def moments(evening: date) -> list[datetime]:
    """STOPS as true moments (aware UTC), each after the one before: twice in a wall time that is there twice, and not
    in one that is not there, of which the minutes on both sides are."""
    found = list[datetime]()
    for day, at in STOPS:
        both = {wall(evening, (day, at.replace(fold=fold))) for fold in (0, 1)}
        found += sorted(moment for moment in both if moment.astimezone(AMSTERDAM).time() == at)
    return found


async def run_nights(names: tuple[str, ...] = tuple(EVENINGS)) -> Nights:
    """These nights, all at the same time: each has its own clock, database and worker."""
    nights = Nights()
    with a_folder("nights") as folder, contextlib.ExitStack() as rest:
        postgres = EmbeddedPostgres(folder / "postgres", durable=False)
        rest.callback(postgres.stop)
        await asyncio.to_thread(postgres.start)
        passwords = make_passwords()  # the roles belong to the cluster: one password for all nights
        for name in names:
            await migrate((await prepare_database(postgres.url("postgres"), _place(name), passwords)).owner)
        for seen in await asyncio.gather(*(_night(postgres, passwords, folder, name) for name in names)):
            nights.findings += judge_night(seen)
            nights.sent += len(seen.came)
    return nights


async def _night(postgres: EmbeddedPostgres, passwords: RolePasswords, folder: Path, name: str) -> Seen:
    evening, own = EVENINGS[name], folder / _place(name)
    own.mkdir()
    urls = await prepare_database(postgres.url("postgres"), _place(name), passwords)
    async with push_running() as push, contextlib.AsyncExitStack() as rest:
        settings = made_up_settings(urls, own, clock_file=own / "clock", push_hosts=push.origin)
        house, owner = House.for_web(settings), Database(urls.owner, 2)
        rest.push_async_callback(house.database.close)
        rest.push_async_callback(owner.close)
        house.clock.move_to(wall(evening, (0, time(12))))
        expected = await make_nights_town(owner, house, push, evening)
        seen = Seen(name, moments(evening), expected.moments)
        await rest.enter_async_context(a_process("worker", settings, own / "worker.log"))
        for stop in seen.stops:
            house.clock.move_to(stop)
            if stop == wall(evening, REPORTED):
                await report(expected.town)
                await put_off(owner, expected)
            await _worked(owner, push, house.clock, expected, seen)
        seen.came += [(None, house.clock.now()) for _ in push.refused]
    return seen


async def _worked(owner: Database, push: PushService, clock: Clock, expected: Expected, seen: Seen) -> None:
    """The worker has looked at everything; what came is written down with the time it was."""
    due = sum(moment <= clock.now() for _, moments in seen.expected.values() for moment in moments)
    handed = sum(moment <= clock.now() for moment in expected.handed)
    await asyncio.sleep(A_SWEEP)
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(PATIENCE):
            while len(push.got) < due:  # noqa: ASYNC110  the verdict says what did not come
                await asyncio.sleep(0.1)
    if (await rows(owner, "select count(*) from deliveries"))[0][0] > handed:
        seen.early.append(clock.now())
    by_id = {endpoint.rsplit("/", 1)[1]: endpoint for endpoint in seen.expected}
    seen.came += [(by_id[one["id"]], clock.now()) for one in push.got[len(seen.came) :]]


def _place(name: str) -> str:
    return name.replace(" ", "_")
