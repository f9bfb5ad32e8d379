"""A line between browser and app that can be bad in every way a line can be: reverse proxy with switches."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from http.cookiejar import CookieJar, DefaultCookiePolicy
from time import monotonic

from httpx2 import AsyncClient, Limits, Response, TransportError

from tests.browser.wire import Answer, Asked, read_request, write_answer

DROPPED = ("connection", "transfer-encoding", "content-length", "keep-alive", "host")
Forward = Callable[[], Awaitable[Answer]]
Fault = Callable[[Asked, Forward], Awaitable[Answer | None]]


@dataclass
class Switch:
    """While it stands, requests it fits are answered by its fault; `left` counts down when given."""

    method: str
    path: str
    fault: Fault
    left: int | None = None

    def fits(self, asked: Asked) -> bool:
        return self.left != 0 and asked.method in (self.method, self.method or asked.method) and self._on(asked.path)

    def _on(self, path: str) -> bool:
        return path.startswith(self.path)


@dataclass
class Proxy:
    """One running line: everything that was asked, in order, and the switches that stand now."""

    target: str
    address: str = ""
    asked: list[Asked] = field(default_factory=list)
    switches: list[Switch] = field(default_factory=list)
    gone: bool = False  # no line at all: what is asked now is neither answered nor written down
    open: Callable[[], Awaitable[asyncio.Server]] | None = None
    door: asyncio.Server | None = None

    def refuse(self) -> None:
        """From now on nobody listens here: who comes is refused. Who is inside stays."""
        if self.door:
            self.door.close()
            self.door = None

    async def listen(self) -> None:
        """Listen at the same address (again)."""
        if self.door is None and self.open is not None:
            self.door = await self.open()

    @contextlib.contextmanager
    def switched(self, fault: Fault, path: str = "/", method: str = "", times: int | None = None) -> Iterator[Switch]:
        """Let requests whose path begins so meet this fault, `times` times or until the end of the block."""
        switch = Switch(method, path, fault, times)
        self.switches.insert(0, switch)
        try:
            yield switch
        finally:
            self.switches.remove(switch)

    def puts(self) -> list[str]:
        """Ids of the outbox items that were sent, in the order they came."""
        return [one.path.rsplit("/", 1)[1] for one in self.asked if one.method == "PUT" and "/outbox/" in one.path]

    def forget(self) -> None:
        """Begin a new test."""
        self.asked.clear()
        self.switches.clear()
        self.gone = False

    async def answer(self, asked: Asked, client: AsyncClient) -> Answer | None:
        """What the browser gets: the app's own answer, or what a switch makes of it."""
        if self.gone:
            return None
        self.asked.append(asked)

        async def forward() -> Answer:
            return await passed_on(asked, client)

        switch = next((one for one in self.switches if one.fits(asked)), None)
        if switch is None:
            return await forward()
        if switch.left is not None:
            switch.left -= 1
        return await switch.fault(asked, forward)


async def passed_on(asked: Asked, client: AsyncClient) -> Answer:
    """The app's own answer, byte for byte; 502 when it is not there, as a gateway says."""
    headers = [(name, value) for name, value in asked.headers if name.lower() not in DROPPED[:4]]
    request = client.build_request(asked.method, asked.path, headers=headers, content=asked.body)
    try:
        response = await client.send(request, stream=True, follow_redirects=False)
        if response.headers.get("content-type", "").startswith("text/event-stream"):
            return Answer(response.status_code, _kept(response), b"", _chunks(response))
        body = b"".join([chunk async for chunk in response.aiter_raw()])
        await response.aclose()
    except (OSError, TransportError):  # it is not there, or it was killed on its way
        return Answer(502, [], b"")
    return Answer(response.status_code, _kept(response), body)


def _kept(response: Response) -> list[tuple[str, str]]:
    return [(n.decode(), v.decode("latin-1")) for n, v in response.headers.raw if n.decode().lower() not in DROPPED]


async def _chunks(response: Response) -> AsyncIterator[bytes]:
    """Events as they come."""
    try:
        async for chunk in response.aiter_raw():
            yield chunk
    finally:
        await response.aclose()


@contextlib.asynccontextmanager
async def a_line(target: str, port: int = 0) -> AsyncIterator[Proxy]:
    """A proxy on a free loopback port in front of `target`, in this process."""
    proxy = Proxy(target)
    no_cookies = CookieJar(DefaultCookiePolicy(allowed_domains=[]))  # a line remembers nobody
    limits = Limits(max_keepalive_connections=0)
    async with AsyncClient(base_url=target, timeout=60, limits=limits, cookies=no_cookies) as client:

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, TimeoutError):
                while (asked := await read_request(reader, monotonic())) is not None:
                    answer = await proxy.answer(asked, client)
                    if answer is None:
                        break
                    await write_answer(writer, answer)
            with contextlib.suppress(ConnectionError):
                writer.close()

        async def opened() -> asyncio.Server:
            return await asyncio.start_server(serve, "127.0.0.1", own)

        own = port
        proxy.open = opened
        await proxy.listen()
        own = proxy.door.sockets[0].getsockname()[1] if proxy.door else port
        proxy.address = f"http://127.0.0.1:{own}"
        try:
            yield proxy
        finally:
            proxy.refuse()
