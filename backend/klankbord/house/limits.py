"""No body may be larger than any form or sealed item can be; the rest is not even read."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from klankbord.house.errors import TooLarge
from klankbord.house.problems import problem_response

LARGEST = 256 * 1024  # bytes; a sealed note of two full fields is about 20 KB


def too_long(announced: bytes) -> bool:
    """Whether a content-length is more than we read, or no length at all. Python refuses to read 5,000 digits."""
    return not announced.isdigit() or len(announced) > 9 or int(announced) > LARGEST


class BodyLimit:
    """ASGI middleware: 413 with a sentence, announced or not."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        announced = dict(scope["headers"]).get(b"content-length", b"0")
        if too_long(announced):
            await problem_response(Request(scope), TooLarge())(scope, receive, send)
            return
        read = 0

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > LARGEST:
                raise HTTPException(413)  # the one kind of error that FastAPI lets through while it reads a form
            return message

        await self.app(scope, counted, send)
