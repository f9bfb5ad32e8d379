"""LessonChange: a lesson is computed from the timetable; only what differs is a row."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from klankbord.house.tables import Owned, instant, instant_or_none


class ChangeKind(StrEnum):
    CANCELLED = "cancelled"
    MOVED = "moved"


class LessonChange(Owned, table=True):
    """The lesson of `lesson_day` (its day in the timetable) does not happen, or starts at `new_start`."""

    __tablename__ = "lesson_changes"
    __table_args__ = (UniqueConstraint("group_id", "lesson_day"),)

    group_id: UUID = Field(foreign_key="groups.id")
    lesson_day: date
    kind: str
    new_start: datetime | None = instant_or_none()
    made_by_id: UUID = Field(foreign_key="people.id")
    made_at: datetime = instant()
