"""WorkingHours and Absence: when a person can be asked something, and who stands in."""

from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from klankbord.house.tables import Owned, instant, instant_or_none


class WorkingHours(Owned, table=True):
    """A stretch of a weekday (ISO 1..7) in wall time of the organisation's zone; nobody works past midnight."""

    __tablename__ = "working_hours"
    __table_args__ = (
        CheckConstraint("weekday between 1 and 7", "weekday_is_iso"),
        CheckConstraint("starts_at < ends_at", "hours_in_order"),
        UniqueConstraint("person_id", "weekday", "starts_at"),
    )

    person_id: UUID = Field(foreign_key="people.id", index=True)
    weekday: int
    starts_at: time
    ends_at: time


class Absence(Owned, table=True):
    """Days (both included) on which a person is away; `deputy_id` stands in."""

    __tablename__ = "absences"
    __table_args__ = (
        CheckConstraint("first_day <= last_day", "days_in_order"),
        CheckConstraint("deputy_id is null or deputy_id <> person_id", "deputy_is_another"),
        Index("ix_absences_person", "person_id", "last_day"),
    )

    person_id: UUID = Field(foreign_key="people.id")
    deputy_id: UUID | None = Field(default=None, foreign_key="people.id")
    first_day: date
    last_day: date
    made_at: datetime = instant()
    removed_at: datetime | None = instant_or_none()
