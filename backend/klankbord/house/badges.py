"""The small numbers on the tabs: how much is open in a place. Rooms register how to count theirs."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.house.tabs import tabs_for
from klankbord.house.who import Who

COUNTS: dict[str, Callable[[AsyncSession, Who, datetime], Awaitable[int]]] = {}


async def badges_of(db: AsyncSession, who: Who, now: datetime) -> dict[str, int]:
    """Numbers by tab id, for the tabs this person has; nothing to do is no number."""
    mine = [tab.id for tab in tabs_for(who) if tab.id in COUNTS]
    return {tab: count for tab in mine if (count := await COUNTS[tab](db, who, now))}
