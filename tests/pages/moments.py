"""Screens that only a person who does something sees: chosen, saved, without a connection."""

from collections.abc import Awaitable, Callable

from tests.browser.device import Device
from tests.browser.steps import tick, write_note
from tests.pages.tour import Tour
from tests.pages.visits import VISITS

Moment = Callable[[Tour], Awaitable[Device]]


async def _writing(tour: Tour) -> Device:
    return await tour.open(next(visit for visit in VISITS if visit.name == "write"))


async def chosen(tour: Tour) -> Device:
    """A child and a signal: two taps, and the button knows the name."""
    device = await _writing(tour)
    await tick(device, "Sara")
    await tick(device, "te laat")
    return device


async def saved(tour: Tour) -> Device:
    """Just saved: where it is now, and one idea."""
    device = await _writing(tour)
    await write_note(device, "Sara", "te laat")
    await device.page.locator("[data-saved] [data-bead=sent].done").first.wait_for()
    return device


async def opened(tour: Tour) -> Device:
    """Both fields open, with a surname in one of them."""
    device = await chosen(tour)
    for fold in await device.page.locator("form .fold summary").all():
        await fold.click()
    await device.page.locator("textarea[name=observation]").fill("Sara de Vries kwam na een half uur binnen.")
    await device.page.locator("[data-guard-hint]").first.wait_for()
    return device


async def offline(tour: Tour) -> Device:
    """In the gym: the shell, with the names of today."""
    device = await _writing(tour)
    await device.under_a_worker()
    await device.offline()
    await device.open("/notes/new")
    await write_note(device, "Sara", "moe of honger")
    return device


async def back(tour: Tour) -> Device:
    """And out of it again."""
    device = await tour.device("Iris")
    await device.online()
    await device.open("/outbox")
    return device


MOMENTS: dict[str, Moment] = {
    "write-chosen": chosen,
    "write-saved": saved,
    "write-open": opened,
    "write-offline": offline,
    "waiting-after": back,
}
