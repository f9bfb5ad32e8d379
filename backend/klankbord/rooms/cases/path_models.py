"""What moves a case along its path: each row says who did it and when, and is only ever added to (rule 5)."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, UniqueConstraint
from sqlmodel import Field

from klankbord.house.tables import Owned, instant


class CaseEntry(Owned):
    """Something one person did in a case at one moment. Not a table by itself."""

    case_id: UUID = Field(foreign_key="cases.id", index=True)
    by_id: UUID = Field(foreign_key="people.id")
    at: datetime = instant()


class StepReason(StrEnum):
    """What people did that entered a step."""

    NOTED = "noted"
    REPORTED = "reported"
    TALKED = "talked"
    WATCHING = "watching"
    PASSED_ON = "passed_on"
    CONTACT = "contact"
    AGREED = "agreed"
    PLANNED = "planned"
    REFERRED = "referred"
    EVALUATING = "evaluating"
    GONE_BACK = "gone_back"
    REOPENED = "reopened"


class StepEntry(CaseEntry, table=True):
    """A step (1..5) was entered. Going back has a reason in words."""

    __tablename__ = "step_entries"
    __table_args__ = (
        CheckConstraint("step between 1 and 5", "step_of_the_manual"),
        CheckConstraint("because not in ('gone_back', 'reopened') or reason_sealed is not null", "back_has_a_reason"),
    )

    step: int
    because: str
    reason_sealed: bytes | None = None


class DirectionOffer(CaseEntry, table=True):
    """Who holds direction (regie) asks somebody to take it over. It stays where it is until that is accepted."""

    __tablename__ = "direction_offers"
    __table_args__ = (UniqueConstraint("id", "case_id", name="uq_direction_offers_case"),)

    to_id: UUID = Field(foreign_key="people.id", index=True)
    words_sealed: bytes | None = None


class OfferAnswer(StrEnum):
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class DirectionAnswer(CaseEntry, table=True):
    """An offer is answered once: accepted or declined by whom it was made to, or withdrawn by who made it."""

    __tablename__ = "direction_answers"
    __table_args__ = (
        UniqueConstraint("offer_id"),
        ForeignKeyConstraint(
            ["offer_id", "case_id"],
            ["direction_offers.id", "direction_offers.case_id"],
            name="fk_direction_answers_offer_id",
        ),
    )

    offer_id: UUID
    answer: str
    reason_sealed: bytes | None = None


class CareLevel(CaseEntry, table=True):
    """How much care (0..4) the child needs, as people see it now; optional, the newest row counts."""

    __tablename__ = "care_levels"
    __table_args__ = (CheckConstraint("level between 0 and 4", "level_of_care"),)

    level: int
    reason_sealed: bytes | None = None


class ClosingReason(StrEnum):
    GOES_WELL = "goes_well"
    HELP_ELSEWHERE = "help_elsewhere"
    LEFT = "left"
    NOTHING_FOUND = "nothing_found"
    OTHER = "other"


class Closing(CaseEntry, table=True):
    """The case was closed, with a reason; opening it again is a step entry."""

    __tablename__ = "closings"

    reason: str
    words_sealed: bytes | None = None
