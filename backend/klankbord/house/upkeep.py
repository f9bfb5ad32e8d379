"""The worker's own housekeeping: say that it is alive, and keep the queue's log from growing for ever."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import text

from klankbord.house.house import House
from klankbord.house.ids import new_id

BEAT = text("""
    insert into worker_heartbeats (worker_id, at) values (:worker, :at) on conflict (worker_id) do update set at = :at
""")
# The queue's log holds ids and kinds only; two weeks are enough to look into what went wrong.
TIDY = (
    text("delete from pgqueuer_log where created < now() - interval '14 days'"),
    text("delete from pgqueuer_statistics where created < now() - interval '90 days'"),
    text("delete from worker_heartbeats where at < :day_ago"),
)


class Heartbeat:
    """One worker's; `/readyz` wants to have heard one in the last minute."""

    def __init__(self, worker_id: UUID | None = None) -> None:
        self._worker = worker_id or new_id()

    async def __call__(self, house: House) -> int:
        """Beat. Nothing worth telling, so it counts as nothing done."""
        async with house.database.transaction() as db:
            await (await db.connection()).execute(BEAT, {"worker": self._worker, "at": house.clock.now()})
        return 0


async def tidy(house: House) -> int:
    """Remove old lines; how many."""
    ago = {"day_ago": house.clock.now() - timedelta(days=1)}
    async with house.database.transaction() as db:
        connection = await db.connection()
        return sum([(await connection.execute(old, ago)).rowcount for old in TIDY])
