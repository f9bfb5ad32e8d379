"""The statement that keeps notes together: who it lets in, and that it costs the same when there are many."""

from uuid import UUID

import asyncpg
from httpx2 import AsyncClient

from klankbord.house.database import Database
from klankbord.house.database_roles import DatabaseUrls
from klankbord.house.door import session_cookie
from klankbord.house.house import House
from klankbord.house.ids import new_id
from klankbord.rooms.notes.actions import Draft
from klankbord.rooms.outbox import quick
from klankbord.rooms.outbox.quick import PlainNote
from klankbord.rooms.people import actions as people
from tests.factories import World
from tests.support.phone import Phone
from tests.support.rows import change, rows

# Two hundred more of what is there, and which tables were then read for more than a few rows.
MANY_MORE = [
    """insert into outbox_items (id, organisation_id, person_id, kind, body_sha256, written_at, received_at, state)
       select gen_random_uuid(), organisation_id, person_id, kind, body_sha256, written_at, received_at, state
         from (select * from outbox_items limit 1), generate_series(1, 200)""",
    """insert into notes (id, organisation_id, writer_id, pupil_id, group_id, location_id, signal_ids, written_at,
                          received_at)
       select gen_random_uuid(), organisation_id, writer_id, pupil_id, group_id, location_id, signal_ids, written_at,
              received_at from (select * from notes limit 1), generate_series(1, 200)""",
    """insert into sessions (id, organisation_id, person_id, device_id, token_sha256, created_at, seen_at, expires_at)
       select gen_random_uuid(), s.organisation_id, p.id, s.device_id, decode(md5(n::text), 'hex'), s.created_at,
              s.seen_at, s.expires_at
         from (select * from sessions limit 1) s, generate_series(1, 200) n,
              (select id from people where first_name = 'Noortje') p""",
]
READ = """
    select relname from pg_stat_xact_user_tables
     where relname in ('outbox_items', 'notes', 'sessions') and seq_tup_read + idx_tup_fetch > 10
"""


async def test_it_lets_nobody_write_in_anothers_name_or_about_anothers_child(
    house: House, client: AsyncClient, phone: Phone, world: World, owner: Database
) -> None:
    item, _ = phone.seal("note")
    mine = people.digest(client.cookies[session_cookie(house)])
    texts = "array[null::bytea], array[null::bytea]"
    call = f"select * from kb_take_in_notes(now(), $1, $2, $3, $4, $5, $6, $7, array['late'], {texts})"
    now = house.clock.now()

    async def kept(token: bytes, person: UUID, child: UUID, group: UUID | None) -> list[UUID]:
        given = [token], [item], [person], [group], [b"d"], [now], [child]
        return [row[0] for row in await house.database.direct.fetch(call, *given)]

    for token, person, child, group in (
        (b"x" * 32, world.iris, world.sara, world.strijkers),
        (mine, world.noortje, world.bram, world.koper),
        (mine, world.iris, world.bram, world.koper),
        (mine, world.iris, world.bram, None),
        (mine, world.iris, world.sara, world.koper),
    ):
        assert await kept(token, person, child, group) == []
    assert await rows(owner, "select 1 from outbox_items") == []
    assert await kept(mine, world.iris, world.sara, world.strijkers) == [item]
    assert await rows(owner, "select writer_id from notes") == [(world.iris,)]


async def test_a_plan_from_before_there_was_anything_reads_no_more_when_there_is_much(
    house: House, client: AsyncClient, phone: Phone, world: World, database: DatabaseUrls, owner: Database
) -> None:
    await change(owner, "analyze")
    token, web = people.digest(client.cookies[session_cookie(house)]), await asyncpg.connect(database.web)

    async def keep_one() -> None:
        drafted = Draft(new_id(), world.sara, ["late"], None, None)
        note = PlainNote(token, world.iris, b"d", house.clock.now(), world.strijkers, drafted)
        assert await quick.keep(web, [note], house.clock.now()) == [drafted.id]

    for _ in range(8):  # PostgreSQL keeps a plan from the sixth time on
        await keep_one()
    for more in MANY_MORE:
        await change(owner, more)
    async with web.transaction():
        await keep_one()
        assert await web.fetch(READ) == []
    await web.close()
