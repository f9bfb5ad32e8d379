"""The door: who stands there, and the one transaction of their visit.

One request, one transaction, committed before the response leaves (`scope="function"`): for htmx (POST, then at once
a GET) and for the outbox (200 means 'delete your copy') this is the most important line of the backend.
"""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Request
from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.house.badges import badges_in, badges_of, counted
from klankbord.house.errors import NotSignedIn
from klankbord.house.house import House
from klankbord.house.tokens import digest
from klankbord.house.who import RoleHeld, Who

WHO = text(
    """select p.first_name, p.language, r.kind, r.group_id, r.location_id
         from people p left join roles r on r.person_id = p.id and r.ended_at is null
        where p.id = :person and p.ended_at is null"""
)


@dataclass(frozen=True)
class Visit:
    """One request of one person: everything a route needs, and the transaction it happens in."""

    request: Request
    house: House
    db: AsyncSession
    who: Who
    now: datetime


def house_of(request: Request) -> House:
    """The house this app stands on."""
    house: House = request.app.state.house
    return house


def session_cookie(house: House) -> str:
    """The cookie's name; `__Host-` where the address allows it (RFC 6265bis)."""
    return "__Host-klankbord" if house.settings.secure else "klankbord"


async def look_up(db: AsyncSession, person_id: UUID, organisation_id: UUID) -> Who | None:
    """Who this person is, or None when they no longer work here. Row-level security must know them already."""
    rows = (await (await db.connection()).execute(WHO, {"person": person_id})).mappings().all()
    if not rows:
        return None
    roles = tuple(RoleHeld(r["kind"], r["group_id"], r["location_id"]) for r in rows if r["kind"])
    return Who(person_id, organisation_id, rows[0]["first_name"], rows[0]["language"], roles)


@lru_cache
def entrance(page: str = "", pages: bool = True) -> str:
    """The statement that opens a session ($1, $2: sha256 of its token, now), says who that is and tells row-level
    security; with the numbers on the tabs when a page is asked for.

    `page`: more columns, of what `me` may read. PostgreSQL works them out after `me` is known, because they are
    subqueries that depend on it; they must name `me` in their innermost part.
    """
    return f"select me.*{counted() if pages else ''}{page} from kb_enter($1, $2) me"


def who_entered(row: Mapping[Any, Any]) -> Who:
    """Who the entrance let in."""
    roles = zip(row["kinds"] or (), row["group_ids"] or (), row["location_ids"] or (), strict=True)
    return Who(
        row["person_id"],
        row["organisation_id"],
        row["first_name"],
        row["language"],
        tuple(RoleHeld(*role) for role in roles),
        row["session_id"],
        row["device_id"],
    )


async def read(request: Request, page: str) -> tuple[Who, Mapping[Any, Any]]:
    """For a page that only reads: one statement enters and reads, so that it needs no transaction around it.

    `page` as in `entrance`; its columns stand in the row. Raises NotSignedIn.
    """
    house = house_of(request)
    token = request.cookies.get(session_cookie(house))
    if not token:
        raise NotSignedIn
    rows = await house.database.direct.fetch(entrance(page), digest(token), house.clock.now())
    if not rows:
        raise NotSignedIn
    who = _welcome(request, rows[0])
    return who, rows[0]


def _welcome(request: Request, row: Mapping[Any, Any], pages: bool = True) -> Who:
    who: Who = who_entered(row)
    request.state.who = who
    if pages:
        request.state.badges = badges_in(row, who)
    return who


async def _visitor(request: Request, house: House, db: AsyncSession, now: datetime, pages: bool) -> Who | None:
    token = request.cookies.get(session_cookie(house))
    if not token:
        return None
    found = await (await db.connection()).exec_driver_sql(entrance("", pages), (digest(token), now))
    row = found.mappings().first()
    return _welcome(request, row, pages) if row else None


async def signed_visit(request: Request) -> AsyncIterator[Visit]:
    """A visit of somebody who is signed in. Raises NotSignedIn."""
    house = house_of(request)
    now = house.clock.now()
    async with house.database.transaction() as db:
        who = await _visitor(request, house, db, now, _is_a_page(request))
        if who is None:
            raise NotSignedIn
        yield Visit(request, house, db, who, now)


async def count_badges(visit: Visit) -> None:
    """Count again what is open for the tabs, on a page that has just done something about it."""
    visit.request.state.badges = await badges_of(visit.db, visit.who, visit.now)


def _is_a_page(request: Request) -> bool:
    """A whole page with tabs, not a fragment, JSON or events."""
    accept = request.headers.get("accept", "")
    asks_parts = "application/json" in accept or "text/event-stream" in accept
    return request.method == "GET" and "hx-request" not in request.headers and not asks_parts


async def anyone(request: Request) -> AsyncIterator[Visit | None]:
    """The visit of whoever is there, if anybody: for pages that everybody may see."""
    house = house_of(request)
    now = house.clock.now()
    if session_cookie(house) not in request.cookies:
        yield None
        return
    async with house.database.transaction() as db:
        who = await _visitor(request, house, db, now, False)
        request.state.who = who
        yield Visit(request, house, db, who, now) if who else None


Signed = Annotated[Visit, Depends(signed_visit, scope="function")]
Anyone = Annotated[Visit | None, Depends(anyone, scope="function")]
