"""Two strict push services on this machine, and a transport that may reach them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from klankbord.house.push.hosts import KNOWN, PushHosts
from klankbord.house.push.transport import Browser, PushTransport
from klankbord.house.push.vapid import Signer, new_key, public_key
from tests.support.push_service import PushService, running

SUBJECT = "mailto:beheer@klankbord.nl"


@dataclass
class PushLine:
    """Services, the key their subscriptions belong to, and a transport that gives up after a second."""

    service: PushService
    other: PushService
    key: str
    transport: PushTransport

    def browser(self, service: PushService | None = None, mode: str = "201") -> Browser:
        """A browser that said yes and answers like `mode`."""
        at = service or self.service
        said = at.subscribe(public_key(self.key))
        at.set_mode(said["endpoint"], mode)
        return Browser(said["endpoint"], **said["keys"])


@asynccontextmanager
async def push_line(key: str | None = None) -> AsyncIterator[PushLine]:
    """Both services run until the end of the block; `key` is the private VAPID key."""
    own = key or new_key()
    async with running() as one, running() as two:
        hosts = PushHosts(KNOWN, (one.origin, two.origin))
        async with PushTransport(hosts, Signer(own, SUBJECT), timeout=1) as transport:
            yield PushLine(one, two, own, transport)
