"""A strict push service on this machine: RFC 8030, 8188, 8291, 8292, and what Apple refuses beyond them.

    python -m tests.support.push_service --port 8090

POST /subscribe {"applicationServerKey"}  → what PushSubscription.toJSON() gives
POST /wpush/{id}                          the endpoint; POST /wpush/{id}/mode/{mode} chooses how it answers
GET  /got, /wpush/{id}/got                decrypted messages; GET /refused: why others were not taken
"""

import argparse
import asyncio
import base64
import contextlib
import json
import os
import re
import socket
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import http_ece
import uvicorn
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

MODES = ("201", "400", "403", "404", "410", "413", "429", "500", "503", "redirect", "slow", "taken")
GOOD = "201"
DAY = 86400


class Refused(Exception):
    """Not a push a real service would take: status and reason."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status, self.reason = status, reason


@dataclass
class Subscription:
    """One browser: its private key, its secret, and the application server it said yes to."""

    id: str
    application: bytes
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    auth: bytes = field(default_factory=lambda: os.urandom(16))
    mode: str = GOOD
    slow: float = 30.0


@dataclass
class PushService:
    """State of one running service; tests in the same process may look and change."""

    origin: str = ""
    subscriptions: dict[str, Subscription] = field(default_factory=dict)
    got: list[dict[str, Any]] = field(default_factory=list)
    refused: list[dict[str, Any]] = field(default_factory=list)
    knocks: list[str] = field(default_factory=list)
    broke: Counter[str] = field(default_factory=Counter)  # how often a push was answered in each mode that is not good

    def subscribe(self, application_server_key: str) -> dict[str, Any]:
        """What the browser would hand to the page."""
        one = Subscription(os.urandom(12).hex(), un64(application_server_key))
        self.subscriptions[one.id] = one
        point = one.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        keys = {"p256dh": b64(point), "auth": b64(one.auth)}
        return {"endpoint": f"{self.origin}/wpush/{one.id}", "expirationTime": None, "keys": keys}

    def set_mode(self, endpoint: str, mode: str) -> None:
        """From now on the endpoint answers like this."""
        if mode not in MODES:
            raise ValueError(mode)
        self.subscriptions[endpoint.rsplit("/", 1)[1]].mode = mode

    def take(self, one: Subscription, headers: dict[str, str], body: bytes) -> None:
        """Check everything and keep the decrypted message. Raises Refused."""
        check_headers(headers, body)
        check_vapid(headers.get("authorization", ""), self.origin, one.application)
        try:
            text = http_ece.decrypt(body, private_key=one.key, auth_secret=one.auth, version="aes128gcm").decode()
        except Exception as error:
            raise Refused(400, f"cannot decrypt: {type(error).__name__}") from error
        self.got.append({"id": one.id, "text": text, "at": time.time(), "ttl": int(headers["ttl"])} | _about(headers))


def _about(headers: dict[str, str]) -> dict[str, str | None]:
    return {"topic": headers.get("topic"), "urgency": headers.get("urgency")}


def check_headers(headers: dict[str, str], body: bytes) -> None:
    """TTL, Topic, Urgency, encoding and size."""
    if not re.fullmatch(r"\d+", headers.get("ttl", "")) or int(headers["ttl"]) == 0:
        raise Refused(400, "BadTtl")
    if "topic" in headers and not re.fullmatch(r"[A-Za-z0-9_-]{1,32}", headers["topic"]):
        raise Refused(400, "BadWebPushTopic")
    if headers.get("urgency", "normal") not in ("very-low", "low", "normal", "high"):
        raise Refused(400, "BadUrgency")
    if headers.get("content-encoding") != "aes128gcm":
        raise Refused(415, "BadEncoding")
    if len(body) > 4096:
        raise Refused(413, "PayloadTooLarge")


def check_vapid(authorization: str, origin: str, application: bytes) -> None:
    """RFC 8292, as strict as Apple: key, signature, audience, lifetime, subject."""
    match = re.fullmatch(r"vapid t=([^,]+), ?k=(.+)", authorization)
    if not match or un64(match[2]) != application:
        raise Refused(403, "VapidPkHashMismatch")
    head, claims_part, signature = match[1].split(".")
    raw = un64(signature)
    pair = utils.encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), application)
    try:
        key.verify(pair, f"{head}.{claims_part}".encode(), ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        raise Refused(403, "BadJwtToken signature") from None
    claims = json.loads(un64(claims_part))
    if claims.get("aud") != origin:
        raise Refused(403, "BadJwtToken aud")
    if not time.time() < claims.get("exp", 0) <= time.time() + DAY:
        raise Refused(403, "BadJwtToken exp")
    if not real_subject(claims.get("sub", "")):
        raise Refused(403, "BadJwtToken sub")


def real_subject(subject: str) -> bool:
    """Apple's idea of a subject: a mail address or https address on a host that could exist."""
    mail = re.fullmatch(r"mailto:[^\s<>@]+@([^\s<>@]+)", subject)
    host = mail[1] if mail else (urlsplit(subject).hostname or "") if subject.startswith("https://") else ""
    return "." in host and host.rsplit(".", 1)[1] not in ("local", "invalid", "test", "example", "localhost")


