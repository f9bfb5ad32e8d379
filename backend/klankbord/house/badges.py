"""The small numbers on the tabs: how much is open in a place. Rooms register how to count theirs."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Uuid, literal_column
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from klankbord.house.tabs import tabs_for
from klankbord.house.who import Who

# What a count may ask: about whom it is, and what time it is. The door's statement fills them in.
MY_PERSON: ColumnElement[UUID] = literal_column("me.person_id", Uuid())
MY_ORGANISATION: ColumnElement[UUID] = literal_column("me.organisation_id", Uuid())
NOW: ColumnElement[datetime] = literal_column("$2::timestamptz")

COUNTS: dict[str, str] = {}
EVERYWHERE: set[str] = set()


def count_as(tab: str, counting: SelectOfScalar[int], *, everywhere: bool = False) -> None:
    """Register the count of a tab: one number about MY_PERSON, written out as SQL once.

    `everywhere`: it is no tab's, and every page knows it.
    """
    if everywhere:
        EVERYWHERE.add(tab)
    COUNTS[tab] = str(counting.compile(compile_kwargs={"literal_binds": True}))


def counted() -> str:
    """Every registered number as a column, in a statement that knows `me` and $2 (now)."""
    return "".join(f', ({count}) as "{tab}"' for tab, count in COUNTS.items())


async def badges_of(db: AsyncSession, who: Who, now: datetime) -> dict[str, int]:
    """The numbers of who asks, in a transaction that knows them."""
    asked = f"select true{counted()} from (select $1::uuid as person_id, $3::uuid as organisation_id) me"
    found = await (await db.connection()).exec_driver_sql(asked, (who.person_id, now, who.organisation_id))
    return badges_in(found.mappings().one(), who)


def badges_in(row: Mapping[Any, Any], who: Who) -> dict[str, int]:
    """Numbers by tab id, for the tabs this person has, and those of every page; nothing to do is no number."""
    names = {tab.id for tab in tabs_for(who)} | EVERYWHERE
    return {name: row[name] for name in COUNTS if name in names and row[name]}
