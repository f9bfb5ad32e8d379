"""Carries one encrypted message to one browser.

Encryption and signing are those under pywebpush (http_ece, py_vapid); its sending is not used. That has no lifetime
(TTL 0: dropped when the phone sleeps), waits 10,000 seconds, follows redirects, checks no size, writes into the claims
it is given, and costs every worker a second at its start.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol, Self
from urllib.request import getproxies

from klankbord.house.push.encryption import encrypted
from klankbord.house.push.hosts import EndpointRefused, PushHosts
from klankbord.house.push.keys import UnusableKeys, opened_keys
from klankbord.house.push.line import LineLost, Lines
from klankbord.house.push.outcome import Gone, Misconfigured, Outcome, TooLarge, Unreachable, outcome_of
from klankbord.house.push.payload import LARGEST
from klankbord.house.push.proxied import Proxied
from klankbord.house.push.vapid import Signer
from klankbord.house.settings import Settings

TIMEOUT = 10.0
BROWSERS = 1_000  # whose keys are kept open: what is due for one of them often comes together


@dataclass(frozen=True)
class Browser:
    """Where to, and the keys only that browser can read with (base64url)."""

    endpoint: str
    p256dh: str
    auth: str


@dataclass(frozen=True)
class Message:
    """`ttl` seconds the service may keep it (> 0); `topic`: a newer one replaces it (≤ 32 of [A-Za-z0-9_-])."""

    body: bytes
    ttl: int
    topic: str
    urgency: str = "normal"


class Post(Protocol):
    """A way to send: `Lines`, or `Proxied` where this machine reaches the world through a proxy."""

    async def post(self, endpoint: str, headers: dict[str, str], body: bytes) -> tuple[int, Mapping[str, str]]:
        """(status, headers) of the answer. Raises LineLost or OSError (TimeoutError is one)."""

    async def close(self) -> None:
        """Give every connection back."""


class PushTransport:
    """Open connections for the life of a worker."""

    def __init__(self, hosts: PushHosts, signer: Signer, timeout: float = TIMEOUT) -> None:
        self._hosts, self._signer = hosts, signer
        self._opened = lru_cache(maxsize=BROWSERS)(opened_keys)
        # A proxy from the environment is used for the world, never for a local service of a demo or a test.
        self._local: Post = Lines(timeout)
        self._world: Post = Proxied(timeout) if getproxies().keys() & {"https", "all"} else self._local

    @classmethod
    def from_settings(cls, settings: Settings) -> "PushTransport":
        """Raises CannotStart when the key or the subject would be refused."""
        signer = Signer(settings.vapid_private_key.get_secret_value(), settings.vapid_subject)
        return cls(PushHosts.from_settings(settings), signer)

    async def send(self, browser: Browser, message: Message) -> Outcome:
        """Encrypt, sign and post; never raises for anything the network or the other side does."""
        if len(message.body) > LARGEST:
            return TooLarge(None)
        try:
            keys = self._opened(browser.p256dh, browser.auth)
            origin = self._hosts.origin(browser.endpoint)
        except UnusableKeys:
            return Gone(None)
        except EndpointRefused:
            return Misconfigured(None)
        way = self._local if origin in self._hosts.local_origins else self._world
        try:
            sealed = encrypted(keys, message.body)
            return outcome_of(*await way.post(browser.endpoint, self._headers(origin, message), sealed))
        except (LineLost, OSError):
            return Unreachable(None)

    def _headers(self, origin: str, message: Message) -> dict[str, str]:
        return {
            "authorization": self._signer.authorization(origin),
            "content-encoding": "aes128gcm",
            "content-type": "application/octet-stream",
            "ttl": str(max(1, message.ttl)),
            "topic": message.topic,
            "urgency": message.urgency,
        }

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        for way in {self._local, self._world}:
            await way.close()
