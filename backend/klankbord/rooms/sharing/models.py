"""SharingDecision, Objection, Withdrawal, Disclosure."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, UniqueConstraint
from sqlmodel import Field

from klankbord.rooms.cases.path_models import CaseEntry


class Option(StrEnum):
    """A consent, B informed and no objection within a term, C without names, D serious danger."""

    CONSENT = "a"
    NO_OBJECTION = "b"
    ANONYMOUS = "c"
    DANGER = "d"


class Recipient(StrEnum):
    CLASS_TEACHER = "class_teacher"
    COUNSELLOR = "counsellor"
    PARTNER = "partner"
    VEILIG_THUIS = "veilig_thuis"
    MUNICIPALITY = "municipality"
    OTHER = "other"


class ChildAge(StrEnum):
    """Who consents: under 12 the parents, 12 to 15 child and parents, from 16 the child."""

    UNDER_12 = "under_12"
    FROM_12 = "from_12"
    FROM_16 = "from_16"


class AskedHow(StrEnum):
    SPOKEN = "spoken"
    WRITTEN = "written"


class SharingDecision(CaseEntry, table=True):
    """A decision to share with one kind of recipient. Which columns are needed depends on the option (see rules)."""

    __tablename__ = "sharing_decisions"
    __table_args__ = (
        UniqueConstraint("id", "case_id", name="uq_sharing_decisions_case"),
        CheckConstraint("option in ('a', 'b', 'c', 'd')", "option_of_four"),
        CheckConstraint("option not in ('a', 'b') or age is not null", "age_decides_who_consents"),
        CheckConstraint("option <> 'a' or (asked_on is not null and asked_how is not null)", "consent_when_and_how"),
        CheckConstraint("option <> 'b' or (asked_on is not null and term_ends_on > asked_on)", "objection_term"),
        CheckConstraint("option <> 'd' or (reason_sealed is not null and consulted_id is not null)", "danger_reasons"),
        CheckConstraint("consulted_id <> by_id", "consults_another"),
    )

    option: str
    recipient: str
    age: str | None = None
    child_asked: bool = False
    parents_asked: bool = False
    asked_on: date | None = None
    asked_how: str | None = None
    term_ends_on: date | None = None
    consulted_id: UUID | None = Field(default=None, foreign_key="people.id")
    what_sealed: bytes
    reason_sealed: bytes | None = None


class Objection(CaseEntry, table=True):
    """Somebody asked not to share: the decision does not hold any more."""

    __tablename__ = "objections"
    __table_args__ = (
        ForeignKeyConstraint(
            ["decision_id", "case_id"],
            ["sharing_decisions.id", "sharing_decisions.case_id"],
            name="fk_objections_decision_id",
        ),
    )

    decision_id: UUID = Field(index=True)
    words_sealed: bytes | None = None


class Withdrawal(CaseEntry, table=True):
    """Consent was taken back, or the team thought better of it."""

    __tablename__ = "withdrawals"
    __table_args__ = (
        UniqueConstraint("decision_id"),
        ForeignKeyConstraint(
            ["decision_id", "case_id"],
            ["sharing_decisions.id", "sharing_decisions.case_id"],
            name="fk_withdrawals_decision_id",
        ),
    )

    decision_id: UUID
    reason_sealed: bytes


class DisclosureKind(StrEnum):
    PAGE = "page"
    REFERRAL = "referral"


class Disclosure(CaseEntry, table=True):
    """Something left the team, under this decision: a page for a conversation, a referral."""

    __tablename__ = "disclosures"
    __table_args__ = (
        ForeignKeyConstraint(
            ["decision_id", "case_id"],
            ["sharing_decisions.id", "sharing_decisions.case_id"],
            name="fk_disclosures_decision_id",
        ),
    )

    decision_id: UUID = Field(index=True)
    kind: str
    sha256: bytes | None = None
