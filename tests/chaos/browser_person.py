"""Somebody with a real Chromium page, and what they do with it, by what stands on the screen."""

import asyncio
import random
import re
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from tests.browser import worker
from tests.browser.device import Device
from tests.browser.devices import Devices
from tests.chaos.ledger import SECRET_WORD, Kept
from tests.chaos.release import Releases
from tests.chaos.screen import ON_SCREEN
from tests.chaos.stage import Stage
from tests.chaos.town import Teacher


@dataclass
class Person:
    """Somebody with a real browser, which keeps what it has in `profile`: `group` is what they ask for, `states` what
    the phone last showed of each item."""

    name: str
    teacher: Teacher
    group: UUID
    devices: Devices
    profile: Path
    device: Device
    releases: Releases
    states: dict[UUID, str] = field(default_factory=dict)
    shown: set[tuple[UUID, str]] = field(default_factory=set)  # what could be read on the screen until now
    lost: bool = False
    hangs: bool = False  # even a new page did not come
    updated: bool = False  # a new version of the app came while something waited
    killed: bool = False  # the browser was

    @property
    def screen(self) -> str:
        """What the screen says is said under this name, apart from the rows."""
        return f"{self.name}{ON_SCREEN}"

    @property
    def page_of_group(self) -> str:
        return f"/notes/new?group={self.group}"


async def write(stage: Stage, who: Person, dice: random.Random) -> None:
    """A note about one or two children; it counts when the page says that it is on this phone."""
    page, mark = who.device.page, stage.ledger.new_mark()
    before = {item["id"] for item in await who.device.items()}
    children = page.locator("label.chip:visible:has(input[name=pupil])")
    for one in dice.sample(range(await children.count()), dice.choice((1, 1, 2))):
        await children.nth(one).click()
    signals = page.locator("label.chip:visible:has(input[name=signal])")
    await signals.nth(dice.randrange(3)).click()
    observation, thought = f"{mark} {SECRET_WORD}", ""
    if not await page.locator("textarea[name=observation]").is_visible():
        await page.locator("summary", has_text="Wat zag of hoorde je").click()
    await page.locator("textarea[name=observation]").fill(observation)
    filled = await page.evaluate(FORM)
    cards = page.locator("[data-saved] .voyage")
    shown = await cards.count()
    await page.get_by_role("button", name=re.compile("^Bewaar")).click()
    await cards.nth(shown).wait_for()
    new = [item for item in await who.device.items() if item["id"] not in before]
    about = {"group": filled["group"], "signals": filled["signals"], "observation": observation}
    for item, child in zip(new, filled["pupils"], strict=True):
        body = {**about, "pupil": child, "interpretation": thought}
        stage.ledger.keep(Kept(UUID(item["id"]), "note", who.teacher.id, who.name, body, mark))


FORM = """() => {
  const data = new FormData(document.querySelector('#note-form'));
  return {group: data.get('group'), pupils: data.getAll('pupil'), signals: data.getAll('signal')};
}"""


async def kill_worker(stage: Stage, who: Person, dice: random.Random) -> None:
    """The browser stops its worker, as it may at any moment."""
    await worker.kill(who.device)


async def underground(stage: Stage, who: Person, dice: random.Random) -> None:
    """No line for a while; what is written then waits."""
    await _line(who, good=False)
    try:
        await write(stage, who, dice)
        await asyncio.sleep(dice.uniform(0, 2))
    finally:
        await _line(who, good=True)


async def _line(who: Person, good: bool) -> None:
    """Of this page only: to take the line from a worker that was just stopped, Playwright would wait for ever."""
    tools = await who.device.tools()
    await tools.send("Network.enable")
    speed = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
    await tools.send("Network.emulateNetworkConditions", {"offline": not good, **speed})
