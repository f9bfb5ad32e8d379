"""The same form sent twice makes one row: its id follows from the form, from whose it is and from what was typed."""

from uuid import UUID, uuid5

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.house.ids import new_id


def row_id(once: UUID | None, about_id: UUID, by_id: UUID, *typed: object) -> UUID:
    """The id of the row. `once`: made when the form was shown; `about_id`: what it belongs to. Something else typed
    into the same form is another row; and nobody meets another's row by guessing."""
    if once is None:
        return new_id()
    return uuid5(about_id, "\n".join(map(str, (once, by_id, *typed))))


async def add_once(db: AsyncSession, row: SQLModel) -> bool:
    """Keep a row of any table; False when it is there already: the same form again, or what can be only once."""
    table = type(row).__table__  # type: ignore[attr-defined]
    added = insert(table).values(row.model_dump()).on_conflict_do_nothing().returning(table.c.id)
    return (await (await db.connection()).execute(added)).first() is not None
