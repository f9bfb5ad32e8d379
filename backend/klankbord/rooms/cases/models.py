"""Case, Report, Handover, ClassTeacherTelling, CaseView: state as rows that say who and when."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, Column, ForeignKeyConstraint, Identity, Index, UniqueConstraint, Uuid, text
from sqlmodel import Field, SQLModel

from klankbord.house.tables import Owned, instant, instant_or_none
from klankbord.rooms.cases import path_models as path_models


class WaitsFor(StrEnum):
    """What a case waits for now; `waits_on_id` says for whom, empty when it is everybody of that role."""

    FIRST_LOOK = "first_look"
    NEXT_STEP = "next_step"
    WATCH = "watch"
    SOCIAL_WORKER = "social_worker"
    DIRECTION = "direction"
    NOTHING = "nothing"


class Case(Owned, table=True):
    """What starts when a note is reported. One open case a child; it walks the five steps (1..5)."""

    __tablename__ = "cases"
    __table_args__ = (
        # what a policy cannot ask without asking itself, a foreign key to these says
        UniqueConstraint("id", "organisation_id", "location_id", "group_id", name="uq_cases_place"),
        UniqueConstraint("id", "pupil_id", name="uq_cases_child"),
        Index("uq_cases_open_pupil", "pupil_id", unique=True, postgresql_where=text("closed_at is null")),
        Index("ix_cases_location_open", "location_id", "waits_since", postgresql_where=text("closed_at is null")),
        Index("ix_cases_waits_on_open", "waits_on_id", "waits_since", "id", postgresql_where=text("closed_at is null")),
        Index(
            "ix_cases_organisation_open",
            *("organisation_id", "waits_since", "id"),
            postgresql_where=text("closed_at is null"),
        ),
    )

    location_id: UUID = Field(foreign_key="locations.id")
    group_id: UUID = Field(foreign_key="groups.id", index=True)
    pupil_id: UUID = Field(foreign_key="pupils.id", index=True)
    opened_by_id: UUID = Field(foreign_key="people.id")
    opened_at: datetime = instant()
    step: int = 1
    lead_id: UUID | None = Field(default=None, foreign_key="people.id")
    waits_for: str = WaitsFor.FIRST_LOOK
    waits_on_id: UUID | None = Field(default=None, foreign_key="people.id")
    waits_since: datetime = instant()
    closed_at: datetime | None = instant_or_none()
    # What follows from its handovers; PostgreSQL notes it down, and nobody else may (0008_handed.sql).
    handed_to: list[UUID] = Field(
        default_factory=list, sa_column=Column(ARRAY(Uuid()), nullable=False, server_default="{}")
    )
    handed_by_id: UUID | None = Field(default=None, foreign_key="people.id")


class Report(Owned, table=True):
    """A note was shared with the location manager: from now on it is part of the case."""

    __tablename__ = "reports"
    __table_args__ = (
        UniqueConstraint("note_id"),
        ForeignKeyConstraint(
            ["note_id", "organisation_id", "reporter_id"],
            ["notes.id", "notes.organisation_id", "notes.writer_id"],
            name="fk_reports_note_id",
        ),
    )

    case_id: UUID = Field(foreign_key="cases.id", index=True)
    note_id: UUID
    reporter_id: UUID = Field(foreign_key="people.id")
    reported_at: datetime = instant()


class Handover(Owned, table=True):
    """The case was passed on to a social worker. Location and group stand here too, so that the rule who may see
    a handover needs no look at the case."""

    __tablename__ = "handovers"
    __table_args__ = (
        ForeignKeyConstraint(
            ["case_id", "organisation_id", "location_id", "group_id"],
            ["cases.id", "cases.organisation_id", "cases.location_id", "cases.group_id"],
            name="fk_handovers_case_id",
        ),
    )

    case_id: UUID = Field(index=True)
    location_id: UUID = Field(foreign_key="locations.id")
    group_id: UUID = Field(foreign_key="groups.id")
    from_id: UUID = Field(foreign_key="people.id")
    to_id: UUID = Field(foreign_key="people.id", index=True)
    question_sealed: bytes | None = None
    handed_at: datetime = instant()


class ClassTeacherTelling(Owned, table=True):
    """At Leerorkest the teacher also tells the class teacher (manual, step 2.4a), and ticks it off."""

    __tablename__ = "class_teacher_tellings"
    __table_args__ = (UniqueConstraint("case_id", "teacher_id"),)

    case_id: UUID = Field(foreign_key="cases.id")
    teacher_id: UUID = Field(foreign_key="people.id", index=True)
    asked_at: datetime = instant()
    told_at: datetime | None = instant_or_none()


class CaseView(SQLModel, table=True):
    """Somebody read a case (rule 3). Only ever added to; the database refuses anything else."""

    __tablename__ = "case_views"
    __table_args__ = (Index("ix_case_views_case", "case_id", "viewed_at"),)

    id: int | None = Field(default=None, sa_column=Column(BigInteger, Identity(always=True), primary_key=True))
    organisation_id: UUID = Field(foreign_key="organisations.id")
    case_id: UUID = Field(foreign_key="cases.id")
    person_id: UUID = Field(foreign_key="people.id")
    viewed_at: datetime = instant()
