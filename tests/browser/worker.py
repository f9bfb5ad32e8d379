"""What a browser does to a service worker by itself: let a push arrive, find a moment to sync, stop it."""

import asyncio
from typing import Any

from tests.browser.device import Device


async def registration(device: Device) -> str:
    """The browser's own id of our worker."""
    tools, told, ids = await device.tools(), asyncio.Event(), list[str]()

    def heard(event: dict[str, Any]) -> None:
        mine = [one for one in event["registrations"] if one["scopeURL"].startswith(device.running.address)]
        ids.extend(one["registrationId"] for one in mine if not one["isDeleted"])
        if ids:
            told.set()

    tools.on("ServiceWorker.workerRegistrationUpdated", heard)
    await tools.send("ServiceWorker.enable")
    await asyncio.wait_for(told.wait(), 10)
    await tools.send("ServiceWorker.disable")
    return ids[-1]


async def _send(device: Device, what: str, **about: Any) -> None:
    place = {"origin": device.running.address, "registrationId": await registration(device)}
    tools = await device.tools()
    await tools.send("ServiceWorker.enable")
    await tools.send(f"ServiceWorker.{what}", {**place, **about})
    await tools.send("ServiceWorker.disable")


async def buzz(device: Device, message: str) -> None:
    """A push arrives, as the browser's maker would hand it over; each is displayed."""
    before = device.displayed
    await _send(device, "deliverPushMessage", data=message)
    await device.until_displayed(before + 1)


async def sync(device: Device) -> None:
    """The browser finds a moment in the background."""
    await _send(device, "dispatchSyncEvent", tag="outbox", lastChance=False)


async def kill(device: Device) -> None:
    """The browser stops the worker, as it may at any moment."""
    tools = await device.tools()
    await tools.send("ServiceWorker.enable")
    await tools.send("ServiceWorker.stopAllWorkers")
    await tools.send("ServiceWorker.disable")
