"""Mail over SMTP (RFC 5321), where an organisation has set it up: short, plain, and about nobody."""

from dataclasses import dataclass
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from enum import StrEnum
from typing import Protocol, Self
from urllib.parse import unquote, urlsplit

import aiosmtplib

from klankbord.house.loopback import is_loopback
from klankbord.house.settings import Settings

TIMEOUT = 10.0  # seconds for the whole of one letter


class MailOutcome(StrEnum):
    """What became of a letter: the server took it, will never take it, or could not be asked."""

    SENT = "sent"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True)
class Letter:
    """`to` an address; `id` the same only for the same letter sent again, so that a mailbox may show it once."""

    to: str
    subject: str
    text: str
    language: str
    id: str
    at: datetime


class Mailer(Protocol):
    """A way to send letters."""

    async def send(self, letter: Letter) -> MailOutcome:
        """Never raises for anything the network or the other side does."""


@dataclass(frozen=True, repr=False)
class Smtp:
    """One server. `implicit` TLS from the first byte (smtps); else STARTTLS, which only loopback may do without."""

    host: str
    port: int
    sender: str
    user: str | None = None
    password: str | None = None
    implicit: bool = False

    @classmethod
    def from_settings(cls, settings: Settings) -> Self | None:
        """None when no server was set."""
        if not (url := settings.smtp_url.get_secret_value()):
            return None
        parts = urlsplit(url)
        implicit = parts.scheme == "smtps"
        user, password = (unquote(part) if part else None for part in (parts.username, parts.password))
        port = parts.port or (465 if implicit else 587)
        return cls(parts.hostname or "", port, settings.mail_from, user, password, implicit)

    async def send(self, letter: Letter) -> MailOutcome:
        """Hand one letter to the server. An address that is none is refused without asking."""
        try:
            message = _written(letter, self.sender)
        except (ValueError, IndexError, MessageError):  # as many kinds as Python's parser has
            return MailOutcome.REFUSED
        try:
            await aiosmtplib.send(
                message,
                hostname=self.host,
                port=self.port,
                username=self.user,
                password=self.password,
                use_tls=self.implicit,
                start_tls=None if self.implicit else not is_loopback(self.host),
                timeout=TIMEOUT,
            )
        except aiosmtplib.SMTPRecipientsRefused as refused:
            return _never(refused.recipients[0].code if refused.recipients else 0)
        except aiosmtplib.SMTPResponseException as answer:
            return _never(answer.code)
        except (aiosmtplib.SMTPException, OSError, TimeoutError):
            return MailOutcome.UNREACHABLE
        return MailOutcome.SENT


def _never(code: int) -> MailOutcome:
    """5xx stays so; anything else may pass (RFC 5321 section 4.2.1). A refused password is mended by who set it."""
    forever = 500 <= code < 600 and code not in (530, 534, 535, 538)
    return MailOutcome.REFUSED if forever else MailOutcome.UNREACHABLE


def _written(letter: Letter, sender: str) -> EmailMessage:
    """Raises ValueError, IndexError or MessageError when an address is none, such as one with a line break in it."""
    message = EmailMessage()
    message["From"] = Address("Klankbord", addr_spec=sender)
    message["To"] = Address(addr_spec=letter.to)
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(letter.at)
    message["Message-ID"] = f"<{letter.id}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message["Importance"] = "high"
    message["Content-Language"] = letter.language
    message.set_content(letter.text)
    return message
