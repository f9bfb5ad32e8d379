"""Keeping the directory of partners: add, change, close, open again. It holds organisations, never a child."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.house.errors import NotHere
from klankbord.house.once import add_once, row_id
from klankbord.house.who import Who
from klankbord.rooms.referrals import queries, rules
from klankbord.rooms.referrals.models import Partner, PartnerKind


def keeps_partners(who: Who) -> bool:
    """Social workers, location managers and administrators."""
    return who.is_social_worker or who.is_location_manager or who.is_administrator


def checked(*, name: str, kind: str, about: str, phone: str, email: str, website: str) -> rules.PartnerWords:
    """What was typed, checked; raises what is wrong with a field (see rules)."""
    if kind not in set(PartnerKind):
        raise rules.PartnerKindMissing
    return rules.PartnerWords(
        rules.checked_partner_name(name),
        PartnerKind(kind).value,
        rules.checked_about(about),
        rules.checked_phone(phone),
        rules.checked_email(email),
        rules.checked_website(website),
    )


async def add_partner(
    db: AsyncSession,
    *,
    organisation_id: UUID,
    by_id: UUID,
    partner: rules.PartnerWords,
    now: datetime,
    once: UUID | None = None,
) -> Partner:
    """A new partner in the directory; the same form again is the same one."""
    identity = row_id(once, organisation_id, by_id, *vars(partner).values())
    row = Partner(id=identity, organisation_id=organisation_id, changed_by_id=by_id, changed_at=now, **vars(partner))
    await add_once(db, row)
    return row


async def change_partner(
    db: AsyncSession,
    *,
    organisation_id: UUID,
    by_id: UUID,
    partner_id: UUID,
    partner: rules.PartnerWords,
    now: datetime,
) -> None:
    """What is known of it is different now. Raises NotHere."""
    await _set(db, organisation_id, partner_id, {**vars(partner), "changed_by_id": by_id, "changed_at": now})


async def close_partner(
    db: AsyncSession, *, organisation_id: UUID, by_id: UUID, partner_id: UUID, closed: bool, now: datetime
) -> None:
    """Nobody is referred there any more; or they are again. Raises NotHere."""
    values = {"closed_at": now if closed else None, "changed_by_id": by_id, "changed_at": now}
    await _set(db, organisation_id, partner_id, values)


async def _set(db: AsyncSession, organisation_id: UUID, partner_id: UUID, values: Mapping[str, object]) -> None:
    row = await queries.partner(db, organisation_id, partner_id)
    if row is None:
        raise NotHere
    for name, value in values.items():
        setattr(row, name, value)
    db.add(row)
    await db.flush()
