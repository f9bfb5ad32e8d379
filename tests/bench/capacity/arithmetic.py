"""Simple arithmetic: acts a second in the busiest ten minutes, and the part of each core that takes."""

from dataclasses import dataclass
from math import ceil

from tests.bench.capacity.machine import COMFORT, PATIENCE, PUSH, Costs, Machine
from tests.bench.capacity.practice import BUSY, Practice
from tests.bench.capacity.product import BATCH, CONNECTIONS, SENDING

YEAR_GB = 1e9


@dataclass(frozen=True)
class Peak:
    """Monday afternoon. Rates a second over the busy ten minutes; busy: parts of all cores of that kind; `burst`
    seconds until every reminder of the moment is sent; `under_way` requests at once, on average."""

    notes: float
    pages: float
    looks: float
    web_busy: float
    database_busy: float
    burst: float
    under_way: float


def peak(practice: Practice, costs: Costs, machine: Machine) -> Peak:
    """The busiest ten minutes of the week on this machine. A look of a live screen counts as a page."""
    notes = practice.notes_in_slot * practice.at_once / BUSY
    pages, looks = practice.pages_in_slot * practice.at_once / BUSY, practice.looks
    web = web_work(costs, notes, pages + looks)
    database = database_work(costs, notes, pages + looks, practice.reminders_at_once / BUSY)
    return Peak(
        notes=notes,
        pages=pages,
        looks=looks,
        web_busy=web / machine.webs,
        database_busy=database / machine.database_cores,
        burst=burst(practice, costs, machine),
        under_way=notes * note_seconds(costs, machine) + (pages + looks) * page_seconds(costs, machine),
    )


def web_work(costs: Costs, notes: float, pages: float) -> float:
    """Seconds of a core that the web processes spend on so many."""
    return notes * costs.note_web + pages * costs.page_web


def database_work(costs: Costs, notes: float, pages: float, reminders: float) -> float:
    """Seconds of a core that PostgreSQL spends on so many."""
    return notes * costs.note_database + pages * costs.page_database + reminders * costs.reminder_database


def note_seconds(costs: Costs, machine: Machine) -> float:
    """How long a note is under way when nobody is in front of it."""
    return costs.note_web + costs.note_database + machine.commit


def page_seconds(costs: Costs, machine: Machine) -> float:
    """The same for a page. Many write down who read (a case, a session that goes on), so it waits for its commit."""
    return costs.page_web + costs.page_database + machine.commit


def burst(practice: Practice, costs: Costs, machine: Machine) -> float:
    """Seconds for the reminders of one moment: each worker claims a batch, sends a few at a time, remembers them.

    A batch waits for its last one, about half a push longer; and as if nothing was encrypted meanwhile.
    """
    sending = BATCH * costs.reminder_worker + (BATCH / SENDING + 0.5) * PUSH
    batch = sending + BATCH * costs.reminder_database + 2 * machine.commit
    return ceil(practice.reminders_at_once / BATCH / machine.workers) * batch


def needed(practice: Practice, costs: Costs, patience: float = PATIENCE, replica: bool = False) -> Machine:
    """The fewest processes and cores that stay comfortable; reminders of one moment sent within `patience` seconds."""
    alone = peak(practice, costs, Machine(1, 1, replica=replica))
    webs, cores = ceil(alone.web_busy / COMFORT), ceil(alone.database_busy / COMFORT)
    return Machine(webs, cores, ceil(alone.burst / patience), replica)


def connections(machine: Machine) -> int:
    """With PostgreSQL, at most."""
    return (machine.webs + machine.workers) * CONNECTIONS


def gigabytes_a_year(practice: Practice, costs: Costs) -> float:
    """What notes alone add to the database in a year."""
    return practice.lessons_a_year * practice.notes * costs.note_bytes / YEAR_GB
