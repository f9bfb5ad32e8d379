"""Is the process alive, and is everything behind it ready? For a proxy or a supervisor; no content, no ids."""

from datetime import datetime, timedelta

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from klankbord.house.door import house_of
from klankbord.house.newest_migration import newest

router = APIRouter()
STATE = text("select (select version_num from alembic_version), (select max(at) from worker_heartbeats)")
HEARD_WITHIN = timedelta(minutes=1)


@router.get("/healthz")
async def healthz() -> JSONResponse:
    """200 while the process can answer."""
    return JSONResponse({"alive": True})


@router.get("/readyz")
async def readyz(request: Request) -> JSONResponse:
    """200 when the database answers, its migrations are at head and a worker was heard of in the last minute."""
    house = house_of(request)
    try:
        async with house.database.transaction() as db:
            version, heard = (await (await db.connection()).execute(STATE)).one()
    except (SQLAlchemyError, OSError):
        return JSONResponse({"database": False, "migrations": False, "worker": False}, 503)
    checks = {
        "database": True,
        "migrations": version == newest(),
        "worker": _is_recent(heard, house.clock.now()),
    }
    return JSONResponse(checks, 200 if all(checks.values()) else 503)


def _is_recent(heard: datetime | None, now: datetime) -> bool:
    return heard is not None and now - heard < HEARD_WITHIN
