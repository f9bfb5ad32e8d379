"""What really comes over the line to a page, as the browser itself counts it (CDP: Network, `encodedDataLength`)."""

from collections import Counter
from collections.abc import Set
from time import monotonic
from typing import Any

from tests.browser.device import Device, until
from tests.browser.proxy import Forward
from tests.browser.wire import Answer, Asked

QUIET = 3.0  # seconds without an answer


class OverTheLine:
    """Bytes of head and body, as they were sent, by the address the page asked for. What a service worker asks for is
    not the page's, and is not counted."""

    def __init__(self) -> None:
        self._addresses: dict[str, str] = {}  # of each request
        self._bytes: Counter[str] = Counter()

    async def listen(self, device: Device) -> None:
        """From now on."""
        tools = await device.tools()
        tools.on("Network.requestWillBeSent", self._was_asked)
        tools.on("Network.loadingFinished", self._came)
        await tools.send("Network.enable")

    async def of(self, addresses: Set[str]) -> dict[str, int]:
        """Bytes by address. Raises AssertionError when one of them never came, or from what the browser had kept."""

        async def missing() -> set[str]:
            return {address for address in addresses if not self._bytes[address]}

        await until(missing, lambda some: not some, "everything over the line")
        return {address: self._bytes[address] for address in addresses}

    def _was_asked(self, event: dict[str, Any]) -> None:
        self._addresses[event["requestId"]] = event["request"]["url"]

    def _came(self, event: dict[str, Any]) -> None:
        self._bytes[self._addresses[event["requestId"]]] += int(event["encodedDataLength"])


class WholeLine:
    """Bytes of head and body of every answer, by path, whoever asked for it: the page, or the worker for its copies."""

    def __init__(self) -> None:
        self.came: Counter[str] = Counter()
        self._last = monotonic()

    async def count(self, asked: Asked, forward: Forward) -> Answer:
        """For a switch of the proxy: the app's own answer."""
        answer = await forward()
        head = sum(len(name) + len(value) + len(": \r\n") for name, value in answer.headers)
        self.came[asked.path] += head + len(answer.body)
        self._last = monotonic()
        return answer

    async def until_quiet(self) -> None:
        """Nothing has come for a while."""
        await until(self._quiet_for, lambda seconds: seconds >= QUIET, "a quiet line")

    async def _quiet_for(self) -> float:
        return monotonic() - self._last
