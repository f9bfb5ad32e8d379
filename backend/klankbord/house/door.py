"""The door: who stands there, and the one transaction of their visit.

One request, one transaction, committed before the response leaves (`scope="function"`): for htmx (POST, then at once
a GET) and for the outbox (200 means 'delete your copy') this is the most important line of the backend.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request
from sqlalchemy import RowMapping, text
from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.house.badges import badges_of
from klankbord.house.errors import NotSignedIn
from klankbord.house.house import House
from klankbord.house.tokens import digest
from klankbord.house.who import RoleHeld, Who

OPEN_SESSION = text("select * from kb_open_session(:token, :at)")
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


async def _open(db: AsyncSession, token: str, now: datetime) -> RowMapping | None:
    connection = await db.connection()
    return (await connection.execute(OPEN_SESSION, {"token": digest(token), "at": now})).mappings().first()


async def _visitor(request: Request, house: House, db: AsyncSession, now: datetime) -> Who | None:
    token = request.cookies.get(session_cookie(house))
    found = await _open(db, token, now) if token else None
    if found is None:
        return None
    who = await look_up(db, found["person_id"], found["organisation_id"])
    return who and Who(**{**vars(who), "session_id": found["session_id"], "device_id": found["device_id"]})


async def signed_visit(request: Request) -> AsyncIterator[Visit]:
    """A visit of somebody who is signed in. Raises NotSignedIn."""
    house = house_of(request)
    now = house.clock.now()
    async with house.database.transaction() as db:
        who = await _visitor(request, house, db, now)
        if who is None:
            raise NotSignedIn
        request.state.who = who
        visit = Visit(request, house, db, who, now)
        if _is_a_page(request):
            await count_badges(visit)
        yield visit


async def count_badges(visit: Visit) -> None:
    """Count what is open for the tabs; again, by a page that has just done something about it."""
    visit.request.state.badges = await badges_of(visit.db, visit.who, visit.now)


def _is_a_page(request: Request) -> bool:
    """A whole page with tabs, not a fragment or JSON."""
    asks_json = "application/json" in request.headers.get("accept", "")
    return request.method == "GET" and "hx-request" not in request.headers and not asks_json


async def anyone(request: Request) -> AsyncIterator[Visit | None]:
    """The visit of whoever is there, if anybody: for pages that everybody may see."""
    house = house_of(request)
    now = house.clock.now()
    if session_cookie(house) not in request.cookies:
        yield None
        return
    async with house.database.transaction() as db:
        who = request.state.who = await _visitor(request, house, db, now)
        yield Visit(request, house, db, who, now) if who else None


Signed = Annotated[Visit, Depends(signed_visit, scope="function")]
Anyone = Annotated[Visit | None, Depends(anyone, scope="function")]
