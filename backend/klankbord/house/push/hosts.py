"""Which addresses a push may go to. An endpoint is typed by a stranger's browser, so it could point anywhere (SSRF).

Checked when a subscription is saved and again when something is sent to it.
"""

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from klankbord.house.loopback import is_loopback
from klankbord.house.settings import Settings

KNOWN = (
    "fcm.googleapis.com",
    "jmt17.google.com",
    "updates.push.services.mozilla.com",
    "web.push.apple.com",
    ".notify.windows.com",
)
LONGEST = 2048
PLAIN = re.compile(r"[!-\[\]-~]*")  # no space, no letter beyond ASCII, no backslash


class EndpointRefused(ValueError):
    """The address is not one of a push service we know; the message holds no address."""


@dataclass(frozen=True)
class PushHosts:
    """The allow-list: exact hosts, hosts under a dot-suffix, and whole local origins for a demo or a test."""

    hosts: tuple[str, ...] = KNOWN
    local_origins: tuple[str, ...] = ()

    @classmethod
    def from_settings(cls, settings: Settings) -> "PushHosts":
        """The known services and `push_hosts` (comma separated). A full local origin counts in a demo only."""
        extra = [word.strip().lower() for word in settings.push_hosts.split(",") if word.strip()]
        names = tuple(word for word in extra if "//" not in word)
        local = tuple(word.rstrip("/") for word in extra if _is_local_origin(word)) if settings.demo else ()
        return cls(KNOWN + names, local)

    def origin(self, endpoint: str) -> str:
        """The endpoint's origin, which VAPID calls its audience. Raises EndpointRefused."""
        parts = _taken_apart(endpoint)
        local = f"{parts.scheme}://{parts.netloc}"
        if local in self.local_origins:
            return local
        host = parts.hostname or ""
        if parts.scheme != "https" or parts.port not in (None, 443) or not self._knows(host):
            raise EndpointRefused("not a push service we know")
        return f"https://{host}"

    def _knows(self, host: str) -> bool:
        return any(host.endswith(known) if known.startswith(".") else host == known for known in self.hosts)


def _taken_apart(endpoint: str) -> SplitResult:
    """Only plain printable ASCII is looked at: parsers differ about everything else."""
    if len(endpoint) > LONGEST or not PLAIN.fullmatch(endpoint):
        raise EndpointRefused("not a plain address")
    try:
        parts = urlsplit(endpoint)
        port = parts.port
    except ValueError:
        raise EndpointRefused("not an address") from None
    if "@" in parts.netloc or parts.netloc.endswith((".", ":")) or port == 0:
        raise EndpointRefused("more than a host stands before the path")
    return parts


def _is_local_origin(word: str) -> bool:
    try:
        return is_loopback(urlsplit(word).hostname or "")
    except ValueError:
        return False
