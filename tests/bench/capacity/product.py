"""What the product itself says about its work: read from its code, so that the page cannot lag behind it."""

from klankbord.house import direct
from klankbord.house.settings import Settings
from klankbord.rooms.alarms.live import EVERY
from klankbord.rooms.reminders.sending import AT_ONCE, MANY
from tests.bench.live import KB_OF_A_CONNECTION

POOL: int = Settings.model_fields["pool_size"].default
LISTENING = 1  # a web process while somebody watches an alarm (alarms.live.Ear), a worker always (house.working)
CONNECTIONS = POOL + direct.SIZE + direct.NOTES + LISTENING  # of one process, web or worker, at most
LOOK_EVERY = EVERY  # seconds between two looks of a live screen
SCREEN_KB = KB_OF_A_CONNECTION  # KB of 1024 bytes; the goal of the bench, which measures less
BATCH, SENDING = MANY, AT_ONCE  # reminders claimed at once, and of those on the line at once
