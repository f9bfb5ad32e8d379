"""Every select of partners and referrals. Whose they are, is always an argument."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.rooms.referrals.models import Partner, Referral, ReferralStep
from klankbord.rooms.referrals.rules import Standing, standing


@dataclass(frozen=True)
class Followed:
    """A referral, to whom, and every step since, oldest first."""

    referral: Referral
    partner: Partner
    steps: Sequence[ReferralStep]

    @property
    def standing(self) -> Standing:
        """How it stands now."""
        return standing(self.referral, self.steps)


async def partners(db: AsyncSession, organisation_id: UUID) -> Sequence[Partner]:
    """The whole directory by name, also what is closed."""
    query = select(Partner).where(Partner.organisation_id == organisation_id)
    return (await db.exec(query.order_by(Partner.name, col(Partner.id)))).all()


async def partner(db: AsyncSession, organisation_id: UUID, partner_id: UUID) -> Partner | None:
    """One partner of this organisation."""
    query = select(Partner).where(Partner.organisation_id == organisation_id, Partner.id == partner_id)
    return (await db.exec(query)).first()


async def referrals_of(db: AsyncSession, organisation_id: UUID, case_id: UUID) -> list[Followed]:
    """The referrals of a case, newest first."""
    query = select(Referral).where(Referral.organisation_id == organisation_id, Referral.case_id == case_id)
    return await _followed(db, (await db.exec(query.order_by(col(Referral.at).desc(), col(Referral.id).desc()))).all())


async def referral_of(db: AsyncSession, organisation_id: UUID, case_id: UUID, referral_id: UUID) -> Followed | None:
    """One referral of this case."""
    query = select(Referral).where(
        Referral.organisation_id == organisation_id, Referral.case_id == case_id, Referral.id == referral_id
    )
    return next(iter(await _followed(db, (await db.exec(query)).all())), None)


async def referrals_by_ids(db: AsyncSession, ids: Collection[UUID]) -> list[Followed]:
    """These referrals, as far as row-level security shows them."""
    return await _followed(db, (await db.exec(select(Referral).where(col(Referral.id).in_(ids)))).all())


async def _followed(db: AsyncSession, found: Sequence[Referral]) -> list[Followed]:
    if not found:
        return []
    ids, partner_ids = [one.id for one in found], {one.partner_id for one in found}
    steps = await db.exec(select(ReferralStep).where(col(ReferralStep.referral_id).in_(ids)))
    in_order = sorted(steps.all(), key=lambda step: (step.at, step.id))
    to = {one.id: one for one in (await db.exec(select(Partner).where(col(Partner.id).in_(partner_ids)))).all()}
    since: dict[UUID, list[ReferralStep]] = {one.id: [] for one in found}
    for step in in_order:
        since[step.referral_id].append(step)
    return [Followed(one, to[one.partner_id], since[one.id]) for one in found]
