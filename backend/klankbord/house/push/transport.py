"""Carries one encrypted message to one browser.

Encryption and signing are those under pywebpush (http_ece, py_vapid); its sending is not used. That has no lifetime
(TTL 0: dropped when the phone sleeps), waits 10,000 seconds, follows redirects, checks no size, writes into the claims
it is given, and costs every worker a second at its start.
"""

import asyncio
from dataclasses import dataclass
from typing import Self

import http_ece
import httpx2
from cryptography.hazmat.primitives.asymmetric import ec

from klankbord.house.push.hosts import EndpointRefused, PushHosts
from klankbord.house.push.keys import are_usable, raw_keys
from klankbord.house.push.outcome import Gone, Misconfigured, Outcome, TooLarge, Unreachable, outcome_of
from klankbord.house.push.payload import LARGEST
from klankbord.house.push.vapid import Signer
from klankbord.house.settings import Settings

TIMEOUT = 10.0
SMALL = 4096


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


class PushTransport:
    """One HTTP client for the life of a worker."""

    def __init__(self, hosts: PushHosts, signer: Signer, timeout: float = TIMEOUT) -> None:
        self._hosts, self._signer, self._timeout = hosts, signer, timeout
        # A proxy from the environment is used for the world, never for a local service of a demo or a test.
        local = {origin: httpx2.AsyncHTTPTransport() for origin in hosts.local_origins}
        self._client = httpx2.AsyncClient(timeout=timeout, follow_redirects=False, mounts=local)

    @classmethod
    def from_settings(cls, settings: Settings) -> "PushTransport":
        """Raises CannotStart when the key or the subject would be refused."""
        signer = Signer(settings.vapid_private_key.get_secret_value(), settings.vapid_subject)
        return cls(PushHosts.from_settings(settings), signer)

    async def send(self, browser: Browser, message: Message) -> Outcome:
        """Encrypt, sign and post; never raises for anything the network or the other side does."""
        if len(message.body) > LARGEST:
            return TooLarge(None)
        if not are_usable(browser.p256dh, browser.auth):
            return Gone(None)
        try:
            headers = self._headers(self._hosts.origin(browser.endpoint), message)
        except EndpointRefused:
            return Misconfigured(None)
        try:
            async with asyncio.timeout(self._timeout):
                return await self._post(browser.endpoint, _sealed(browser, message.body), headers)
        except (TimeoutError, httpx2.HTTPError, httpx2.InvalidURL):
            return Unreachable(None)

    async def _post(self, endpoint: str, sealed: bytes, headers: dict[str, str]) -> Outcome:
        async with self._client.stream("POST", endpoint, content=sealed, headers=headers) as answer:
            if int(answer.headers.get("content-length", SMALL + 1)) <= SMALL:
                await answer.aread()  # a short answer is read, so that the connection can be used again
            return outcome_of(answer.status_code, answer.headers)

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
        await self._client.aclose()


def _sealed(browser: Browser, body: bytes) -> bytes:
    """RFC 8291: a fresh key pair per message, one record."""
    point, secret = raw_keys(browser.p256dh, browser.auth)
    own = ec.generate_private_key(ec.SECP256R1())
    sealed: bytes = http_ece.encrypt(body, private_key=own, dh=point, auth_secret=secret, version="aes128gcm")
    return sealed
