"""What each act costs, measured by `make bench`; how many processes and cores there are to do it; and what is waited
for that costs nobody's processor, which is assumed."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Costs:
    """Seconds of one core: `page_web` in the web process for a page, `page_database` in PostgreSQL, and so on.
    `note_bytes`: notes and outbox_items with their indexes; nothing else that follows from a note."""

    page_web: float
    page_database: float
    note_web: float
    note_database: float
    reminder_worker: float
    reminder_database: float
    note_bytes: int


@dataclass(frozen=True)
class Machine:
    """Web processes, cores for PostgreSQL, workers. `replica`: a commit waits for a second PostgreSQL."""

    webs: int
    database_cores: int
    workers: int = 1
    replica: bool = False

    @property
    def commit(self) -> float:
        """Seconds that a commit waits beyond PostgreSQL's own work."""
        return COMMIT if self.replica else 0.0


MEASURED = Costs(
    page_web=0.0042,
    page_database=0.0022,
    note_web=0.0004,
    note_database=0.0003,
    reminder_worker=0.0003,
    reminder_database=0.0002,
    note_bytes=900,
)
SMALL = Machine(webs=1, database_cores=1)
# Assumed, not measured:
COMMIT = 0.001  # seconds there and back to a replica in the same data centre
PUSH = 0.1  # seconds until a push service answers
COMFORT = 0.6  # busier than this and waiting times grow faster than the work
PATIENCE = 60.0  # seconds in which all reminders of one moment must be sent
