"""HTTP/1.1 to push services, and nothing more of it: one kind of request, of which only status and headers are read.

A general client spends several times as much on a push as the encryption does (measured: httpx2 about 0.6 ms of
processor a message, this 0.06). Parsing is httptools', as in our web server.
"""

import asyncio
import ssl
from typing import cast
from urllib.parse import SplitResult, urlsplit

import httptools

LONGEST_ANSWER = 64 * 1024  # bytes; a push service says a few hundred
IDLE = 5.0  # seconds a connection is kept that nobody uses; services close theirs after some more


class LineLost(Exception):
    """The connection ended before the answer was whole, or what came was no answer."""


class Answer:
    """What came back: status and headers (names in lower case)."""

    def __init__(self) -> None:
        self.status = 0
        self.headers: dict[str, str] = {}


class Line(asyncio.Protocol):
    """One connection; one request at a time."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._parser = httptools.HttpResponseParser(self)
        self._answered: asyncio.Future[Answer] | None = None
        self._answer = Answer()
        self._read = 0
        self._transport: asyncio.Transport | None = None
        self.free_since = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def connection_lost(self, error: Exception | None) -> None:
        self._transport = None
        self._no_more()

    @property
    def usable(self) -> bool:
        """Open, and not so long unused that the other side may be closing it."""
        return self._transport is not None and self._loop.time() - self.free_since < IDLE

    def close(self) -> None:
        """Now, whatever is still coming."""
        if self._transport is not None:
            self._transport.abort()
            self._transport = None
        self._no_more()

    async def ask(self, request: bytes, until: float) -> Answer:
        """Send a whole request, get the answer; hang up at `until` (loop time). Raises LineLost."""
        if self._transport is None:
            raise LineLost
        self._answer, self._read = Answer(), 0
        self._answered = self._loop.create_future()
        hang_up = self._loop.call_at(until, self.close)
        self._transport.write(request)
        try:
            return await self._answered
        finally:
            hang_up.cancel()

    def data_received(self, data: bytes) -> None:
        self._read += len(data)
        try:
            if self._answered is not None:
                self._parser.feed_data(data)
            else:  # nothing was asked
                self.close()
        except httptools.HttpParserError:
            self.close()
        if self._read > LONGEST_ANSWER:
            self.close()

    def on_header(self, name: bytes, value: bytes) -> None:
        self._answer.headers[name.decode("latin-1").lower()] = value.decode("latin-1")

    def on_headers_complete(self) -> None:
        self._answer.status = self._parser.get_status_code()

    def on_message_complete(self) -> None:
        if self._answer.status < 200:  # not the answer yet (RFC 9110 section 15.2)
            self._answer = Answer()
            return
        answered, self._answered = self._answered, None
        self.free_since = self._loop.time()
        if not self._parser.should_keep_alive() and self._transport is not None:
            self._transport.close()
            self._transport = None
        if answered is not None and not answered.done():
            answered.set_result(self._answer)

    def _no_more(self) -> None:
        """Nothing comes any more. A whole head is an answer; what it says behind that is not ours to read."""
        answered, self._answered = self._answered, None
        if answered is None or answered.done():
            return
        if self._answer.status >= 200:
            answered.set_result(self._answer)
        else:
            answered.set_exception(LineLost())


class Lines:
    """Connections that are open, by origin, for one worker."""

    def __init__(self, patience: float, tls: ssl.SSLContext | None = None) -> None:
        """`patience`: seconds that one request may take in all."""
        self._patience, self._tls = patience, tls
        self._free: dict[str, list[Line]] = {}

    async def post(self, endpoint: str, headers: dict[str, str], body: bytes) -> tuple[int, dict[str, str]]:
        """(status, headers) of the answer. Raises LineLost, OSError (ssl.SSLError and TimeoutError are ones)."""
        until = asyncio.get_running_loop().time() + self._patience
        parts = urlsplit(endpoint)
        origin = f"{parts.scheme}://{parts.netloc}"
        line = self._kept(origin) or await self._open(parts, until)
        try:
            answer = await line.ask(_request(parts, headers, body), until)
        except BaseException:
            line.close()
            raise
        self._free.setdefault(origin, []).append(line)
        return answer.status, answer.headers

    def _kept(self, origin: str) -> Line | None:
        free = self._free.get(origin, [])
        while free:
            if (line := free.pop()).usable:
                return line
            line.close()
        return None

    async def _open(self, to: SplitResult, until: float) -> Line:
        if secure := to.scheme == "https":
            self._tls = self._tls or _trusting_whom_browsers_trust()
        async with asyncio.timeout_at(until):
            _, line = await asyncio.get_running_loop().create_connection(
                Line, to.hostname or "", to.port or (443 if secure else 80), ssl=self._tls if secure else None
            )
        return line

    async def close(self) -> None:
        """Give every connection back."""
        for line in [line for free in self._free.values() for line in free]:
            line.close()
        self._free.clear()


def _request(to: SplitResult, headers: dict[str, str], body: bytes) -> bytes:
    """The bytes that go over the line; the address was found to be plain before (`hosts`)."""
    target = f"{to.path or '/'}?{to.query}" if to.query else to.path or "/"
    said = "".join([f"{name}: {value}\r\n" for name, value in headers.items()])
    head = f"POST {target} HTTP/1.1\r\nhost: {to.netloc}\r\n{said}content-length: {len(body)}\r\n\r\n"
    return head.encode("latin-1") + body


def _trusting_whom_browsers_trust() -> ssl.SSLContext:
    """The client that is used behind a proxy decides whose certificates count; loading it takes a while."""
    import httpx2

    return httpx2.create_ssl_context()
