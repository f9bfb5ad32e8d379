"""Everybody of the demo walks through their pages."""

import re
from dataclasses import dataclass, field

from playwright.async_api import ViewportSize

from tests.browser.demo import MOMENT
from tests.browser.device import Device
from tests.browser.devices import PHONE, Devices
from tests.browser.running import Running
from tests.pages.visits import NOBODY, Visit
from tests.support.rows import rows


@dataclass
class Tour:
    """The demo, and everybody's device; `open` goes where a visit says, `stand_on` only when nobody stands there."""

    running: Running
    devices: Devices
    size: ViewportSize = field(default_factory=lambda: PHONE)
    made: dict[str, Device] = field(default_factory=dict)
    left: Visit | None = None  # the page that a test looked at last, and did not change

    async def device(self, who: str) -> Device:
        """The device of this person, signed in; made once. What it then does nobody knows here."""
        self.left = None
        if who not in self.made:
            self.made[who] = device = await self.devices.make(self.size)
            await device.page.clock.install(time=MOMENT)
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
        values = iter(found[0])
        return re.sub(r"{\w+}", lambda _: str(next(values)), visit.pattern) + visit.more

    async def open(self, visit: Visit, language: str = "nl") -> Device:
        """This person's device, on this page, with a clean list of complaints."""
        device = await self.device(visit.who)
        device.errors.clear()
        await device.open(await self.address(visit, language), ready=False)
        if await device.page.locator("#boot").count():
            await device.is_ready()
        return device

    async def stand_on(self, visit: Visit) -> Device:
        """The same page in Dutch for each test that only looks at it: opened once when they come one after another."""
        device = self.made[visit.who] if self.left is visit else await self.open(visit)
        self.left = visit
        return device


# What the content security policy stops is said in the console, where the checks listen.
TELL_REFUSALS = """addEventListener('securitypolicyviolation', (event) =>
  console.error('refused by the content security policy: ' + event.violatedDirective));"""
