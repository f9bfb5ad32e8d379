"""Evaluation (a date), EvaluationResult, GoalOutcome."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, UniqueConstraint
from sqlmodel import Field

from klankbord.house.tables import Owned
from klankbord.rooms.cases.path_models import CaseEntry


class Evaluation(CaseEntry, table=True):
    """A day to evaluate; the newest row without a result counts. `instead_of_id`: the date it moves, with a reason."""

    __tablename__ = "evaluations"
    __table_args__ = (
        UniqueConstraint("id", "case_id", name="uq_evaluations_case"),
        ForeignKeyConstraint(
            ["instead_of_id", "case_id"], ["evaluations.id", "evaluations.case_id"], name="fk_evaluations_instead_of_id"
        ),
    )

    planned_on: date
    instead_of_id: UUID | None = None
    reason_sealed: bytes | None = None


class NextMove(StrEnum):
    GO_ON = "go_on"
    CLOSE = "close"


class EvaluationResult(CaseEntry, table=True):
    """What the evaluation found. `for_teacher_sealed`: what goes back to the teacher; `next_move` goes on or closes."""

    __tablename__ = "evaluation_results"
    __table_args__ = (
        UniqueConstraint("evaluation_id"),
        ForeignKeyConstraint(
            ["evaluation_id", "case_id"],
            ["evaluations.id", "evaluations.case_id"],
            name="fk_evaluation_results_evaluation_id",
        ),
    )

    evaluation_id: UUID
    held_on: date
    found_sealed: bytes
    for_teacher_sealed: bytes
    next_move: str


class Outcome(StrEnum):
    REACHED = "reached"
    PARTLY = "partly"
    NOT_YET = "not_yet"
    LEFT = "left"


class GoalOutcome(Owned, table=True):
    """What became of one goal in one evaluation."""

    __tablename__ = "goal_outcomes"
    __table_args__ = (UniqueConstraint("result_id", "goal_id"),)

    result_id: UUID = Field(foreign_key="evaluation_results.id")
    goal_id: UUID = Field(foreign_key="goals.id")
    outcome: str
    words_sealed: bytes | None = None
