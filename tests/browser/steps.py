"""What people do again and again in the journeys, by the words on the screen."""

import re
from uuid import UUID

from tests.browser.device import Device
from tests.browser.devices import Devices


def chip(words: str) -> re.Pattern[str]:
    """A chip by its first words."""
    return re.compile("^" + re.escape(words), re.IGNORECASE)


async def on_the_note_page(devices: Devices, teacher: UUID) -> Device:
    """A phone of this teacher, open where notes are written."""
    phone = await devices.make()
    await phone.sign_in(teacher, "/notes/new")
    return phone


async def tick(phone: Device, words: str) -> None:
    """Tap a chip."""
    await phone.page.locator("label.chip:visible", has_text=chip(words)).first.click()


async def tick_all(phone: Device, field: str) -> None:
    """Tap every chip of a field, such as every child."""
    for one in await phone.page.locator(f"label.chip:visible:has(input[name={field}])").all():
        await one.click()


async def save(phone: Device) -> None:
    """Tap Bewaar."""
    await phone.page.get_by_role("button", name=re.compile("^Bewaar")).click()


async def see(phone: Device, words: str) -> None:
    """Type what was seen or heard."""
    await phone.page.locator("summary", has_text="Wat zag of hoorde je").click()
    await phone.page.locator("textarea[name=observation]").fill(words)


async def write_note(phone: Device, child: str | None, *signals: str, seen: str = "") -> None:
    """A note about one child (or about those already ticked), kept on the phone when this returns."""
    for words in (child, *signals):
        if words:
            await tick(phone, words)
    if seen:
        await see(phone, seen)
    cards = await phone.page.locator("[data-saved] .voyage").count()
    await save(phone)
    await phone.page.locator("[data-saved] .voyage").nth(cards).wait_for()


async def turn_on_reminders(phone: Device) -> None:
    """On the page of this device: one tap, and the browser says yes."""
    await phone.open("/push")
    await phone.under_a_worker()
    await phone.page.locator("[data-push-on]:visible").click()
    await phone.page.locator("[data-push-show=on]").wait_for(state="visible")


SEEN_ANEW = "() => document.dispatchEvent(new Event('visibilitychange'))"
_TAP = """async () => {
  const [notification] = await self.registration.getNotifications();
  dispatchEvent(new NotificationEvent('notificationclick', {notification}));
}"""


async def tap_notification(phone: Device) -> None:
    """Tap what stands on the lock screen."""
    await phone.context.service_workers[-1].evaluate(_TAP)


async def kept_line(phone: Device) -> bool:
    """Whether a person sees the line that tells where a note is; while it has nothing to tell it lies ready, unlit."""
    line = phone.page.locator("[data-kept]")
    return bool(await line.evaluate("(one) => one.checkVisibility({checkOpacity: true, checkVisibilityCSS: true})"))
