"""A real page takes a new version of the app while something waits."""

import random

from tests.chaos.browser_person import Person, write
from tests.chaos.looking import hear_all_sent, watch
from tests.chaos.stage import Stage

UPDATE = "async () => { await (await navigator.serviceWorker.getRegistration()).update(); }"


async def update(stage: Stage, who: Person, dice: random.Random) -> None:
    """A new version comes out while a note waits, and somebody taps its button. It counts when the page was loaded anew
    by the new worker and the note waited even then."""
    page = who.device.page
    with who.releases.comes_out():
        await write(stage, who, dice)
        await watch(stage, who)
        before = [*who.states]
        await page.evaluate("() => { self.same = true; }")
        await page.evaluate(UPDATE)
        await page.locator("[data-update-now]").click()
        await page.wait_for_function("() => !self.same")
        await who.device.is_ready()
        await hear_all_sent(stage, who, before)
        who.updated = any(state in ("waiting", "signin") for state in await who.device.states())
    stage.hands.met["update in Chromium"] += who.updated
