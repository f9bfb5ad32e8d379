"""Builds the web app from settings, house and rooms; no logic."""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from importlib.util import find_spec

from fastapi import FastAPI
from fastapi.telemetry import TelemetryConfig
from starlette.routing import BaseRoute
from starlette.types import Receive, Scope, Send

from klankbord.house.compression import Compressed
from klankbord.house.headers import Headers
from klankbord.house.health import router as health
from klankbord.house.house import House
from klankbord.house.limits import BodyLimit
from klankbord.house.problems import add_problem_pages
from klankbord.house.push.vapid import check_subject
from klankbord.house.same_origin import SameOriginOnly
from klankbord.house.settings import Settings
from klankbord.house.static_files import BuiltFiles
from klankbord.house.staying import answered
from klankbord.house.web_files import DIST
from klankbord.rooms import ROOMS
from klankbord.rooms.outbox.intake import Intake

DEMO_ONLY = "demo"
# By itself FastAPI tells addresses, errors in full and their tracebacks to whatever on this machine collects them
# (OpenTelemetry), or sends them off when the environment says so. Our log alone says what happened, without a child.
TELLS_NOBODY: TelemetryConfig = {
    "tracing": False,
    "metrics": False,
    "logs": False,
    "operation_spans": False,
    "auto_configure": False,
}
MOST_ASKED = {"/today", "/cases", "/notes/new"}


class App(FastAPI):
    """FastAPI's, with the quick way in for notes before everything that FastAPI does for a request."""

    intake: Intake

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await answered(self.intake, scope, receive, send)


def create_app(settings: Settings | None = None, house: House | None = None) -> FastAPI:
    """The web app. Without arguments it reads the environment, as uvicorn's factory does."""
    standing = house or House.for_web(settings or Settings())
    check_subject(standing.settings.vapid_subject)

    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        gc.collect()
        gc.freeze()  # what was loaded stays: no need to look for garbage among it again and again
        yield
        await standing.database.close()

    # no redirects for a slash too many: they would name whatever host the request named
    app = App(
        lifespan=life, docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False, telemetry=TELLS_NOBODY
    )
    app.state.house = standing
    app.intake = Intake(super(App, app).__call__, standing)
    add_problem_pages(app)
    app.add_middleware(Compressed)
    app.add_middleware(BodyLimit)
    app.add_middleware(SameOriginOnly)
    app.add_middleware(Headers)
    app.router.routes.extend(health.routes)
    app.router.routes.extend(_routes(standing.settings.demo))
    app.mount("/static", BuiltFiles(directory=DIST, check_dir=False))
    return app


def _routes(demo: bool) -> list[BaseRoute]:
    """The rooms' routes themselves, because asking each included router whether it has one takes four times as long.

    They are asked one after another, so the pages where everybody's day begins come before the rest, and the other
    addresses without a variable part before those that have one.
    """
    rooms = (room for room in ROOMS if demo or room != DEMO_ONLY)
    found = (f"klankbord.rooms.{room}.routes" for room in rooms if find_spec(f"klankbord.rooms.{room}.routes"))
    routes = [route for module in found for route in import_module(module).router.routes]
    return sorted(routes, key=_how_far_back)


def _how_far_back(route: BaseRoute) -> tuple[bool, bool]:
    path = getattr(route, "path", "{")
    return path not in MOST_ASKED, "{" in path
