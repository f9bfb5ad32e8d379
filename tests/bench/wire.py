"""A line to PostgreSQL that counts: every question for which the server is waited for, whoever asked it."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

STARTUP = 196608  # protocol 3.0; what comes before it (a question about TLS) has the same shape
# A simple query, or the end of a batch of the extended protocol: the client now waits for ReadyForQuery.
QUESTIONS = (b"Q", b"S")
SOCKET = ".s.PGSQL.5432"


@dataclass
class Wire:
    """`trips` so far, over all connections. `through`: an address of the database, led through here."""

    folder: Path
    server: Path
    trips: int = 0

    def through(self, url: str) -> str:
        """The same database by way of this line."""
        (host,) = parse_qs(urlsplit(url).query)["host"]
        return url.replace(host, str(self.folder)).replace(urlsplit(url).query, f"host={self.folder}")

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, until either side ends it."""
        back, forth = await asyncio.open_unix_connection(str(self.server))
        answers = asyncio.create_task(_pour(back, writer))
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            await self._questions(reader, forth)
        forth.close()
        await answers

    async def _questions(self, reader: asyncio.StreamReader, forth: asyncio.StreamWriter) -> None:
        started = False
        while True:
            kind = await reader.readexactly(1) if started else b""
            length = await reader.readexactly(4)
            body = await reader.readexactly(int.from_bytes(length, "big") - 4)
            started = started or int.from_bytes(body[:4], "big") == STARTUP
            self.trips += kind in QUESTIONS
            forth.write(kind + length + body)
            await forth.drain()


@asynccontextmanager
async def a_wire(url: str) -> AsyncIterator[Wire]:
    """A counting line to the server of `url`, an address over a socket in a folder."""
    (host,) = parse_qs(urlsplit(url).query)["host"]
    with tempfile.TemporaryDirectory(prefix="kb-wire-") as folder:
        wire = Wire(Path(folder), Path(host) / SOCKET)
        async with await asyncio.start_unix_server(wire.carry, str(wire.folder / SOCKET)):
            yield wire


async def _pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    writer.close()
