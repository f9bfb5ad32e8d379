"""Alarm, AlarmCall, AlarmSighting, AlarmTaking."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from klankbord.house.tables import Owned, instant, instant_or_none


class Alarm(Owned, table=True):
    """Somebody needs help now. `drill`: an exercise, measured the same way. `next_rung` at `next_at`, until taken."""

    __tablename__ = "alarms"
    __table_args__ = (Index("ix_alarms_climbing", "next_at", postgresql_where=text("ended_at is null")),)

    sender_id: UUID = Field(foreign_key="people.id", index=True)
    location_id: UUID = Field(foreign_key="locations.id", index=True)
    words_sealed: bytes | None = None
    drill: bool = False
    sent_at: datetime = instant()
    next_rung: int = 0
    next_at: datetime | None = instant_or_none()
    ended_at: datetime | None = instant_or_none()


class Channel(StrEnum):
    PUSH = "push"
    MAIL = "mail"


class AlarmCall(Owned, table=True):
    """One person was to be told over one channel on one rung; `failed` says why it could not be handed over.

    `next_at`: when to try (again). A worker that is busy with it moves that ahead; one that dies leaves it to the next.
    """

    __tablename__ = "alarm_calls"
    __table_args__ = (
        UniqueConstraint("alarm_id", "rung", "person_id", "channel"),
        Index("ix_alarm_calls_waiting", "next_at", postgresql_where=text("told_at is null and failed is null")),
    )

    alarm_id: UUID = Field(foreign_key="alarms.id")
    person_id: UUID = Field(foreign_key="people.id", index=True)
    rung: int
    channel: str
    made_at: datetime = instant()
    told_at: datetime | None = instant_or_none()
    failed: str | None = None
    attempts: int = 0
    next_at: datetime = instant()


class AlarmSighting(Owned, table=True):
    """Somebody opened the alarm, the first time."""

    __tablename__ = "alarm_sightings"
    __table_args__ = (UniqueConstraint("alarm_id", "person_id"),)

    alarm_id: UUID = Field(foreign_key="alarms.id")
    person_id: UUID = Field(foreign_key="people.id")
    at: datetime = instant()


class AlarmTaking(Owned, table=True):
    """Ik pak dit op: one person, once. Or the sender takes it back (`withdrawn`), with a reason."""

    __tablename__ = "alarm_takings"
    __table_args__ = (UniqueConstraint("alarm_id"),)

    alarm_id: UUID = Field(foreign_key="alarms.id")
    person_id: UUID = Field(foreign_key="people.id")
    at: datetime = instant()
    withdrawn: bool = False
    words_sealed: bytes | None = None
