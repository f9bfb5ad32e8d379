"""An answer that stays open begins inside the app and goes on outside it."""

from starlette.types import Message, Receive, Scope, Send

from klankbord.house.headers import CONTENT_SECURITY_POLICY, Headers
from klankbord.house.staying import Stays, answered


class Line:
    """What a server hands an app: `told` is the order of what came to pass."""

    def __init__(self) -> None:
        self.scope: Scope = {"type": "http", "scheme": "http", "method": "GET", "path": "/", "headers": []}
        self.told: list[str] = []
        self.began: Message = {}

    async def receive(self) -> Message:
        return {"type": "http.disconnect"}

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.began = message
        self.told.append(message.get("body", b"began").decode())

    async def inside(self, scope: Scope, receive: Receive, send: Send) -> None:
        """An app with something of its own in the scope, as FastAPI has."""
        scope["fastapi_inner_astack"] = self
        await Stays(self.goes_on)(scope, receive, send)
        self.told.append("the app is done")

    async def goes_on(self, receive: Receive, send: Send) -> None:
        self.told.append(str(sorted(self.scope)))
        await send({"type": "http.response.body", "body": b"an event"})


async def test_it_begins_with_the_headers_of_every_answer_and_has_no_length() -> None:
    line = Line()
    await answered(Headers(line.inside), line.scope, line.receive, line.send)
    headers = dict(line.began["headers"])
    assert headers[b"content-security-policy"].decode() == CONTENT_SECURITY_POLICY
    assert headers[b"cache-control"] == b"no-store"
    assert headers[b"content-type"].startswith(b"text/event-stream")
    assert b"content-length" not in headers


async def test_it_goes_on_when_the_app_is_done_and_nothing_of_the_request_is_held_but_what_came_in() -> None:
    line = Line()
    came_in = str(sorted(line.scope))
    await answered(Headers(line.inside), line.scope, line.receive, line.send)
    assert line.told == ["began", "the app is done", came_in, "an event"]


async def test_an_answer_that_does_not_stay_is_left_as_it_is() -> None:
    line = Line()

    async def plain(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 204, "headers": []})

    await answered(plain, line.scope, line.receive, line.send)
    assert line.told == ["began"]
