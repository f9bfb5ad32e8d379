"""Watch and WatchLesson: the extra attention in the next two lessons, and what was seen in each."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from klankbord.house.tables import Owned, instant, instant_or_none


class WatchOutcome(StrEnum):
    """What now, after the second lesson."""

    STOP = "stop"
    AGAIN = "again"
    SHARE = "share"
    ASK_SOCIAL_WORKER = "ask_social_worker"


class Watch(Owned, table=True):
    """One teacher watches one child extra. Belongs to the case once there is one."""

    __tablename__ = "watches"
    __table_args__ = (
        ForeignKeyConstraint(["case_id", "pupil_id"], ["cases.id", "cases.pupil_id"], name="fk_watches_case_id"),
        Index("uq_watches_open", "pupil_id", "teacher_id", unique=True, postgresql_where=text("ended_at is null")),
    )

    teacher_id: UUID = Field(foreign_key="people.id", index=True)
    pupil_id: UUID = Field(foreign_key="pupils.id", index=True)
    group_id: UUID = Field(foreign_key="groups.id", index=True)
    note_id: UUID | None = Field(default=None, foreign_key="notes.id")
    case_id: UUID | None = Field(default=None, index=True)
    started_at: datetime = instant()
    ended_at: datetime | None = instant_or_none()
    outcome: str | None = None


class Answer(StrEnum):
    BETTER = "better"
    SAME = "same"
    WORSE = "worse"
    NOT_SEEN = "not_seen"


class WatchLesson(Owned, table=True):
    """One lesson of a watch: `lesson_day` is its day in the timetable. Not seen does not count, another follows."""

    __tablename__ = "watch_lessons"
    __table_args__ = (UniqueConstraint("watch_id", "lesson_day"),)

    watch_id: UUID = Field(foreign_key="watches.id")
    number: int
    lesson_day: date
    starts_at: datetime = instant()
    ends_at: datetime = instant()
    remind_at: datetime = instant()
    answer: str | None = None
    answered_at: datetime | None = instant_or_none()
