"""Plan (a version) and Goal."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, UniqueConstraint
from sqlmodel import Field

from klankbord.house.tables import Owned
from klankbord.rooms.cases.path_models import CaseEntry


class Plan(CaseEntry, table=True):
    """A version of a case's plan. `based_on_id`: the version its writer had before them; `number` counts up."""

    __tablename__ = "plans"
    __table_args__ = (
        UniqueConstraint("case_id", "number"),
        UniqueConstraint("id", "case_id", name="uq_plans_case"),
        CheckConstraint("number >= 1", "counts_from_one"),
        ForeignKeyConstraint(["based_on_id", "case_id"], ["plans.id", "plans.case_id"], name="fk_plans_based_on_id"),
    )

    number: int
    based_on_id: UUID | None = None
    situation_sealed: bytes
    needs_sealed: bytes | None = None
    approach_sealed: bytes | None = None


class Goal(Owned, table=True):
    """One goal of a version: what, how it is measured, by when. `same_as_id`: the older goal it carries on."""

    __tablename__ = "goals"
    __table_args__ = (UniqueConstraint("plan_id", "position"),)

    plan_id: UUID = Field(foreign_key="plans.id")
    position: int
    what_sealed: bytes
    measure_sealed: bytes | None = None
    by_when: date | None = None
    same_as_id: UUID | None = Field(default=None, foreign_key="goals.id")
