"""Makes phones: contexts of one browser for the run, or a browser of one's own that can be restarted."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.async_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Playwright,
    ViewportSize,
    async_playwright,
)

from tests.browser.device import PATIENCE, Device
from tests.browser.running import Running
from tests.browser.scripts import PUSH_SERVICE
from tests.support.chromium import ensure_chromium

ARGUMENTS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--no-first-run",
)
PHONE: ViewportSize = {"width": 390, "height": 844}
TABLET: ViewportSize = {"width": 820, "height": 1180}
LAPTOP: ViewportSize = {"width": 1280, "height": 800}
NEEDED = ["notifications", "background-sync"]
LOST_CONNECTION = ("net::ERR_", "Failed to load resource", "ERR_INTERNET_DISCONNECTED")


@dataclass
class Devices:
    """Everybody's devices in one test; `make` gives a new one, all are put away at the end. Without a `browser` there
    are only those of `own_browser`."""

    playwright: Playwright
    browser: Browser | None
    running: Running
    made: list[Device] = field(default_factory=list)

    async def make(self, size: ViewportSize = PHONE, **more: Any) -> Device:
        """A device nobody used before."""
        assert self.browser
        options = settings_of(self.running, size, more)
        return await self._of(await self.browser.new_context(**options))

    async def own_browser(self, profile: Path, size: ViewportSize = PHONE, **more: Any) -> Device:
        """A device with a browser of its own; its profile survives `close`. `offline=True`: no line from the start."""
        self.running.proxy.gone = bool(more.get("offline"))
        context = await self.playwright.chromium.launch_persistent_context(
            profile, executable_path=ensure_chromium(), args=list(ARGUMENTS), **settings_of(self.running, size, more)
        )
        return await self._of(context)

    async def _of(self, context: BrowserContext) -> Device:
        context.set_default_timeout(PATIENCE)
        await give_push(context, self.running)
        page = context.pages[0] if context.pages else await context.new_page()
        phone = Device(context, page, self.running)
        context.on("console", lambda message: phone.errors.extend(complaint(message)))
        context.on("weberror", lambda error: phone.errors.append(f"uncaught: {error.error}"))
        await phone.count_notifications()
        self.made.append(phone)
        return phone

    async def put_away(self) -> None:
        """Close all of them."""
        for phone in self.made:
            await phone.close()
        self.made.clear()


def settings_of(running: Running, size: ViewportSize, more: dict[str, Any]) -> dict[str, Any]:
    """A Dutch phone in Amsterdam that may notify."""
    touch = {"has_touch": size["width"] < 1000, "is_mobile": size["width"] < 600}
    place = {"locale": "nl-NL", "timezone_id": "Europe/Amsterdam", "permissions": NEEDED, "base_url": running.address}
    return {"viewport": size, **touch, **place, **more}


async def give_push(context: BrowserContext, running: Running) -> None:
    """The part of the browser's maker: one subscription a device, kept by the local push service."""
    known: dict[str, Any] = {}

    async def subscribe(key: str) -> dict[str, Any]:
        known.setdefault("now", running.push.subscribe(key))
        return dict(known["now"])

    async def forget() -> None:
        known.clear()

    async def now() -> dict[str, Any] | None:
        return known.get("now")

    await context.expose_function("__subscribePush", subscribe)
    await context.expose_function("__forgetPush", forget)
    await context.expose_function("__knownPush", now)
    await context.add_init_script(PUSH_SERVICE)


def complaint(message: ConsoleMessage) -> list[str]:
    """An error or a security report in the console; a lost connection is what a test asked for itself."""
    if message.type != "error" or any(words in message.text for words in LOST_CONNECTION):
        return []
    return [f"{message.text} ({message.location.get('url', '')})"]


@contextlib.asynccontextmanager
async def a_browser() -> AsyncIterator[tuple[Playwright, Browser]]:
    """One Chromium, headless."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=ensure_chromium(), args=list(ARGUMENTS))
        try:
            yield playwright, browser
        finally:
            await browser.close()
