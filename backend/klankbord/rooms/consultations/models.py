"""Consultation, ConsultationReply, ConsultationRead, Contact."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from klankbord.house.tables import Owned, instant
from klankbord.rooms.cases.path_models import CaseEntry


class Consultation(Owned, table=True):
    """One person asks another for advice. Without `case_id` it names no child and no group."""

    __tablename__ = "consultations"
    __table_args__ = (CheckConstraint("to_id <> asker_id", "asks_another"),)

    asker_id: UUID = Field(foreign_key="people.id", index=True)
    to_id: UUID = Field(foreign_key="people.id", index=True)
    case_id: UUID | None = Field(default=None, foreign_key="cases.id", index=True)
    question_sealed: bytes
    asked_at: datetime = instant()


class ConsultationReply(Owned, table=True):
    """A line in a consultation, by either side. `agreed`: it says what the two agreed."""

    __tablename__ = "consultation_replies"

    consultation_id: UUID = Field(foreign_key="consultations.id", index=True)
    by_id: UUID = Field(foreign_key="people.id")
    text_sealed: bytes
    agreed: bool = False
    at: datetime = instant()


class ConsultationRead(Owned, table=True):
    """Somebody opened a consultation up to this moment; the newest row counts."""

    __tablename__ = "consultation_reads"

    consultation_id: UUID = Field(foreign_key="consultations.id", index=True)
    person_id: UUID = Field(foreign_key="people.id")
    at: datetime = instant()


class ContactWay(StrEnum):
    MEETING = "meeting"
    PHONE = "phone"
    MESSAGE = "message"


class Contact(CaseEntry, table=True):
    """Teacher or location manager and social worker spoke about the case: one entry for both (manual 3.2)."""

    __tablename__ = "contacts"
    __table_args__ = (UniqueConstraint("id", "case_id", name="uq_contacts_case"),)

    with_id: UUID = Field(foreign_key="people.id", index=True)
    way: str
    held_at: datetime = instant()
    summary_sealed: bytes
