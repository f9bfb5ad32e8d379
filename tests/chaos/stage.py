"""Everything a seed needs, standing: servers, line, push service, town, phones. Nothing has broken yet."""

import contextlib
import os
import random
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pydantic import SecretStr

from klankbord.house.clock import AMSTERDAM, Clock
from klankbord.house.database import Database
from klankbord.house.house import House
from klankbord.house.settings import Settings
from tests.browser.proxy import Proxy, Switch, a_line
from tests.browser.running import Running, answers
from tests.chaos.faults import Weather
from tests.chaos.hands import Hands
from tests.chaos.ledger import Ledger
from tests.chaos.phone import phones_of, phones_of_managers
from tests.chaos.phones import some_phones
from tests.chaos.plan import Plan
from tests.chaos.pushes import Pushes
from tests.chaos.servers import Servers, some_servers
from tests.chaos.town import MONDAY, Town, make_town
from tests.support.push_service import running as push_running
from tests.support.secrets import made_up_settings, scalar, text_of

PATIENCE = 120.0  # seconds until everything is ready, on a busy machine
DAY_BEGINS, DAY_ENDS = 8, 19  # by the clock on the wall; nights are for tests.chaos.nights
SATURDAY, WEEK = 6, 7  # ISO; nobody in this town works in a weekend, and what comes then waits for Monday


@dataclass
class Stage:
    """What stands. `settings` are those of now; `folder` holds the logs."""

    plan: Plan
    folder: Path
    settings: Settings
    servers: Servers
    line: Proxy
    weather: Weather
    owner: Database
    clock: Clock
    town: Town
    hands: Hands
    pushes: Pushes
    ledger: Ledger
    written: int = 0  # notes of the plan of which somebody read that they were kept
    old_seals: dict[str, float] = field(default_factory=dict)  # by seal key: since when (1970) another stands in front

    @property
    def running(self) -> Running:
        """The same, as the browser tests know it."""
        said = self.folder / "web.log"
        return Running(self.settings, self.line, self.pushes.service, self.owner, self.clock, said)

    def jump(self, hours: float) -> None:
        """The clock of the house goes on, to a moment by day on a working day."""
        local = by_day((self.clock.now() + timedelta(hours=hours)).astimezone(AMSTERDAM))
        self.clock.move_to(max(local.astimezone(UTC), self.clock.now()))
        self.pushes.moves.append((time.time(), self.clock.offset))

    async def new_keys(self) -> None:
        """A new key in front for texts and for seals; the old ones stay behind it."""
        number = len(self.settings.data_keys.get_secret_value().split(",")) + 1
        data = f"k{number}:{text_of(os.urandom(32))},{self.settings.data_keys.get_secret_value()}"
        seal = f"s{number}:{text_of(scalar())},{self.settings.seal_keys.get_secret_value()}"
        self.settings = self.settings.model_copy(update={"data_keys": SecretStr(data), "seal_keys": SecretStr(seal)})
        await self.servers.renew(self.settings)
        self.old_seals[f"s{number - 1}"] = time.time()
        self.town.with_settings(self.settings)


def by_day(local: datetime) -> datetime:
    """This moment on the wall, or the first after it at which people work."""
    day = local.date() + timedelta(days=local.hour >= DAY_ENDS)
    if (weekday := day.isoweekday()) >= SATURDAY:
        day += timedelta(days=WEEK + 1 - weekday)
    if day == local.date() and local.hour >= DAY_BEGINS:
        return local
    return datetime(day.year, day.month, day.day, DAY_BEGINS, 30, tzinfo=AMSTERDAM)


@contextlib.asynccontextmanager
async def a_stage(plan: Plan, folder: Path) -> AsyncIterator[Stage]:
    """Set it up, and clear it away at the end of the block."""
    dice = random.Random(f"{plan.seed}/stage")
    async with contextlib.AsyncExitStack() as rest:
        servers, port = await rest.enter_async_context(some_servers(folder))
        push = await rest.enter_async_context(push_running())
        line = await rest.enter_async_context(a_line(f"http://127.0.0.1:{port}"))
        settings = made_up_settings(
            servers.urls, folder, clock_file=folder / "clock", public_url=line.address, push_hosts=push.origin
        )
        house, owner = House.for_web(settings), Database(servers.urls.owner, 4)
        rest.push_async_callback(owner.close)
        rest.push_async_callback(house.database.close)
        house.clock.move_to(MONDAY)
        ledger = Ledger(owner)
        town = await make_town(owner, house, plan.size.teachers, dice)
        await servers.start(settings)
        node = await rest.enter_async_context(some_phones(ledger, folder / "phones.log"))
        phones = [*phones_of(town, plan.phones, dice), *phones_of_managers(town)]
        hands = Hands(town, node, ledger, phones, lambda endpoint: push.set_mode(endpoint, "410"))
        pushes = Pushes(push, hands, moves=[(0.0, house.clock.offset)])
        for phone in hands.phones:
            phone.endpoint = await town.wants_reminders(phone.people[0].id, push)
        for teacher in town.teachers[: len(town.teachers) * 3 // 4]:
            await town.watch(teacher, dice.choice(teacher.children)[1])
        await answers(f"{line.address}/readyz", servers.web.said, PATIENCE)
        weather = Weather(plan.spells, dice, plan.size.longest_hold)
        line.switches.append(Switch("", "/", weather))
        await _unpacked(hands, line.address)
        yield Stage(plan, folder, settings, servers, line, weather, owner, house.clock, town, hands, pushes, ledger)


async def _unpacked(hands: Hands, address: str) -> None:
    """Every phone is new, and its owner is signed in."""
    for phone in hands.phones:
        await hands.node.do("phone", phone.name, base=address, version=1)
        await hands.sign_in(phone, phone.people[0].id)
        await hands.open_tab(phone, "t1")
