"""The limit of the queue page: the same template in the same environment, filled by raw asyncpg with the ideal SQL.

Nobody signs in, nothing is secured: who asks, and what the scripts are told, stand in the environment.
"""

import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from uuid import UUID

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse
from starlette.routing import Route

from klankbord.house.language import translator
from klankbord.house.pages import pages
from klankbord.house.tabs import tabs_for
from klankbord.house.who import RoleHeld, Who
from klankbord.rooms.cases.routes import SECTIONS, Row, Section
from klankbord.rooms.cases.waiting import PAGE, Line, waits_text
from tests.bench.limit_pool import a_pool

# Of a page that is full of what waits for the reader, which is the one that is measured. No row more than it shows.
IDEAL = """
    select array(
        select row(0, c.id, p.first_name, p.hint, g.name,
                   (select name from locations where id = c.location_id), c.step, c.lead_id,
                   (select first_name from people where id = c.lead_id), c.waits_for,
                   (select first_name from people where id = c.waits_on_id), c.waits_since,
                   (select first_name from people where id = c.handed_by_id))
          from (select * from cases where waits_on_id = $1 and closed_at is null
                 order by waits_since, id limit 51) c
          join pupils p on p.id = c.pupil_id join groups g on g.id = c.group_id
         order by c.waits_since, c.id) as lines,
        (select count(*) from (select from cases where waits_on_id = $1 and closed_at is null limit 100) c) as mine
"""
WHO = Who(
    UUID(os.environ["PERSON"]),
    UUID(os.environ["ORGANISATION"]),
    "Marjan",
    "nl",
    (RoleHeld("social_worker", None, None),),
)
BOOT = json.loads(os.environ["BOOT"])
TYPING_KEY = os.environ["TYPING_KEY"]


async def queue(request: Request) -> HTMLResponse:
    """The page."""
    row = await request.app.state.pool.fetchrow(IDEAL, WHO.person_id)
    found = [Line._make(line) for line in row["lines"]]
    say = translator("nl")
    rows = [
        Row(one, waits_text(one.waits_for, True, one.waits_on, one.asker, say), one.lead_id == WHO.person_id)
        for one in found[:PAGE]
    ]
    page = {
        "sections": [Section(SECTIONS[0], True, rows)],
        "mine": row["mine"],
        "page": 1,
        "more": len(found) > PAGE,
        "case": None,
        "swapped": False,
        "badges": {"cases": row["mine"]},
        "who": WHO,
        "language": "nl",
        "now": datetime.now(UTC),
        "place": "cases",
        "tabs": tabs_for(WHO),
        "boot": BOOT,
        "typing_key": TYPING_KEY,
    }
    return HTMLResponse(pages().html("cases/cases.html", "nl", page))


async def healthz(_: Request) -> JSONResponse:
    return JSONResponse({})


@asynccontextmanager
async def life(app: Starlette) -> AsyncIterator[None]:
    async with a_pool(os.environ["LIMIT_URL"]) as app.state.pool:
        yield


def create_app() -> Starlette:
    """For uvicorn."""
    return Starlette(routes=[Route("/cases", queue), Route("/healthz", healthz)], lifespan=life)
