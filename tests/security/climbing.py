"""Speaking SQL as somebody: the web's connection, in a transaction that is thrown away."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TypeAlias
from uuid import UUID

import asyncpg

from tests.security.town import Town
from tests.support.rows import rows
from tests.support.story import Story

Web: TypeAlias = "asyncpg.Connection[asyncpg.Record]"
SPEAK = "select set_config('klankbord.person', $1, true), set_config('klankbord.organisation', $2, true)"


@asynccontextmanager
async def speaking_as(web: Web, town: Town, who: str) -> AsyncIterator[None]:
    """Row-level security believes that `who` asks, until the end of the block; nothing stays."""
    (row,) = await rows(town.owner, "select organisation_id from people where id = :id", id=town.people[who])
    transaction = web.transaction()
    await transaction.start()
    try:
        await web.execute(SPEAK, str(town.people[who]), str(row.organisation_id))
        yield
    finally:
        await transaction.rollback()


async def ids_for(town: Town) -> dict[str, UUID]:
    """What an attack speaks of: Sara's case and place, and a case of the other teacher's own."""
    world, people = town.world, town.people
    story = Story(town.house, world)
    own_note = await story.note(world.noortje, world.bram)
    own_case = await story.report(own_note, world.noortje)
    here = {"org": world.organisation_id, "place": world.wielewaal, "group": world.strijkers, "child": world.sara}
    own = {"own_place": world.klinker, "own_group": world.koper, "own_case": own_case.id, "own_note": own_note}
    who = {"me": world.noortje, "writer": world.iris, "manager": world.karim, "worker": world.marjan}
    about = {"case": town.ids["case_id"], "note": town.ids["note_id"], "stranger": people["another organisation"]}
    return here | own | who | about


def filled(statement: str, ids: dict[str, UUID]) -> str:
    """The statement with its ids; `{new}` is a new one each time, other braces stay."""
    for name, value in ids.items():
        statement = statement.replace("{" + name + "}", f"'{value}'")
    return statement.replace("{new}", "gen_random_uuid()")
