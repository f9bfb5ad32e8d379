"""Which colleagues a person may need to call."""

from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.rooms.people.models import Person, RoleKind
from klankbord.rooms.people.queries import with_role


async def managers_of(db: AsyncSession, organisation_id: UUID, location_ids: list[UUID]) -> list[Person]:
    """The managers of these locations, each once, in the order of the locations."""
    found: dict[UUID, Person] = {}
    for location_id in location_ids:
        for manager in await with_role(db, organisation_id, RoleKind.LOCATION_MANAGER, location_id):
            found.setdefault(manager.id, manager)
    return list(found.values())


async def social_workers(db: AsyncSession, organisation_id: UUID) -> list[Person]:
    """Everybody who is social worker of this organisation."""
    return await with_role(db, organisation_id, RoleKind.SOCIAL_WORKER)
