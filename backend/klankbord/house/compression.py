"""Whole pages go gzipped, to who goes there from our own pages or by themselves.

The size of a compressed page gives words in it away to who may add words of their own and try again and again (BREACH,
CVE-2013-3587). Another site can only make a browser try with requests that the browser marks as coming from there (W3C
Fetch Metadata). Those answers are left as they are; so are those to who says nothing of this, and parts of a page.
What is the same for everybody has no words to give away: the page that the service worker keeps goes gzipped always.
"""

from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from klankbord.house.language import LANGUAGES

A_PACKET = 1_400  # bytes: what goes in one anyway does not become quicker
LEVEL = 4  # of nine: half the time of the last one, and a sixteenth larger
OWN = (b"same-origin", b"none")
PUBLIC = {f"/offline/{language}" for language in LANGUAGES}


class Compressed:
    """ASGI middleware."""

    def __init__(self, app: ASGIApp) -> None:
        self._plain, self._gzipped = app, GZipMiddleware(app, A_PACKET, LEVEL)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await (self._gzipped if may_be_compressed(scope) else self._plain)(scope, receive, send)


def may_be_compressed(scope: Scope) -> bool:
    """Whether this is somebody going to a page, and no other site sent them; or the page of everybody."""
    if scope["type"] == "http" and scope["path"] in PUBLIC:
        return True
    said = dict(scope.get("headers", ()))
    return said.get(b"sec-fetch-dest") == b"document" and said.get(b"sec-fetch-site") in OWN
