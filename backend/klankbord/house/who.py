"""The person at the door."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class RoleHeld:
    """One role of the person at the door; kinds as in the people room."""

    kind: str
    group_id: UUID | None
    location_id: UUID | None


@dataclass(frozen=True)
class Who:
    """The person at the door, and what they are there for."""

    person_id: UUID
    organisation_id: UUID
    first_name: str
    language: str
    roles: tuple[RoleHeld, ...]
    session_id: UUID | None = None
    device_id: UUID | None = None

    def _has(self, kind: str) -> bool:
        return any(role.kind == kind for role in self.roles)

    @property
    def is_teacher(self) -> bool:
        return self._has("teacher")

    @property
    def is_location_manager(self) -> bool:
        return self._has("location_manager")

    @property
    def is_social_worker(self) -> bool:
        return self._has("social_worker")

    @property
    def is_administrator(self) -> bool:
        return self._has("administrator")

    @property
    def group_ids(self) -> frozenset[UUID]:
        """The groups this person teaches."""
        return frozenset(role.group_id for role in self.roles if role.kind == "teacher" and role.group_id)

    @property
    def managed_location_ids(self) -> frozenset[UUID]:
        """The locations this person manages."""
        return frozenset(r.location_id for r in self.roles if r.kind == "location_manager" and r.location_id)
