"""Signing in and out: a session to read with, an add-only token for the phone's outbox (decisions 6 and 11)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.house.database import speak_as
from klankbord.house.tokens import digest, new_token
from klankbord.rooms.people import queries
from klankbord.rooms.people.models import Device, Session

SESSION_LASTS = timedelta(hours=12)
ADD_TOKEN_LASTS = timedelta(days=30)


@dataclass(frozen=True, repr=False)
class SignedIn:
    """The two tokens a browser gets as cookies; never logged."""

    session_token: str
    add_token: str


async def sign_in(db: AsyncSession, organisation_id: UUID, person_id: UUID, now: datetime) -> SignedIn:
    """Open a session and register the device. Whoever calls this has proved who it is."""
    await speak_as(db, person_id, organisation_id)
    tokens = SignedIn(new_token(), new_token())
    device = Device(
        organisation_id=organisation_id,
        person_id=person_id,
        add_token_sha256=digest(tokens.add_token),
        created_at=now,
        expires_at=now + ADD_TOKEN_LASTS,
    )
    await queries.add_device(db, device)
    session = Session(
        organisation_id=organisation_id,
        person_id=person_id,
        device_id=device.id,
        token_sha256=digest(tokens.session_token),
        created_at=now,
        seen_at=now,
        expires_at=now + SESSION_LASTS,
    )
    await queries.add_session(db, session)
    return tokens


async def sign_out(
    db: AsyncSession, person_id: UUID, session_id: UUID, device_id: UUID, *, notes_wait: bool, now: datetime
) -> None:
    """End the session. While sealed notes wait on the phone its add-only token stays, so that they can still go."""
    await queries.end_session(db, person_id, session_id, now)
    if not notes_wait:
        await queries.revoke_device(db, person_id, device_id, now)
