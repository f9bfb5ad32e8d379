"""Tracks, entries and settings of the Meldcode. Whose it is, is always an argument."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.house.who import Who
from klankbord.rooms.cases import queries as cases
from klankbord.rooms.cases.queries import CasePlace
from klankbord.rooms.meldcode.models import MeldcodeEntry, MeldcodeSetting, MeldcodeTrack


async def case_for(db: AsyncSession, who: Who, case_id: UUID) -> CasePlace | None:
    """The case, for its location managers and the social workers it was passed on to; not for its teachers."""
    place = await cases.case_for(db, who, case_id)
    if place is None or place.case.location_id in who.managed_location_ids:
        return place
    handed = await cases.handovers_of(db, who.organisation_id, case_id)
    return place if who.is_social_worker and any(one.to_id == who.person_id for one in handed) else None


async def tracks_of(db: AsyncSession, organisation_id: UUID, case_id: UUID) -> Sequence[MeldcodeTrack]:
    """Every time the Meldcode was started on a case, newest first."""
    query = select(MeldcodeTrack).where(
        MeldcodeTrack.organisation_id == organisation_id, MeldcodeTrack.case_id == case_id
    )
    return (await db.exec(query.order_by(col(MeldcodeTrack.at).desc(), col(MeldcodeTrack.id).desc()))).all()


async def entries_of(db: AsyncSession, organisation_id: UUID, track_id: UUID) -> Sequence[MeldcodeEntry]:
    """Everything recorded, oldest first."""
    query = select(MeldcodeEntry).where(
        MeldcodeEntry.organisation_id == organisation_id, MeldcodeEntry.track_id == track_id
    )
    return (await db.exec(query.order_by(col(MeldcodeEntry.at), col(MeldcodeEntry.id)))).all()


async def setting_of(db: AsyncSession, organisation_id: UUID, location_id: UUID) -> MeldcodeSetting | None:
    """Whose Meldcode applies at a location; None when nobody said so (then it is the own one)."""
    query = select(MeldcodeSetting).where(
        MeldcodeSetting.organisation_id == organisation_id, MeldcodeSetting.location_id == location_id
    )
    return (await db.exec(query.order_by(col(MeldcodeSetting.at).desc(), col(MeldcodeSetting.id).desc()))).first()
