"""Evaluation dates, results and outcomes. Whose it is, is always an argument."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.rooms.evaluations.models import Evaluation, EvaluationResult, GoalOutcome


async def evaluations_of(db: AsyncSession, organisation_id: UUID, case_id: UUID) -> Sequence[Evaluation]:
    """Every date that was set, oldest first."""
    query = select(Evaluation).where(Evaluation.organisation_id == organisation_id, Evaluation.case_id == case_id)
    return (await db.exec(query.order_by(col(Evaluation.at), col(Evaluation.id)))).all()


async def results_of(db: AsyncSession, organisation_id: UUID, case_id: UUID) -> Sequence[EvaluationResult]:
    """Every result, oldest first."""
    query = select(EvaluationResult).where(
        EvaluationResult.organisation_id == organisation_id, EvaluationResult.case_id == case_id
    )
    return (await db.exec(query.order_by(col(EvaluationResult.at), col(EvaluationResult.id)))).all()


async def outcomes_of(db: AsyncSession, organisation_id: UUID, result_ids: Collection[UUID]) -> Sequence[GoalOutcome]:
    """What came of the goals in these evaluations."""
    query = select(GoalOutcome).where(
        GoalOutcome.organisation_id == organisation_id, col(GoalOutcome.result_id).in_(result_ids)
    )
    return (await db.exec(query)).all()


async def planned(db: AsyncSession, organisation_id: UUID, case_id: UUID) -> Evaluation | None:
    """The date that counts: the newest one without a result that was not moved."""
    rows = await evaluations_of(db, organisation_id, case_id)
    held = {one.evaluation_id for one in await results_of(db, organisation_id, case_id)}
    moved = {one.instead_of_id for one in rows}
    return next((one for one in reversed(rows) if one.id not in held and one.id not in moved), None)


async def cases_of(db: AsyncSession, evaluation_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """The case of each of these dates, as far as row-level security shows it."""
    query = select(Evaluation.id, Evaluation.case_id).where(col(Evaluation.id).in_(evaluation_ids))
    return dict((await db.exec(query)).all())
