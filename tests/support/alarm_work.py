"""What a worker does for alarms, and how the calls stand after it."""

import asyncio
from collections import Counter

from klankbord.house.database import Database
from klankbord.house.house import House
from klankbord.rooms.alarms import jobs
from tests.support.push_line import PushLine
from tests.support.rows import rows


async def work(worker: House, line: PushLine) -> int:
    """What a worker does every few seconds; how many rungs were climbed."""
    climbed = await jobs.climb(worker)
    await asyncio.gather(jobs.ring(line.transport, worker), jobs.write(worker))
    return climbed


async def state(owner: Database) -> Counter[str]:
    """How the calls stand, by channel."""
    found = await rows(owner, "select channel, told_at, failed from alarm_calls")
    return Counter(f"{row.channel} {'told' if row.told_at else row.failed or 'waiting'}" for row in found)
