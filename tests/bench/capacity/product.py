"""What the product itself says about its work: read from its code, so that the page cannot lag behind it."""

import re
from math import prod
from pathlib import Path

from klankbord.house import direct
from klankbord.house.settings import Settings
from klankbord.rooms.alarms.live import EVERY
from klankbord.rooms.reminders.sending import AT_ONCE, MANY
from tests.bench.live import KB_OF_A_CONNECTION

SCRIPTS = Path(__file__).parents[3] / "web" / "scripts"


def script_seconds(file: str, name: str) -> float:
    """A constant of the page's scripts, which count in milliseconds (`15 * 60_000`). Raises LookupError."""
    found = re.search(rf"\bconst {name} = ([\d_* ]+);", (SCRIPTS / file).read_text())
    if found is None:
        raise LookupError(f"{file} has no {name}")
    return prod(int(part) for part in found[1].split("*")) / 1000


POOL: int = Settings.model_fields["pool_size"].default
LISTENING = 1  # a web process while somebody watches an alarm (alarms.live.Ear), a worker always (house.working)
CONNECTIONS = POOL + direct.SIZE + direct.NOTES + LISTENING  # of one process, web or worker, at most
LOOK_EVERY = EVERY  # seconds between two looks of a live screen
SCREEN_KB = KB_OF_A_CONNECTION  # KB of 1024 bytes; the goal of the bench, which measures less
BATCH, SENDING = MANY, AT_ONCE  # reminders claimed at once, and of those on the line at once
BACK_OFF = script_seconds(
    "outbox/backoff.ts", "FIRST_MS"
)  # until the second try; twice that until the third, and so on
LONGEST_BACK_OFF = script_seconds("outbox/backoff.ts", "LONGEST_MS")
