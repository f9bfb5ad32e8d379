"""After an outage: how long until everything that waited is done, and how long the last of the people waits."""

from typing import NamedTuple

from tests.bench.capacity.arithmetic import burst, database_work, web_work
from tests.bench.capacity.machine import Costs, Machine
from tests.bench.capacity.practice import AGAIN, SLOT, Practice


class Slowest(NamedTuple):
    """Who needs the most time for what waited, and how many seconds."""

    seconds: float
    who: str


class Asked(NamedTuple):
    """Notes and pages: so many, or so many a second."""

    notes: float
    pages: float


def catching_up(practice: Practice, costs: Costs, machine: Machine, outage: float) -> Slowest:
    """For an `outage` (seconds, at most a lesson) that takes in the whole crowd at the end of a lesson, when all come
    back at one moment: notes that waited on phones, pages that people still want, reminders. The next lesson is on, and
    who comes now must wait behind them; it is over when there is no line left."""
    kept, quiet = _kept(practice, outage), _quiet(practice)
    web_free = machine.webs - web_work(costs, *quiet)
    database_free = machine.database_cores - database_work(costs, *quiet, 0)
    return max(
        Slowest(web_work(costs, *kept) / web_free, "web"),
        Slowest(database_work(costs, *kept, practice.reminders_at_once) / database_free, "PostgreSQL"),
        Slowest(burst(practice, costs, machine), "workers"),
    )


def last_page(practice: Practice, costs: Costs, machine: Machine, outage: float) -> float:
    """Seconds that the last one waits, after the same outage, when people look for their pages again within AGAIN; 0
    when the line never grows. Of the notes that waited the back-off of the phones brings few so soon."""
    pages, quiet = _kept(practice, outage).pages, _quiet(practice)
    before = Asked(AGAIN * quiet.notes, pages + AGAIN * quiet.pages)
    web, database = web_work(costs, *before), database_work(costs, *before, practice.reminders_at_once)
    return max(0.0, web / machine.webs - AGAIN, database / machine.database_cores - AGAIN)


def _kept(practice: Practice, outage: float) -> Asked:
    """What the outage kept waiting."""
    part = practice.at_once + (1 - practice.at_once) * outage / SLOT
    return Asked(practice.notes_in_slot * part, practice.pages_in_slot * part)


def _quiet(practice: Practice) -> Asked:
    """A second of the lesson after it, when there is no crowd."""
    quiet = (1 - practice.at_once) / SLOT
    return Asked(practice.notes_in_slot * quiet, practice.pages_in_slot * quiet + practice.looks)
