"""A real SMTP server on this machine that keeps what it gets, and can be down or refuse."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass
class MailServer:
    """`got`: every letter it took. `says`: its answer to a letter, "" for taking it; `mute`: it never answers."""

    port: int = 0
    got: list[EmailMessage] = field(default_factory=list)
    says: str = ""
    mute: bool = False
    _server: asyncio.Server | None = None

    @property
    def url(self) -> str:
        """As the settings hold it."""
        return f"smtp://127.0.0.1:{self.port}"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Keep the address, unless this server refuses."""
        if self.mute:
            await asyncio.sleep(60)
        if self.says:
            return self.says
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Keep the letter."""
        letter: Any = message_from_bytes(bytes(envelope.content or b""), policy=default)
        self.got.append(letter)
        return "250 taken"

    async def start(self) -> None:
        """Listen (again), at the same address."""
        loop = asyncio.get_running_loop()
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", self.port))
        self.port = listener.getsockname()[1]
        self._server = await loop.create_server(lambda: SMTP(self, loop=loop), sock=listener)

    async def stop(self) -> None:
        """Nobody listens any more."""
        if self._server is not None:
            self._server.close()
            self._server = None


@contextlib.asynccontextmanager
async def a_mail_server() -> AsyncIterator[MailServer]:
    """A server on a free loopback port, in this process."""
    server = MailServer()
    await server.start()
    try:
        yield server
    finally:
        await server.stop()
