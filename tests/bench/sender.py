"""`python -m tests.bench.sender`: a worker's process that does one thing when told, and says what it cost.

Commands, one a line: `due` runs the worker's own sweep of reminders that came due; `encrypt N` only encrypts N of the
same messages. Each is answered with {"count": …, "cpu": processor seconds of this process}.
"""

import asyncio
import json
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from klankbord.house.clock import AMSTERDAM, Clock
from klankbord.house.house import House
from klankbord.house.logs import set_up_logs
from klankbord.house.push.encryption import encrypted
from klankbord.house.push.keys import opened_keys
from klankbord.house.push.payload import opaque, payload
from klankbord.house.push.transport import PushTransport
from klankbord.house.push.vapid import new_key, public_key
from klankbord.house.settings import Settings
from klankbord.house.working import Sweep
from klankbord.worker import live, work

SWEEP = "reminders that came due"


class Daytime(Clock):
    """It is noon when this begins: at night nothing is sent."""

    def __init__(self) -> None:
        super().__init__()
        now = datetime.now(UTC)
        self._offset = now.astimezone(AMSTERDAM).replace(hour=12, minute=0).astimezone(UTC) - now

    @property
    def offset(self) -> timedelta:
        return self._offset


def encrypt(many: int) -> int:
    """RFC 8291 and nothing else, by the product's own function, of a message of the product's own size."""
    p256dh, auth = public_key(new_key()), "A" * 22
    words = "Er is iets voor je in Klankbord."
    tag = opaque("watch_lesson", "secret")
    body = payload(words, language="nl", address="https://klankbord.example.org", tag=tag, badge=1, message_id=tag)
    for _ in range(many):
        encrypted(opened_keys(p256dh, auth), body)
    return many


async def main() -> None:
    """Until stdin ends."""
    set_up_logs()
    settings = Settings()
    house = replace(House.for_worker(settings), clock=Daytime())
    async with PushTransport.from_settings(settings) as push:
        (sweep,) = [one for one in work(push) if isinstance(one, Sweep) and one.name == SWEEP]
        while line := await asyncio.to_thread(sys.stdin.readline):
            word, *number = line.split()
            begin = time.process_time()
            count = await sweep.run(house) if word == "due" else encrypt(int(number[0]))
            answer = {"count": count, "cpu": time.process_time() - begin}
            sys.stdout.write(json.dumps(answer) + "\n")
            sys.stdout.flush()
    await house.database.close()


if __name__ == "__main__":
    live(main())
