"""Looking at rows from outside, as the owner."""

from typing import Any

from sqlalchemy import text

from klankbord.house.database import Database


async def rows(owner: Database, query: str, **about: Any) -> list[Any]:
    """All rows of a query."""
    async with owner.transaction() as db:
        return list((await (await db.connection()).execute(text(query), about)).all())


async def change(owner: Database, statement: str, **about: Any) -> None:
    """Change something behind everybody's back."""
    async with owner.transaction() as db:
        await (await db.connection()).execute(text(statement), about)
