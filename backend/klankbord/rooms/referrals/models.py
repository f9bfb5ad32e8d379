"""Partner, Referral, ReferralStep."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, UniqueConstraint
from sqlmodel import Field

from klankbord.house.tables import Owned, instant, instant_or_none
from klankbord.rooms.cases.path_models import CaseEntry


class PartnerKind(StrEnum):
    SPORT = "sport"
    GUIDANCE = "guidance"
    PARENTS = "parents"
    MUSIC = "music"
    FAMILY = "family"
    OTHER = "other"


class Partner(Owned, table=True):
    """Somebody outside who can help: an organisation, never a child."""

    __tablename__ = "partners"

    name: str
    kind: str
    about: str = ""
    phone: str | None = None
    email: str | None = None
    website: str | None = None
    changed_by_id: UUID = Field(foreign_key="people.id")
    changed_at: datetime = instant()
    closed_at: datetime | None = instant_or_none()


class Referral(CaseEntry, table=True):
    """The child or its parents are pointed to a partner. `decision_id`: under which decision the team told the partner
    something; empty when the parents go there by themselves and nothing leaves."""

    __tablename__ = "referrals"
    __table_args__ = (
        UniqueConstraint("id", "case_id", name="uq_referrals_case"),
        ForeignKeyConstraint(
            ["decision_id", "case_id"],
            ["sharing_decisions.id", "sharing_decisions.case_id"],
            name="fk_referrals_decision_id",
        ),
    )

    partner_id: UUID = Field(foreign_key="partners.id", index=True)
    decision_id: UUID | None = None
    purpose_sealed: bytes
    follow_up_on: date


class ReferralState(StrEnum):
    ASKED = "asked"
    WAITING_LIST = "waiting_list"
    STARTED = "started"
    FAILED = "failed"


class ReferralStep(CaseEntry, table=True):
    """How it stands now; the newest row counts. Until it started or failed there is a next day to ask."""

    __tablename__ = "referral_steps"
    __table_args__ = (
        ForeignKeyConstraint(
            ["referral_id", "case_id"], ["referrals.id", "referrals.case_id"], name="fk_referral_steps_referral_id"
        ),
    )

    referral_id: UUID = Field(index=True)
    state: str
    words_sealed: bytes | None = None
    follow_up_on: date | None = None
