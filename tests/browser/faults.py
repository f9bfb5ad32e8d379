"""What can go wrong on the line; each is a fault for a switch of the proxy."""

import asyncio
import json

from klankbord.house.web_files import DIST
from tests.browser.proxy import Fault, Forward
from tests.browser.wire import Answer, Asked

PORTAL = b"<!doctype html><title>Welkom</title><h1>Gratis wifi</h1><p>Ga akkoord om verder te gaan.</p>"


def status(code: int, **headers: str) -> Fault:
    """An answer with this status and nothing of ours in it."""

    async def fault(asked: Asked, forward: Forward) -> Answer:
        return Answer(code, [(name.replace("_", "-"), value) for name, value in headers.items()], b"")

    return fault


def redirect(to: str) -> Fault:
    """Sent elsewhere, as a session that is over does."""
    return status(302, location=to)


async def captive_portal(asked: Asked, forward: Forward) -> Answer:
    """A hotel's Wi-Fi: 200, and a page of its own."""
    return Answer(200, [("content-type", "text/html; charset=utf-8")], PORTAL)


async def cut(asked: Asked, forward: Forward) -> None:
    """The connection is gone before the app hears anything."""
    return None


async def lost_answer(asked: Asked, forward: Forward) -> None:
    """The app did its work and committed; then the connection is gone."""
    await forward()
    return None


async def late_gateway(asked: Asked, forward: Forward) -> Answer:
    """The app did its work and committed; the gateway had already given up."""
    await forward()
    return Answer(504, [("content-type", "text/html")], b"<h1>504</h1>")


def held(until: asyncio.Event) -> Fault:
    """Nothing comes back until the event is set; then the app's own answer."""

    async def fault(asked: Asked, forward: Forward) -> Answer:
        answer = await forward()
        await until.wait()
        return answer

    return fault


def before(until: asyncio.Event) -> Fault:
    """The request itself is held until the event is set."""

    async def fault(asked: Asked, forward: Forward) -> Answer:
        await until.wait()
        return await forward()

    return fault


def another(old: bytes, new: bytes) -> Fault:
    """The app's answer with some bytes changed: how a new version of a file looks."""

    async def fault(asked: Asked, forward: Forward) -> Answer:
        answer = await forward()
        return Answer(answer.status, answer.headers, answer.body.replace(old, new))

    return fault


def newer_worker() -> Fault:
    """Our worker as the next release would have it: another version, and so files of its own."""
    version = json.loads((DIST / "assets.json").read_text())["version"]
    return another(version.encode(), b"the-next-one")
