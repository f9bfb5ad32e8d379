"""A new version of the app comes out while people are busy in Chromium, and what they wrote still waits. Its worker is
the same code under another version: what is tried is the change from one to the other."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from klankbord.house.web_files import DIST
from tests.browser import faults
from tests.browser.proxy import Fault, Forward
from tests.browser.wire import Answer, Asked

WORKER_FILE = "/sw.js"
FILES = (WORKER_FILE, "/static/", "/offline/")  # what the browser and a new worker fetch before it is installed
CHROMIUM = "Chrome/"


@dataclass
class Releases:
    """A fault before the weather: our worker as the `number`th release from now would have it; 0 is the one of now."""

    weather: Fault
    number: int = 0
    _coming: int = 0

    async def __call__(self, asked: Asked, forward: Forward) -> Answer | None:
        async def newest() -> Answer:
            return await self._newest(asked, forward)

        if not self._coming or CHROMIUM not in asked.header("user-agent"):
            return await self.weather(asked, newest)
        if asked.method == "PUT":
            return await faults.status(503)(asked, forward)
        return await (newest() if asked.path.startswith(FILES) else self.weather(asked, newest))

    @contextmanager
    def comes_out(self) -> Iterator[None]:
        """There is a new one. Until the end of the block its files come past the bad weather, and nothing that somebody
        wrote in Chromium is taken."""
        self.number += 1
        self._coming += 1
        try:
            yield
        finally:
            self._coming -= 1

    async def _newest(self, asked: Asked, forward: Forward) -> Answer:
        if not self.number or asked.path != WORKER_FILE:
            return await forward()
        version = json.loads((DIST / "assets.json").read_text())["version"]
        answer = await faults.another(version.encode(), f"release-{self.number}".encode())(asked, forward)
        assert answer is not None
        return answer
