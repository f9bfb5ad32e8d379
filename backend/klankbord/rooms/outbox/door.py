"""The outbox's own door: a session, or the add-only token of the phone when the session is over (decision 6)."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request
from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.house.cookies import ADD_COOKIE
from klankbord.house.door import house_of, look_up, session_cookie
from klankbord.house.errors import NotAllowed, NotSignedIn
from klankbord.house.house import House
from klankbord.house.same_origin import is_same_origin
from klankbord.house.tokens import digest
from klankbord.house.who import Who
from klankbord.rooms.outbox import queries, rules


@dataclass(frozen=True)
class Delivery:
    """One item at the door: the envelope, whose phone it is, and the transaction in which it is kept."""

    house: House
    db: AsyncSession
    who: Who
    item_id: UUID
    envelope: rules.Envelope
    now: datetime


@dataclass(frozen=True)
class Sent:
    """What was sent, checked as far as that goes without the database."""

    item_id: UUID
    envelope: rules.Envelope


async def sent(request: Request, item_id: str) -> Sent:
    """Read and check the request before a connection is taken. Raises NotAllowed, NotAnItem (TooLarge: the house)."""
    if not is_same_origin(request):
        raise NotAllowed
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind != "application/json" or request.headers.get("x-outbox") != "1":
        raise rules.NotAnItem
    return Sent(rules.item_id(item_id), rules.read_envelope(await request.body()))


async def delivery(request: Request, envelope: Annotated[Sent, Depends(sent)]) -> AsyncIterator[Delivery]:
    """The transaction of one delivery. Raises NotSignedIn, OtherPerson."""
    house = house_of(request)
    now = house.clock.now()
    async with house.database.transaction() as db:
        who = await _whose_phone(request, house, db, now)
        if who is None:
            raise NotSignedIn
        request.state.who = who
        if str(who.person_id) != envelope.envelope.person:
            raise rules.OtherPerson
        yield Delivery(house, db, who, envelope.item_id, envelope.envelope, now)


async def _whose_phone(request: Request, house: House, db: AsyncSession, now: datetime) -> Who | None:
    """Who is signed in here; else, when the session is over, who was (the add-only token knows)."""
    doors = ((session_cookie(house), queries.open_session), (ADD_COOKIE, queries.open_device))
    for cookie, open_door in doors:
        if (token := request.cookies.get(cookie)) and (found := await open_door(db, digest(token), now)):
            return await look_up(db, *found)
    return None


Delivered = Annotated[Delivery, Depends(delivery, scope="function")]
