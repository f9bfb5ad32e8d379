"""A person's phone, tablet or laptop in the browser tests: one browser context, one page, and what may be asked of it."""

import asyncio
import contextlib
import json
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from playwright.async_api import BrowserContext, CDPSession, Page, Response

from tests.support.browser_scripts import CACHES, ITEMS, KEPT, SHOWN, SIGN_IN, TAPS
from tests.support.running import Running

PATIENCE = 15_000  # milliseconds


@dataclass
class Phone:
    """One device. `errors` collects what a browser complains about; a test looks at it at the end."""

    context: BrowserContext
    page: Page
    running: Running
    errors: list[str] = field(default_factory=list)
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
        await self.page.wait_for_function("() => navigator.serviceWorker.controller?.state === 'activated'")

    async def offline(self) -> None:
        """A gym without signal."""
        await self.context.set_offline(True)

    async def online(self) -> None:
        """Out of the gym."""
        await self.context.set_offline(False)

    async def items(self) -> list[dict[str, Any]]:
        """The rows of the outbox, in order."""
        found: list[dict[str, Any]] = await self.page.evaluate(ITEMS)
        return found

    async def states(self) -> list[str]:
        """The state of each row of the outbox."""
        return [item["state"] for item in await self.items()]

    async def until_items(self, *wanted: str) -> list[dict[str, Any]]:
        """Wait until the rows have exactly these states. Raises AssertionError with what is there instead."""
        for _ in range(PATIENCE // 50):
            items = await self.items()
            if sorted(item["state"] for item in items) == sorted(wanted):
                return items
            await asyncio.sleep(0.05)
        raise AssertionError(f"waited for {wanted}, but the outbox holds {[item['state'] for item in items]}")

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

    async def until_notified(self, count: int) -> list[dict[str, Any]]:
        """Wait until so many notifications stand there."""
        for _ in range(PATIENCE // 50):
            if len(shown := await self.notifications()) >= count:
                return shown
            await asyncio.sleep(0.05)
        raise AssertionError(f"waited for {count} notifications")

    async def count_taps(self) -> None:
        """From now on every tap on this page counts."""
        await self.page.evaluate(TAPS)

    async def taps(self) -> int:
        """How many taps since `count_taps`."""
        return int(await self.page.evaluate("() => window.taps"))

    async def tools(self) -> CDPSession:
        """The browser's debugging protocol, with the service worker's part on."""
        if self._tools is None:
            self._tools = await self.context.new_cdp_session(self.page)
        return self._tools

    async def registration(self) -> str:
        """The browser's own id of our worker."""
        tools, told = await self.tools(), asyncio.Event()
        ids: list[str] = []

        def heard(event: dict[str, Any]) -> None:
            mine = [one for one in event["registrations"] if one["scopeURL"].startswith(self.running.address)]
            ids.extend(one["registrationId"] for one in mine if not one["isDeleted"])
            if ids:
                told.set()

        tools.on("ServiceWorker.workerRegistrationUpdated", heard)
        await tools.send("ServiceWorker.disable")
        await tools.send("ServiceWorker.enable")
        await asyncio.wait_for(told.wait(), 10)
        return ids[-1]

    async def buzz(self, message: str) -> None:
        """A push arrives for this browser, as its maker's service would hand it over."""
        tools = await self.tools()
        about = {"origin": self.running.address, "registrationId": await self.registration(), "data": message}
        await tools.send("ServiceWorker.deliverPushMessage", about)

    async def sync(self) -> None:
        """The browser finds a moment in the background."""
        tools = await self.tools()
        about = {"origin": self.running.address, "registrationId": await self.registration()}
        await tools.send("ServiceWorker.dispatchSyncEvent", {**about, "tag": "outbox", "lastChance": False})

    async def kill_worker(self) -> None:
        """The browser stops the service worker, as it may at any moment."""
        tools = await self.tools()
        await tools.send("ServiceWorker.enable")
        await tools.send("ServiceWorker.stopAllWorkers")

    async def pushes(self) -> list[dict[str, Any]]:
        """What the push service decrypted for this device, oldest first."""
        known = await self.kept("push")
        id_ = known["endpoint"].rsplit("/", 1)[1] if known else None
        return [json.loads(one["text"]) | {"_": one} for one in self.running.push.got if one["id"] == id_]

    async def until_pushed(self, count: int = 1) -> list[dict[str, Any]]:
        """Wait until the push service has so many messages for this device."""
        for _ in range(PATIENCE // 50):
            if len(got := await self.pushes()) >= count:
                return got
            await asyncio.sleep(0.05)
        said = self.running.said.read_text()[-3000:]
        raise AssertionError(f"waited for push {count}, got {len(got)}; refused {self.running.push.refused}\n{said}")

    async def close(self) -> None:
        """Away with it."""
        with contextlib.suppress(Exception):
            await self.context.close()
