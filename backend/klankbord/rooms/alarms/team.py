"""Who could help at a location, gathered from roles, hours and absences."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.rooms.alarms.rules import Team
from klankbord.rooms.duty import queries as duty
from klankbord.rooms.duty.rules import Duty
from klankbord.rooms.people.models import Person, Role, RoleKind

HELPING = (RoleKind.LOCATION_MANAGER, RoleKind.SOCIAL_WORKER, RoleKind.ADMINISTRATOR)


async def team_at(
    db: AsyncSession, *, organisation_id: UUID, location_id: UUID, sender_id: UUID, now: datetime
) -> Team:
    """The team for an alarm at this location, as it is at `now` (aware). For the web and for the worker."""
    held = await _held(db, organisation_id)
    here = held[RoleKind.LOCATION_MANAGER, location_id]
    managers = frozenset().union(*(who for (kind, _), who in held.items() if kind == RoleKind.LOCATION_MANAGER))
    duties = await _duties(db, organisation_id, frozenset().union(*held.values()))
    return Team(
        sender=sender_id,
        managers=here,
        social_workers=held[RoleKind.SOCIAL_WORKER, None],
        other_managers=managers - here,
        administrators=held[RoleKind.ADMINISTRATOR, None],
        deputies=_deputies(duties, now),
        on_duty=frozenset(person for person, hours in duties.items() if hours.on_duty(now)),
    )


async def _held(db: AsyncSession, organisation_id: UUID) -> Mapping[tuple[str, UUID | None], frozenset[UUID]]:
    """Who holds a role now, by kind and (for a location manager) location."""
    query = (
        select(Role.kind, Role.location_id, Role.person_id)
        .join(Person, (col(Person.id) == Role.person_id) & col(Person.ended_at).is_(None))
        .where(Role.organisation_id == organisation_id, col(Role.kind).in_(HELPING), col(Role.ended_at).is_(None))
    )
    held: defaultdict[tuple[str, UUID | None], frozenset[UUID]] = defaultdict(frozenset)
    for kind, location_id, person_id in (await db.exec(query)).all():
        held[kind, location_id if kind == RoleKind.LOCATION_MANAGER else None] |= {person_id}
    return held


async def _duties(db: AsyncSession, organisation_id: UUID, people: Collection[UUID]) -> dict[UUID, Duty]:
    """Hours and absences of these people and of whoever stands in for them."""
    found = await duty.duties(db, organisation_id, people)
    deputies = {away.deputy_id for one in found.values() for away in one.absences if away.deputy_id}
    return found | await duty.duties(db, organisation_id, deputies - found.keys())


def _deputies(duties: Mapping[UUID, Duty], now: datetime) -> dict[UUID, UUID]:
    away = {person: one.away(now.astimezone(one.zone).date()) for person, one in duties.items()}
    return {person: absence.deputy_id for person, absence in away.items() if absence and absence.deputy_id}
