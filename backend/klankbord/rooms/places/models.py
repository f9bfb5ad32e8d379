"""Location, Closure, Group, Pupil."""

from datetime import date, datetime, time
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from klankbord.house.tables import Owned, instant_or_none


class LocationKind(StrEnum):
    LEERORKEST = "leerorkest"
    WIJKTALENTORKEST = "wijktalentorkest"


class HolidayRegion(StrEnum):
    NOORD = "noord"
    MIDDEN = "midden"
    ZUID = "zuid"


class Location(Owned, table=True):
    """A school or neighbourhood venue."""

    __tablename__ = "locations"

    name: str
    kind: str
    holiday_region: str


class ClosureSource(StrEnum):
    PUBLIC = "public"
    OWN = "own"


class Closure(Owned, table=True):
    """Days (first to last, both included) on which a location has no lessons."""

    __tablename__ = "closures"
    __table_args__ = (CheckConstraint("first_day <= last_day", "days_in_order"),)

    location_id: UUID = Field(foreign_key="locations.id", index=True)
    first_day: date
    last_day: date
    name: str
    source: str
    removed_at: datetime | None = instant_or_none()


class Group(Owned, table=True):
    """Children who have lessons together: ISO weekday 1..7, wall time in the organisation's zone, minutes."""

    __tablename__ = "groups"
    __table_args__ = (
        CheckConstraint("weekday between 1 and 7", "weekday_is_iso"),
        CheckConstraint("minutes between 5 and 480", "minutes_make_a_lesson"),
    )

    location_id: UUID = Field(foreign_key="locations.id", index=True)
    name: str
    weekday: int
    starts_at: time
    minutes: int
    closed_at: datetime | None = instant_or_none()


class Pupil(Owned, table=True):
    """A child: first name, group, and a neutral hint if two share a name. Never more (rule 2)."""

    __tablename__ = "pupils"
    __table_args__ = (
        CheckConstraint("length(first_name) between 1 and 40", "first_name_is_short"),
        CheckConstraint("length(hint) <= 20", "hint_is_short"),
    )

    group_id: UUID = Field(foreign_key="groups.id", index=True)
    first_name: str = Field(max_length=40)
    hint: str | None = Field(default=None, max_length=20)
    left_at: datetime | None = instant_or_none()
