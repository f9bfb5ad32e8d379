"""Load from keep-alive connections on raw sockets: so little work that the generator is never the bottleneck."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

END = b"\r\n\r\n"
LENGTH = b"content-length: "


class UnexpectedAnswer(Exception):
    """The server answered something else than was asked of it; the message has its status and first words."""


@dataclass(frozen=True)
class Load:
    """What a round came to: seconds it lasted, and how long each request took (seconds)."""

    seconds: float
    times: list[float] = field(repr=False)

    @property
    def per_second(self) -> float:
        return len(self.times) / self.seconds


def request(method: str, path: str, headers: dict[str, str] | None = None, body: bytes = b"") -> bytes:
    """One HTTP/1.1 request as it goes over the line."""
    given = {"host": "127.0.0.1", **({"content-length": str(len(body))} if body else {}), **(headers or {})}
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in given.items()), "", ""]
    return "\r\n".join(lines).encode() + body


class Line(asyncio.Protocol):
    """One keep-alive connection; one request at a time."""

    def __init__(self) -> None:
        self.transport: asyncio.Transport
        self._waiting: asyncio.Future[bytes] | None = None
        self._got = b""
        self._wanted = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self._got += data
        if not self._wanted:
            head = self._got.find(END)
            if head < 0:
                return
            at = self._got.find(LENGTH, 0, head)
            length = int(self._got[at + len(LENGTH) : self._got.find(b"\r", at)]) if at > 0 else 0
            self._wanted = head + len(END) + length
        if len(self._got) >= self._wanted and self._waiting and not self._waiting.done():
            self._waiting.set_result(self._got)
            self._got, self._wanted = b"", 0

    def connection_lost(self, error: Exception | None) -> None:
        if self._waiting and not self._waiting.done():
            self._waiting.set_exception(error or ConnectionResetError("the server closed the line"))

    async def ask(self, asked: bytes) -> bytes:
        """The whole answer, head and body."""
        self._waiting = asyncio.get_running_loop().create_future()
        self.transport.write(asked)
        return await self._waiting


@asynccontextmanager
async def a_line(port: int) -> AsyncIterator[Line]:
    """A connection to a server on loopback."""
    _, line = await asyncio.get_running_loop().create_connection(Line, "127.0.0.1", port)
    try:
        yield line
    finally:
        line.transport.close()


def status_of(answer: bytes) -> int:
    """The status in the first line of an answer."""
    return int(answer[9:12])


async def ask(port: int, asked: bytes) -> bytes:
    """One request, one answer (head and body)."""
    async with a_line(port) as line:
        return await line.ask(asked)


async def drive(
    port: int,
    next_request: Callable[[], bytes],
    *,
    seconds: float,
    lines: int = 8,
    good: Collection[int] = (200,),
) -> Load:
    """Keep `lines` connections busy for so many seconds. Raises UnexpectedAnswer for another status than `good`."""
    times: list[float] = []
    begin = time.perf_counter()
    async with asyncio.TaskGroup() as everybody:
        for _ in range(lines):
            everybody.create_task(_keep_asking(port, next_request, begin + seconds, good, times))
    return Load(time.perf_counter() - begin, times)


async def _keep_asking(
    port: int, next_request: Callable[[], bytes], end: float, good: Collection[int], times: list[float]
) -> None:
    async with a_line(port) as line:
        while (before := time.perf_counter()) < end:
            answer = await line.ask(next_request())
            times.append(time.perf_counter() - before)
            if status_of(answer) not in good:
                raise UnexpectedAnswer(answer[:300].decode(errors="replace"))
