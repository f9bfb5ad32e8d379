"""The three files a phone keeps to work without a connection."""

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Request
from fastapi.responses import FileResponse, JSONResponse, Response

from klankbord.house.door import house_of
from klankbord.house.errors import NotHere
from klankbord.house.web_files import DIST
from klankbord.rooms.offline.manifest import manifest
from klankbord.rooms.offline.shell import shell

router = APIRouter()


@router.get("/sw.js")
async def worker() -> Response:
    """The service worker, from the root so that it may serve every page; asked for anew each time."""
    file = DIST / "sw.js"
    if not file.exists():
        raise NotHere
    return FileResponse(file, media_type="text/javascript", headers={"cache-control": "no-cache"})


@router.get("/manifest.webmanifest")
async def web_app_manifest(request: Request) -> Response:
    """How the app stands on a home screen."""
    return JSONResponse(manifest(request), media_type="application/manifest+json")


@router.get("/offline/{language}")
async def offline_shell(request: Request, language: Annotated[Literal["nl", "en"], Path()]) -> Response:
    """The public shell in one language. Never looks at a cookie: every phone gets the same bytes."""
    return shell(language, house_of(request).clock.now())
