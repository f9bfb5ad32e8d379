"""Organisation, Person, Role, Session, Device."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from klankbord.house.ids import new_id
from klankbord.house.tables import Owned, instant, instant_or_none


class Organisation(SQLModel, table=True):
    """A music centre; everything belongs to exactly one."""

    __tablename__ = "organisations"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    name: str
    zone: str = "Europe/Amsterdam"


class Person(Owned, table=True):
    """Somebody who works here. `hours` is what stands on the contact card, in their own words."""

    __tablename__ = "people"

    first_name: str
    phone: str | None = None
    email: str | None = None
    hours: str | None = None
    language: str = "nl"
    ended_at: datetime | None = instant_or_none()


class RoleKind(StrEnum):
    TEACHER = "teacher"
    LOCATION_MANAGER = "location_manager"
    SOCIAL_WORKER = "social_worker"
    ADMINISTRATOR = "administrator"


class Role(Owned, table=True):
    """What a person is there for: a teacher has group and location, a location manager a location."""

    __tablename__ = "roles"
    __table_args__ = (
        CheckConstraint("kind <> 'teacher' or (group_id is not null and location_id is not null)", "teacher_has_group"),
        CheckConstraint("kind <> 'location_manager' or location_id is not null", "manager_has_location"),
    )

    person_id: UUID = Field(foreign_key="people.id", index=True)
    kind: str
    location_id: UUID | None = Field(default=None, foreign_key="locations.id", index=True)
    group_id: UUID | None = Field(default=None, foreign_key="groups.id", index=True)
    ended_at: datetime | None = instant_or_none()


class Device(Owned, table=True):
    """A phone of a person: its token adds sealed items to the outbox and reads nothing (decision 6)."""

    __tablename__ = "devices"

    person_id: UUID = Field(foreign_key="people.id", index=True)
    add_token_sha256: bytes = Field(unique=True)
    created_at: datetime = instant()
    expires_at: datetime = instant()
    revoked_at: datetime | None = instant_or_none()


class Session(Owned, table=True):
    """Somebody is signed in: sha256 of a random token, an idle and an absolute end."""

    __tablename__ = "sessions"

    person_id: UUID = Field(foreign_key="people.id", index=True)
    device_id: UUID = Field(foreign_key="devices.id", index=True)
    token_sha256: bytes = Field(unique=True)
    created_at: datetime = instant()
    seen_at: datetime = instant()
    expires_at: datetime = instant()
    ended_at: datetime | None = instant_or_none()
