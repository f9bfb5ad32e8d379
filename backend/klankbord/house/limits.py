"""No body may be larger than any form or sealed item can be; the rest is not even read."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from klankbord.house.errors import TooLarge
from klankbord.house.problems import problem_response

LARGEST = 256 * 1024  # bytes; a sealed note of two full fields is about 20 KB


class BodyLimit:
    """ASGI middleware: 413 with a sentence, announced or not."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        announced = dict(scope["headers"]).get(b"content-length", b"0")
        if not announced.isdigit() or int(announced) > LARGEST:
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
