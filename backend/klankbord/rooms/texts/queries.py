"""What an organisation says in its own words. Whose it is, is always an argument."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.dialects.postgresql import distinct_on
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.house.content import Words
from klankbord.rooms.texts.catalogue import TEXTS
from klankbord.rooms.texts.models import Wording


async def said(db: AsyncSession, organisation_id: UUID) -> dict[str, Words]:
    """Every text by its key: the organisation's own words where there are any, in each language apart."""
    found = {key: text.words for key, text in TEXTS.items()}
    for row in await newest(db, organisation_id):
        if row.key in found:
            own = found[row.key]
            found[row.key] = Words(row.nl or own.nl, row.en or own.en)
    return found


async def newest(db: AsyncSession, organisation_id: UUID) -> Sequence[Wording]:
    """The wording of each key that counts now."""
    query = select(Wording).where(Wording.organisation_id == organisation_id).ext(distinct_on(col(Wording.key)))
    return (await db.exec(query.order_by(col(Wording.key), col(Wording.at).desc(), col(Wording.id).desc()))).all()


async def history(db: AsyncSession, organisation_id: UUID, key: str) -> Sequence[Wording]:
    """Every wording of one key, newest first."""
    query = select(Wording).where(Wording.organisation_id == organisation_id, Wording.key == key)
    return (await db.exec(query.order_by(col(Wording.at).desc(), col(Wording.id).desc()).limit(50))).all()
