"""Requests that change something must come from our own pages (CSRF).

Sec-Fetch-Site says so in every browser of today; Origin is the fall-back for older ones (iOS before 17).
A request with neither does not come from a browser and carries no cookies it did not mean to send.
"""

from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from klankbord.house.errors import NotAllowed
from klankbord.house.problems import problem_response

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def is_same_origin(request: Request) -> bool:
    """Whether the browser says this came from our own origin."""
    if request.method in SAFE_METHODS:
        return True
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("origin")
    try:
        return origin is None or urlsplit(origin).netloc == request.headers.get("host")
    except ValueError:  # an origin that is no address at all
        return False


class SameOriginOnly:
    """ASGI middleware: 403 with a sentence for what another site sent."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not is_same_origin(request := Request(scope)):
            await problem_response(request, NotAllowed())(scope, receive, send)
            return
        await self.app(scope, receive, send)
