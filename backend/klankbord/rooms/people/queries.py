"""Every select and insert of people, devices and sessions."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.rooms.people.models import Device, Person, Role, RoleKind, Session


async def person(db: AsyncSession, organisation_id: UUID, person_id: UUID) -> Person | None:
    """A colleague in the same organisation."""
    return (
        await db.exec(select(Person).where(Person.id == person_id, Person.organisation_id == organisation_id))
    ).first()


async def first_names(db: AsyncSession, organisation_id: UUID, ids: set[UUID]) -> dict[UUID, str]:
    """First names of colleagues by id."""
    wanted = select(Person.id, Person.first_name).where(
        Person.organisation_id == organisation_id, col(Person.id).in_(ids)
    )
    return dict((await db.exec(wanted)).all())


async def with_role(
    db: AsyncSession, organisation_id: UUID, kind: RoleKind, location_id: UUID | None = None
) -> list[Person]:
    """People who hold a role now, of one location when given, by first name."""
    wanted = (
        select(Person)
        .join(Role, col(Role.person_id) == Person.id)
        .where(Person.organisation_id == organisation_id, Role.kind == kind, col(Role.ended_at).is_(None))
        .where(col(Person.ended_at).is_(None))
        .order_by(Person.first_name)
        .distinct()
    )
    if location_id is not None:
        wanted = wanted.where(Role.location_id == location_id)
    return list((await db.exec(wanted)).all())


async def add_device(db: AsyncSession, device: Device) -> None:
    """Keep a new device."""
    db.add(device)
    await db.flush()


async def add_session(db: AsyncSession, session: Session) -> None:
    """Keep a new session."""
    db.add(session)
    await db.flush()


async def end_session(db: AsyncSession, person_id: UUID, session_id: UUID, now: datetime) -> None:
    """The session opens no door any more."""
    mine = (col(Session.id) == session_id, col(Session.person_id) == person_id)
    await db.exec(update(Session).where(*mine).values(ended_at=now))


async def revoke_device(db: AsyncSession, person_id: UUID, device_id: UUID, now: datetime) -> None:
    """The device's add-only token adds nothing any more."""
    mine = (col(Device.id) == device_id, col(Device.person_id) == person_id)
    await db.exec(update(Device).where(*mine).values(revoked_at=now))


async def set_language(db: AsyncSession, person_id: UUID, language: str) -> None:
    """The person reads the app in this language from now on."""
    await db.exec(update(Person).where(col(Person.id) == person_id).values(language=language))
