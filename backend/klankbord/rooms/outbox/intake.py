"""The quick way in for what phones send most: a plain new note of somebody who is signed in.

It stands in front of the app and does less on the way, never other things: the same checks, made by the same rules. At
the first thing that is out of the ordinary it steps aside, and the request takes the long way as if it had just come.
"""

import asyncio
from functools import cache
from uuid import UUID

from pydantic import ValidationError
from starlette.datastructures import MutableHeaders
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from klankbord.house.door import session_cookie
from klankbord.house.errors import Problem
from klankbord.house.headers import complete
from klankbord.house.house import House
from klankbord.house.limits import too_long
from klankbord.house.tokens import digest
from klankbord.rooms.notes.actions import draft
from klankbord.rooms.notes.rules import claimed
from klankbord.rooms.outbox import rules
from klankbord.rooms.outbox.payloads import NotePayload
from klankbord.rooms.outbox.quick import PlainNote
from klankbord.rooms.outbox.together import Together

PATH = "/outbox/"
# Notes opened in one turn of the event loop. When all that came at once are opened in one go, nobody sees meanwhile
# that the statement before them is back: the database waits for us, then we for it. And who wants a page waits too.
OPENED_AT_ONCE = 4
# What our own script says of itself; who says it otherwise takes the long way.
SAID = {b"content-type": b"application/json", b"x-outbox": b"1", b"sec-fetch-site": b"same-origin"}
Headers = tuple[tuple[bytes, bytes], ...]


class Intake:
    """ASGI middleware."""

    def __init__(self, app: ASGIApp, house: House) -> None:
        self._app, self._house, self._together = app, house, Together(house)
        self._cookie = session_cookie(house)
        self._turn = asyncio.Semaphore(OPENED_AT_ONCE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        token = self._token(scope)
        if token is None:
            await self._app(scope, receive, send)
            return
        messages = await _all_of(receive)
        body = b"".join(message.get("body", b"") for message in messages)
        async with self._turn:
            await asyncio.sleep(0)
            note = self._read(scope["path"], token, body)
        if note is not None and await self._together.keep(note):
            await _say_stored(note.draft.id, scope["scheme"], send)
        else:
            await self._app(scope, _again(messages, receive), send)

    def _token(self, scope: Scope) -> str | None:
        """The session's token, when this looks like an item from our own script; nothing has been read yet."""
        if scope["type"] != "http" or scope["method"] != "PUT" or not scope["path"].startswith(PATH):
            return None
        headers = dict(scope["headers"])
        length = headers.get(b"content-length", b"")
        # a body that says its length twice may be longer than it says
        if len(headers) != len(scope["headers"]) or b"transfer-encoding" in headers or too_long(length):
            return None
        if not SAID.items() <= headers.items():
            return None
        return cookie_parser(headers.get(b"cookie", b"").decode("latin-1")).get(self._cookie)

    def _read(self, path: str, token: str, body: bytes) -> PlainNote | None:
        """The note, opened and checked as far as that goes without the database; None when it is anything else."""
        try:
            item, envelope = rules.item_id(path.removeprefix(PATH)), rules.read_envelope(body)
            said = NotePayload.model_validate_json(rules.opened(self._house.seals, envelope, item))
            texts = (said.observation, said.interpretation)
            drafted = draft(self._house.keys, item, said.pupil, said.signals, *texts)
        except (Problem, ValidationError):
            return None
        whose, at = UUID(envelope.person), claimed(envelope.at)
        return PlainNote(digest(token), whose, envelope.digest, at, said.group, drafted)


async def _all_of(receive: Receive) -> list[Message]:
    """The messages of a request until its body is whole, or its sender has gone."""
    messages = [await receive()]
    while messages[-1].get("more_body", False):
        messages.append(await receive())
    return messages


def _again(messages: list[Message], receive: Receive) -> Receive:
    """What was read, for who reads it next."""
    left = iter(messages)

    async def received() -> Message:
        return next(left, None) or await receive()

    return received


async def _say_stored(item: UUID, scheme: str, send: Send) -> None:
    """201, as the route answers."""
    body = b'{"id":"%s","state":"stored","problem":null}' % str(item).encode()
    headers = [*_headers(scheme), (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": 201, "headers": headers})
    await send({"type": "http.response.body", "body": body})


@cache
def _headers(scheme: str) -> Headers:
    """What every answer carries, and that this one is JSON."""
    headers = MutableHeaders(raw=[(b"content-type", b"application/json")])
    complete(headers, scheme)
    return tuple(headers.raw)
