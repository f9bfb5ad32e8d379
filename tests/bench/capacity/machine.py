"""What each act costs, measured by `make bench`; and how many processes and cores there are to do it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Costs:
    """Seconds of one core: `page_web` in the web process for a page, `page_database` in PostgreSQL, and so on.
    `note_bytes`: table and indexes, everything that one note leaves behind."""

    page_web: float
    page_database: float
    note_web: float
    note_database: float
    reminder_worker: float
    reminder_database: float
    note_bytes: int


@dataclass(frozen=True)
class Machine:
    """Web processes, cores for PostgreSQL, workers."""

    webs: int
    database_cores: int
    workers: int = 1


MEASURED = Costs(
    page_web=0.0045,
    page_database=0.0022,
    note_web=0.00055,
    note_database=0.0017,
    reminder_worker=0.0003,
    reminder_database=0.0002,
    note_bytes=800,
)
SMALL = Machine(webs=1, database_cores=1)
