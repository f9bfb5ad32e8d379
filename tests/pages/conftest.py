"""A whole demo on a Tuesday in the middle of a lesson, and one browser context for each made-up person."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Playwright

from klankbord.house.clock import AMSTERDAM
from tests.browser.demo import a_demo
from tests.browser.device import Device
from tests.browser.devices import Devices, a_browser
from tests.browser.running import Running
from tests.conftest import Cluster
from tests.pages.visits import NOBODY, Visit
from tests.support.rows import rows

MOMENT = datetime(2026, 11, 3, 10, 20, tzinfo=AMSTERDAM)


@dataclass
class Tour:
    """The demo, and everybody's device; `open` goes where a visit says."""

    running: Running
    devices: Devices
    made: dict[str, Device] = field(default_factory=dict)

    async def device(self, who: str) -> Device:
        """The device of this person, signed in; made once."""
        if who not in self.made:
            self.made[who] = device = await self.devices.make()
            await device.context.add_init_script(TELL_REFUSALS)
            if who != NOBODY:
                (person,) = await rows(self.running.owner, "select id from people where first_name = :n", n=who)
                await device.sign_in(person.id)
        return self.made[who]

    async def address(self, visit: Visit, language: str = "nl") -> str:
        """The path of a visit with its id filled in. Raises AssertionError when the demo has nothing to show there."""
        if "{language}" in visit.pattern:
            return visit.pattern.replace("{language}", language)
        if not visit.query:
            return visit.pattern + visit.more
        found = await rows(self.running.owner, visit.query)
        assert found, f"the demo has nothing to show on {visit.pattern} for {visit.who}"
        return visit.pattern.replace(visit.pattern[visit.pattern.index("{") : visit.pattern.index("}") + 1], str(found[0][0]))

    async def open(self, visit: Visit, language: str = "nl") -> Device:
        """This person's device, on this page, with a clean list of complaints."""
        device = await self.device(visit.who)
        device.errors.clear()
        scripted = visit.who != NOBODY and visit.name != "not-found"
        await device.open(await self.address(visit, language), ready=scripted)
        return device


# What the content security policy stops is said in the console, where the checks listen.
TELL_REFUSALS = """addEventListener('securitypolicyviolation', (event) =>
  console.error('refused by the content security policy: ' + event.violatedDirective));"""


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def demo(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Running]:
    """The made-up organisation, with its stories told."""
    name, urls = await cluster.copy()
    async with a_demo(urls, tmp_path_factory.mktemp("pages"), MOMENT) as running:
        yield running
    await cluster.drop(name)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[tuple[Playwright, Browser]]:
    """The browser of the page checks."""
    async with a_browser() as both:
        yield both


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def tour(demo: Running, chromium: tuple[Playwright, Browser]) -> AsyncIterator[Tour]:
    """Everybody walks through their pages."""
    made = Tour(demo, Devices(*chromium, demo))
    yield made
    await made.devices.put_away()
