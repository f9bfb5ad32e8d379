"""Whom to phone: the people of a team, who is at work first, with every way to reach them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.house.language import mark
from klankbord.rooms.duty import queries as duty
from klankbord.rooms.duty.rules import Duty
from klankbord.rooms.people.models import Person, Role, RoleKind

MANAGER, SOCIAL_WORKER, DEPUTY = mark("location manager"), mark("social worker"), mark("stands in")
WORDS = {RoleKind.LOCATION_MANAGER.value: MANAGER, RoleKind.SOCIAL_WORKER.value: SOCIAL_WORKER}


@dataclass(frozen=True)
class Contact:
    """A colleague to call. `role` is an English source word; `whatsapp` a number for wa.me, or empty."""

    id: UUID
    name: str
    role: str
    phone: str
    hours: str | None
    email: str | None
    at_work: bool
    away: bool

    @property
    def whatsapp(self) -> str:
        return international(self.phone)


async def contacts_at(
    db: AsyncSession, organisation_id: UUID, location_ids: Collection[UUID] | None, now: datetime
) -> list[Contact]:
    """Managers of these locations (None: of any), social workers, and who stands in for them today; once each.

    Who is at work comes first, who is away last, managers before social workers.
    """
    people = await _people(db, organisation_id, location_ids)
    duties = await duty.duties(db, organisation_id, [person.id for person, _ in people])
    absences = [away for one in duties.values() if (away := one.away(now.astimezone(one.zone).date()))]
    standing_in = {away.deputy_id for away in absences if away.deputy_id} - duties.keys()
    deputies = await _by_id(db, organisation_id, standing_in)
    duties |= await duty.duties(db, organisation_id, [one.id for one in deputies])
    roles = [*((person, WORDS[kind]) for person, kind in people), *((person, DEPUTY) for person in deputies)]
    cards = {person.id: _card(person, role, duties[person.id], now) for person, role in reversed(roles)}
    ordered = [cards.pop(person.id) for person, _ in roles if person.id in cards]
    return sorted(ordered, key=lambda card: (not card.at_work, card.away))


async def _people(
    db: AsyncSession, organisation_id: UUID, location_ids: Collection[UUID] | None
) -> list[tuple[Person, str]]:
    wanted = col(Role.kind) == RoleKind.LOCATION_MANAGER
    if location_ids is not None:
        wanted &= col(Role.location_id).in_(location_ids)
    query = (
        select(Person, Role.kind)
        .join(Role, (col(Role.person_id) == Person.id) & col(Role.ended_at).is_(None))
        .where(Person.organisation_id == organisation_id, col(Person.ended_at).is_(None))
        .where(wanted | (col(Role.kind) == RoleKind.SOCIAL_WORKER))
        .order_by(Role.kind, Person.first_name)
    )
    return [(person, kind) for person, kind in (await db.exec(query)).all()]


async def _by_id(db: AsyncSession, organisation_id: UUID, ids: Collection[UUID]) -> list[Person]:
    if not ids:
        return []
    query = select(Person).where(Person.organisation_id == organisation_id, col(Person.id).in_(ids))
    return list((await db.exec(query.where(col(Person.ended_at).is_(None)).order_by(Person.first_name))).all())


def _card(person: Person, role: str, hours: Duty, now: datetime) -> Contact:
    away = hours.away(now.astimezone(hours.zone).date()) is not None
    return Contact(
        id=person.id,
        name=person.first_name,
        role=role,
        phone=person.phone or "",
        hours=person.hours,
        email=person.email,
        at_work=hours.on_duty(now),
        away=away,
    )


def international(phone: str) -> str:
    """`06 12 34 56 78` as `31612345678`, the form wa.me asks for; empty when it is no number we understand."""
    digits = "".join(sign for sign in phone if sign.isascii() and sign.isdigit())
    if phone.strip().startswith("+"):
        return digits.replace("310", "31", 1) if "(0)" in phone and digits.startswith("310") else digits
    if digits.startswith("00"):
        return digits[2:]
    return "31" + digits[1:] if digits.startswith("0") and len(digits) == 10 else ""
