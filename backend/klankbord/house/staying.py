"""Answers that stay open for hours. They begin inside the app, with the headers every answer has, and go on outside it:
what a request needed on its way in would otherwise stay in memory as long as the line is open.
"""

from collections.abc import Awaitable, Callable

from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

GoesOn = Callable[[Receive, Send], Awaitable[None]]
STAYS = "klankbord.stays"
LEFT_BY_FASTAPI = "fastapi_"  # what it puts in the scope is over when the app has answered


class Stays(Response):
    """Server-sent events: `goes_on` has the line until it returns, and ends the answer."""

    media_type = "text/event-stream"

    def __init__(self, goes_on: GoesOn) -> None:
        super().__init__(headers={"x-accel-buffering": "no"})
        del self.headers["content-length"]
        self._goes_on = goes_on

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        scope[STAYS] = self._goes_on


async def answered(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """What the app answers; and what stays goes on here."""
    await app(scope, receive, send)
    goes_on: GoesOn | None = scope.pop(STAYS, None)
    if goes_on is not None:
        for key in [key for key in scope if key.startswith(LEFT_BY_FASTAPI)]:
            del scope[key]
        await goes_on(receive, send)
