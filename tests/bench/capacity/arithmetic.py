"""Simple arithmetic: acts a second in the busiest ten minutes, and the part of each core that takes."""

from dataclasses import dataclass
from math import ceil

from tests.bench.capacity.machine import Costs, Machine
from tests.bench.capacity.practice import BUSY, Practice

COMFORT = 0.6  # busier than this and waiting times grow faster than the work
YEAR_GB = 1e9


@dataclass(frozen=True)
class Peak:
    """Monday afternoon. Rates a second over the busy ten minutes; busy: parts of all cores of that kind; `burst`
    seconds until every reminder of the moment is sent."""

    notes: float
    pages: float
    web_busy: float
    database_busy: float
    burst: float


def peak(practice: Practice, costs: Costs, machine: Machine) -> Peak:
    """The busiest ten minutes of the week on this machine."""
    notes, pages = practice.notes_in_peak / BUSY, practice.pages_in_peak / BUSY
    web = notes * costs.note_web + pages * costs.page_web
    reminders = practice.reminders_at_once / BUSY * costs.reminder_database
    database = notes * costs.note_database + pages * costs.page_database + reminders
    burst = practice.reminders_at_once * costs.reminder_worker / machine.workers
    return Peak(notes, pages, web / machine.webs, database / machine.database_cores, burst)


def needed(practice: Practice, costs: Costs, patience: float = 60) -> Machine:
    """The fewest processes and cores that stay comfortable; reminders of one moment sent within `patience` seconds."""
    alone = peak(practice, costs, Machine(1, 1))
    webs, cores = ceil(alone.web_busy / COMFORT), ceil(alone.database_busy / COMFORT)
    return Machine(webs, cores, ceil(alone.burst / patience))


def gigabytes_a_year(practice: Practice, costs: Costs) -> float:
    """What the database grows in a year."""
    return practice.notes_a_year * costs.note_bytes / YEAR_GB


def catching_up(practice: Practice, costs: Costs, machine: Machine, outage: float) -> float:
    """Seconds until everything that waited on phones is taken in, after nothing worked for `outage` seconds."""
    now = peak(practice, costs, machine)
    waiting = now.notes * outage
    spare = max(1 - now.web_busy, 0.05)
    return waiting * costs.note_web / machine.webs / spare
