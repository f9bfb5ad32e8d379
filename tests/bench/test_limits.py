"""A limit asks PostgreSQL its own statement and nothing else: what the product does not do may not slow it down."""

from klankbord.house.database_roles import DatabaseUrls
from tests.bench.limit_pool import a_pool
from tests.bench.wire import a_wire

TIMES = 5


async def test_the_connections_of_a_limit_cost_one_round_trip_for_one_statement(database: DatabaseUrls) -> None:
    async with a_wire(database.web) as wire, a_pool(wire.through(database.web)) as pool:
        for _ in range(2 * pool.get_size()):  # each connection has prepared it
            await pool.fetchval("select 1")
        before = wire.trips
        for _ in range(TIMES):
            await pool.fetchval("select 1")
    assert wire.trips - before == TIMES
