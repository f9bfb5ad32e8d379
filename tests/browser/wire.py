"""As much HTTP/1.1 as the proxy of the browser tests needs: read a request, write an answer."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from http import HTTPStatus


@dataclass(frozen=True)
class Asked:
    """One request as the browser sent it; `path` with its query, `at` monotonic seconds."""

    method: str
    path: str
    headers: list[tuple[str, str]]
    body: bytes
    at: float

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key.lower() == name), "")


@dataclass(frozen=True)
class Answer:
    """One answer to the browser; its length is added when it is written."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes
    more: AsyncIterator[bytes] | None = None  # what comes behind the body, until the app or the browser has enough


async def read_request(reader: asyncio.StreamReader, at: float) -> Asked | None:
    """The next request on this connection, or None when the browser is done with it."""
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    except asyncio.IncompleteReadError:
        return None
    first, *lines = head.rstrip("\r\n").split("\r\n")
    method, path, _ = first.split(" ", 2)
    headers = [(name.strip(), value.strip()) for name, _, value in (line.partition(":") for line in lines)]
    asked = Asked(method, path, headers, b"", at)
    length = int(asked.header("content-length") or 0)
    return Asked(method, path, headers, await reader.readexactly(length), at)


async def write_answer(writer: asyncio.StreamWriter, answer: Answer) -> None:
    """Write it and keep the connection. Raises ConnectionResetError behind one whose end nobody announced."""
    reason = HTTPStatus(answer.status).phrase
    lines = [f"HTTP/1.1 {answer.status} {reason}", *(f"{name}: {value}" for name, value in answer.headers)]
    if answer.more is not None:
        lines.append("connection: close")
    elif answer.status not in (204, 304):
        lines.append(f"content-length: {len(answer.body)}")
    writer.write("\r\n".join([*lines, "", ""]).encode("latin-1") + answer.body)
    await writer.drain()
    if answer.more is not None:
        async with contextlib.aclosing(answer.more) as more:  # type: ignore[type-var]
            async for chunk in more:
                writer.write(chunk)
                await writer.drain()
        raise ConnectionResetError
