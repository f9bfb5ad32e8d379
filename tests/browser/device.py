"""A person's phone, tablet or laptop in the browser tests: one browser context, one page, and what to ask of it."""

import asyncio
import contextlib
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from playwright.async_api import BrowserContext, CDPSession, Page, Response

from tests.browser.running import Running
from tests.browser.scripts import CACHES, ITEMS, KEPT, SHOWN, SIGN_IN, TAPS, WORKER

PATIENCE = 15_000  # milliseconds


async def until(look: Callable[[], Awaitable[Any]], fits: Callable[[Any], bool], what: str) -> Any:
    """Look again and again until it fits. Raises AssertionError with what was there instead."""
    for _ in range(PATIENCE // 50):
        if fits(found := await look()):
            return found
        await asyncio.sleep(0.05)
    raise AssertionError(f"waited for {what}, but found {found}")


@dataclass
class Device:
    """One device. `errors` collects what the browser complains about; a test looks at it at the end."""

    context: BrowserContext
    page: Page
    running: Running
    errors: list[str] = field(default_factory=list)
    displayed: int = 0  # notifications that the browser has put on the lock screen until now
    _tools: CDPSession | None = None

    async def open(self, path: str, ready: bool = True) -> Response | None:
        """Go to an address of the app; wait until its scripts listen."""
        answer = await self.page.goto(self.running.address + path)
        if ready:
            await self.is_ready()
        return answer

    async def is_ready(self) -> None:
        """The page's scripts have started, and the worker has the shell."""
        await self.page.wait_for_selector("html[data-ready]", state="attached", timeout=PATIENCE)

    async def sign_in(self, person: UUID, path: str = "/") -> None:
        """Become this made-up person, as the demo's page does, and open a page."""
        await self.open("/sign-in", ready=False)
        await self.page.evaluate(SIGN_IN, str(person))
        await self.open(path)

    async def under_a_worker(self) -> None:
        """The service worker stands by with everything it keeps; only then the phone can do without a connection."""
        await until(lambda: self.page.evaluate(WORKER), lambda state: state == "activated", "a worker in charge")

    async def offline(self) -> None:
        """A gym without signal. The line goes too: a worker that starts later may not know it should be offline."""
        self.running.proxy.gone = True
        await self.context.set_offline(True)

    async def online(self) -> None:
        """Out of the gym."""
        self.running.proxy.gone = False
        await self.context.set_offline(False)

    async def online_without_pages(self) -> None:
        """Out of the gym with the app in the background: what stands open here has no script of ours."""
        await self.page.goto("about:blank")
        await self.online()
        await self.open("/healthz", ready=False)

    async def items(self) -> list[dict[str, Any]]:
        """The rows of the outbox, in order."""
        found: list[dict[str, Any]] = await self.page.evaluate(ITEMS)
        return found

    async def states(self) -> list[str]:
        """The state of each row of the outbox."""
        return [item["state"] for item in await self.items()]

    async def until_items(self, *wanted: str) -> list[dict[str, Any]]:
        """Wait until the rows have exactly these states."""

        def fits(items: list[dict[str, Any]]) -> bool:
            return sorted(item["state"] for item in items) == sorted(wanted)

        found: list[dict[str, Any]] = await until(self.items, fits, f"{wanted} in the outbox")
        return found

    async def kept(self, key: str) -> Any:
        """One single row the phone keeps, such as the roster."""
        return await self.page.evaluate(KEPT, key)

    async def caches(self) -> dict[str, list[str]]:
        """Every cache and the paths in it."""
        found: dict[str, list[str]] = await self.page.evaluate(CACHES)
        return found

    async def notifications(self) -> list[dict[str, Any]]:
        """What stands on the lock screen."""
        found: list[dict[str, Any]] = await self.page.evaluate(SHOWN)
        return found

    async def count_notifications(self) -> None:
        """From now on `displayed` counts, by the browser's own record."""

        def heard(event: dict[str, Any]) -> None:
            self.displayed += event["backgroundServiceEvent"]["eventName"] == "Notification displayed"

        tools = await self.tools()
        tools.on("BackgroundService.backgroundServiceEventReceived", heard)
        await tools.send("BackgroundService.setRecording", {"shouldRecord": True, "service": "notifications"})
        await tools.send("BackgroundService.startObserving", {"service": "notifications"})

    async def until_displayed(self, count: int) -> None:
        """Wait until the browser has put up so many. Not by asking which there are: Chromium drops one that it is just
        putting up when it is asked then (9 of 364 pushes)."""
        for _ in range(PATIENCE // 50):
            if self.displayed >= count:
                return
            await asyncio.sleep(0.05)
        raise AssertionError(f"waited for notification {count}, but the browser has displayed {self.displayed}")

    async def until_notified(self, count: int = 1) -> list[dict[str, Any]]:
        """Wait until so many notifications stand there."""
        await self.until_displayed(count)
        shown: list[dict[str, Any]] = await until(self.notifications, lambda all_: len(all_) >= count, "a notification")
        return shown

    async def count_taps(self) -> None:
        """From now on every tap on this page counts."""
        await self.page.evaluate(TAPS)

    async def taps(self) -> int:
        """How many taps since `count_taps`."""
        return int(await self.page.evaluate("() => window.taps"))

    async def tools(self) -> CDPSession:
        """The browser's debugging protocol."""
        if self._tools is None:
            self._tools = await self.context.new_cdp_session(self.page)
        return self._tools

    async def pushes(self) -> list[dict[str, Any]]:
        """What the push service decrypted for this device, oldest first; `_` is what stood around it."""
        known = await self.kept("push")
        id_ = known["endpoint"].rsplit("/", 1)[1] if known else None
        return [json.loads(one["text"]) | {"_": one} for one in self.running.push.got if one["id"] == id_]

    async def until_pushed(self, count: int = 1) -> list[dict[str, Any]]:
        """Wait until the push service has so many messages for this device."""
        got: list[dict[str, Any]] = await until(self.pushes, lambda all_: len(all_) >= count, f"{count} pushes")
        return got

    async def close(self) -> None:
        """Away with it."""
        with contextlib.suppress(Exception):
            await self.context.close()
