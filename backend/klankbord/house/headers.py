"""Headers of every answer. What they forbid is written down once, here, and a journey fails on a CSP report.

The content security policy allows our own origin and nothing inline (research: client side, section 10). Pages are
`no-store`, because nothing signed-in may stay on a phone (decision 7); hashed files say otherwise themselves.
"""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)
PERMISSIONS = ("accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer", "midi")
PERMISSIONS_POLICY = ", ".join(f"{name}=()" for name in (*PERMISSIONS, "microphone", "payment", "usb"))
ALWAYS = {
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": PERMISSIONS_POLICY,
    "x-robots-tag": "noindex, nofollow",
}
A_YEAR = "max-age=31536000"
# The same address answers a page or a fragment, JSON or HTML, in one of two languages.
VARY = "HX-Request, Accept, Accept-Language"
# As they go over the line: every answer gets them, so they are spelled once.
OF_PAGES = {"cache-control": "no-store", "vary": VARY}
PLAINLY = [(name.encode(), value.encode()) for name, value in (ALWAYS | OF_PAGES).items()]
SECURELY = [*PLAINLY, (b"strict-transport-security", A_YEAR.encode())]


class Headers:
    """ASGI middleware; a header the route has set itself is left alone."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                complete(MutableHeaders(scope=message), scope["scheme"])
            await send(message)

        await self.app(scope, receive, send_with_headers)


def complete(headers: MutableHeaders, scheme: str) -> None:
    """Add what is not there yet. An unexpected error is answered outside the middleware and calls this itself."""
    there = {name for name, _ in headers.raw}
    headers.raw.extend(pair for pair in (SECURELY if scheme == "https" else PLAINLY) if pair[0] not in there)
    if b"vary" in there:
        headers.add_vary_header(VARY)
