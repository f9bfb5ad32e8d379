"""After an outage: how long until everything that waited is done."""

from typing import NamedTuple

from tests.bench.capacity.arithmetic import burst, database_work, web_work
from tests.bench.capacity.machine import Costs, Machine
from tests.bench.capacity.practice import SLOT, Practice


class Slowest(NamedTuple):
    """Who needs the most time for what waited, and how many seconds."""

    seconds: float
    who: str


def catching_up(practice: Practice, costs: Costs, machine: Machine, outage: float) -> Slowest:
    """For an `outage` (seconds, at most a lesson) that takes in the whole crowd at the end of a lesson, when all come
    back at one moment: notes that waited on phones, pages that people still want, reminders. The next lesson is on, and
    who comes now must wait behind them; it is over when there is no line left."""
    part = practice.at_once + (1 - practice.at_once) * outage / SLOT
    notes, pages = practice.notes_in_slot * part, practice.pages_in_slot * part
    quiet = (1 - practice.at_once) / SLOT
    quiet_notes, quiet_pages = practice.notes_in_slot * quiet, practice.pages_in_slot * quiet + practice.looks
    web_free = machine.webs - web_work(costs, quiet_notes, quiet_pages)
    database_free = machine.database_cores - database_work(costs, quiet_notes, quiet_pages, 0)
    return max(
        Slowest(web_work(costs, notes, pages) / web_free, "web"),
        Slowest(database_work(costs, notes, pages, practice.reminders_at_once) / database_free, "PostgreSQL"),
        Slowest(burst(practice, costs, machine), "workers"),
    )