def un64(text: str) -> bytes:
    """base64url with or without padding."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def b64(raw: bytes) -> str:
    """base64url without padding."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def app_of(service: PushService) -> Starlette:
    """The HTTP side of one service."""

    async def subscribe(request: Request) -> Response:
        return JSONResponse(service.subscribe((await request.json())["applicationServerKey"]))

    async def mode(request: Request) -> Response:
        service.set_mode(request.path_params["id"], request.path_params["mode"])
        return JSONResponse({})

    async def push(request: Request) -> Response:
        body = await request.body()
        service.knocks.append(request.url.path)
        one = service.subscriptions.get(request.path_params["id"])
        try:
            if one is None:
                raise Refused(404, "NotFound")
            answer = await as_told(service, one)
            service.broke.update([one.mode] if one.mode != GOOD else [])
            if answer is not None:
                return answer
            service.take(one, dict(request.headers), body)
            if one.mode == "taken":
                return Response(status_code=502)  # it will reach the phone, but who sent it cannot know
        except Refused as refusal:
            service.refused.append({"status": refusal.status, "reason": refusal.reason})
            return JSONResponse({"reason": refusal.reason}, refusal.status)
        return Response(status_code=201, headers={"location": f"{service.origin}/message/{os.urandom(6).hex()}"})

    async def elsewhere(request: Request) -> Response:
        service.knocks.append(request.url.path)
        return Response(status_code=201)

    async def got(request: Request) -> Response:
        wanted = request.path_params.get("id")
        return JSONResponse([m for m in service.got if wanted in (None, m["id"])])

    async def refused(request: Request) -> Response:
        return JSONResponse(service.refused)

    return Starlette(
        routes=[
            Route("/subscribe", subscribe, methods=["POST"]),
            Route("/wpush/{id}", push, methods=["POST"]),
            Route("/wpush/{id}/mode/{mode}", mode, methods=["POST"]),
            Route("/wpush/{id}/got", got),
            Route("/got", got),
            Route("/refused", refused),
            Route("/elsewhere", elsewhere, methods=["GET", "POST"]),
        ]
    )


async def as_told(service: PushService, one: Subscription) -> Response | None:
    """The answer this subscription was told to give, or None to judge the push itself."""
    if one.mode == "slow":
        await asyncio.sleep(one.slow)
    if one.mode in ("slow", GOOD, "taken"):
        return None
    if one.mode == "redirect":
        return Response(status_code=307, headers={"location": f"{service.origin}/elsewhere"})
    busy = {"retry-after": "120"} if one.mode in ("429", "503") else {}
    return JSONResponse({"reason": "as told"}, int(one.mode), headers=busy)


@asynccontextmanager
async def running(port: int = 0) -> AsyncIterator[PushService]:
    """A service on a free loopback port, in this process."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    service = PushService(origin=f"http://127.0.0.1:{listener.getsockname()[1]}")
    config = uvicorn.Config(app_of(service), log_config=None, access_log=False, lifespan="off")
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    while not server.started:  # noqa: ASYNC110  uvicorn tells it no other way
        await asyncio.sleep(0.001)
    try:
        yield service
    finally:
        await _stop(server, serving)


async def _stop(server: uvicorn.Server, serving: "asyncio.Task[None]") -> None:
    """At once: asked kindly, uvicorn takes a fifth of a second, and each test with a line has two of them."""
    serving.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await serving
    for each in server.servers:
        each.close()
    for request in server.server_state.tasks:
        request.cancel()
    for connection in list(server.server_state.connections):
        connection.transport.close()
    await asyncio.gather(*server.server_state.tasks, return_exceptions=True)


def main() -> None:
    """Run until stopped."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, required=True)
    port = parser.parse_args().port
    service = PushService(origin=f"http://127.0.0.1:{port}")
    uvicorn.run(app_of(service), host="127.0.0.1", port=port, log_level="warning")


if __name__ == "__main__":
    main()
