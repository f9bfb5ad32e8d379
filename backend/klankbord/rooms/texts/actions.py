"""Saying a text in one's own words. What was said before stays, with who said it."""

from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.house.errors import NotHere
from klankbord.house.written import written
from klankbord.rooms.texts.catalogue import TEXTS
from klankbord.rooms.texts.models import Wording


async def say(
    db: AsyncSession, *, organisation_id: UUID, by_id: UUID, key: str, nl: str, en: str, now: datetime
) -> Wording:
    """From now on this text says this; empty is the product's own words. Raises NotHere, TooManyWords."""
    if key not in TEXTS:
        raise NotHere
    nl, en = written(nl, "nl"), written(en, "en")
    row = Wording(organisation_id=organisation_id, key=key, nl=nl, en=en, by_id=by_id, at=now)
    db.add(row)
    await db.flush()
    return row
