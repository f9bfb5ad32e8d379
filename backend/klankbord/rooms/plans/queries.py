"""Versions of a plan and their goals. Whose it is, is always an argument."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.rooms.plans.models import Goal, Plan


async def versions_of(db: AsyncSession, organisation_id: UUID, case_id: UUID) -> Sequence[Plan]:
    """Every version of a case's plan, oldest first; the last one counts."""
    query = select(Plan).where(Plan.organisation_id == organisation_id, Plan.case_id == case_id)
    return (await db.exec(query.order_by(col(Plan.number)))).all()


async def goals_of(db: AsyncSession, organisation_id: UUID, plan_ids: Collection[UUID]) -> Sequence[Goal]:
    """The goals of these versions, in their order."""
    query = select(Goal).where(Goal.organisation_id == organisation_id, col(Goal.plan_id).in_(plan_ids))
    return (await db.exec(query.order_by(col(Goal.plan_id), col(Goal.position)))).all()
