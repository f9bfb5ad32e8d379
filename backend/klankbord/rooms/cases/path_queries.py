"""Every select of what moved a case along its path: offers of direction, levels of care, closings, who is around it."""

from collections.abc import Collection, Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, literal
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.rooms.cases import queries
from klankbord.rooms.cases.models import Case, CaseView, Report
from klankbord.rooms.cases.path_models import CareLevel, Closing, DirectionAnswer, DirectionOffer
from klankbord.rooms.cases.queries import CasePlace, Reader
from klankbord.rooms.cases.standing import Around, Offer
from klankbord.rooms.people.models import RoleKind


class AnsweredOffer(NamedTuple):
    """An offer of direction, and what came of it."""

    offer: DirectionOffer
    answer: DirectionAnswer | None


async def around(db: AsyncSession, case: Case) -> Around:
    """Who may hold direction of this case now, and whether somebody was asked to take it over."""
    readers, offers = await queries.readers(db, case), await offers_of(db, case.organisation_id, case.id)
    return around_of(readers, offers)


def around_of(readers: Sequence[Reader], offers: Sequence[AnsweredOffer]) -> Around:
    """The same, from what was read already."""
    kinds = RoleKind.LOCATION_MANAGER, RoleKind.SOCIAL_WORKER
    managers, workers = (frozenset(one.person.id for one in readers if one.kind == kind) for kind in kinds)
    still = next((one.offer for one in offers if one.answer is None), None)
    return Around(managers, workers, Offer(still.id, still.by_id, still.to_id) if still else None)


async def offers_of(db: AsyncSession, organisation_id: UUID, case_id: UUID) -> list[AnsweredOffer]:
    """Who was asked to take over direction, oldest first."""
    query = (
        select(DirectionOffer, DirectionAnswer)
        .join(DirectionAnswer, col(DirectionAnswer.offer_id) == DirectionOffer.id, isouter=True)
        .where(DirectionOffer.organisation_id == organisation_id, DirectionOffer.case_id == case_id)
        .order_by(col(DirectionOffer.at), col(DirectionOffer.id))
    )
    return [AnsweredOffer(*row) for row in (await db.exec(query)).all()]


async def offered_cases(db: AsyncSession, offer_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """The case of each of these offers, as far as row-level security shows it."""
    about = select(DirectionOffer.id, DirectionOffer.case_id).where(
        col(DirectionOffer.id) == any_(literal(list(offer_ids), ARRAY(Uuid())))
    )
    return dict((await db.exec(about)).all())


async def places_of(db: AsyncSession, case_ids: Collection[UUID]) -> dict[UUID, CasePlace]:
    """Cases with their child and place, by id, as far as row-level security shows them."""
    ids = literal(list(case_ids), ARRAY(Uuid()))
    found = (await db.exec(queries.placed().where(col(Case.id) == any_(ids)))).all()
    return {row[0].id: CasePlace(*row) for row in found}


async def levels_of(db: AsyncSession, organisation_id: UUID, case_id: UUID) -> Sequence[CareLevel]:
    """The levels of care people saw, oldest first; the last one counts."""
    mine = select(CareLevel).where(CareLevel.organisation_id == organisation_id, CareLevel.case_id == case_id)
    return (await db.exec(mine.order_by(col(CareLevel.at), col(CareLevel.id)))).all()


async def closings_of(db: AsyncSession, organisation_id: UUID, case_id: UUID) -> Sequence[Closing]:
    """When it was closed, by whom and why, oldest first."""
    mine = select(Closing).where(Closing.organisation_id == organisation_id, Closing.case_id == case_id)
    return (await db.exec(mine.order_by(col(Closing.at), col(Closing.id)))).all()


async def unseen_reports(db: AsyncSession, case: Case, by: Collection[UUID]) -> list[UUID]:
    """The reports of a case that none of these people opened since."""
    seen = select(CaseView.id).where(
        CaseView.case_id == Report.case_id,
        col(CaseView.person_id) == any_(literal(list(by), ARRAY(Uuid()))),
        CaseView.viewed_at >= Report.reported_at,
    )
    unseen = select(Report.id).where(
        Report.organisation_id == case.organisation_id, Report.case_id == case.id, ~seen.exists()
    )
    return list((await db.exec(unseen)).all())
