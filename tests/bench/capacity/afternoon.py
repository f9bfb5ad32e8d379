"""What comes when: the busiest minutes by themselves, and a lesson whose crowd an outage keeps waiting."""

from collections.abc import Iterator
from random import Random

from tests.bench.capacity.arithmetic import peak
from tests.bench.capacity.coming_back import ALL_AT_ONCE, Back
from tests.bench.capacity.machine import Costs, Machine
from tests.bench.capacity.practice import BUSY, SLOT, Practice
from tests.bench.capacity.simulation import Act, Monday, Seen


def busiest(practice: Practice, costs: Costs, machine: Machine, seconds: float = BUSY) -> Seen:
    """So many seconds of the busy ten minutes, as crowded as those, with all reminders due at their beginning."""
    chance, rates = Random(2), peak(practice, costs, machine)
    kinds = (
        (rates.notes, costs.note_web, costs.note_database),
        (rates.pages + rates.looks, costs.page_web, costs.page_database),
    )
    acts = [
        Act(seconds * chance.random(), web, database)
        for rate, web, database in kinds
        for _ in range(round(rate * seconds))
    ]
    return Monday(machine, costs, (0, seconds)).play(acts, practice.reminders_at_once)


def after_outage(practice: Practice, costs: Costs, machine: Machine, outage: float, back: Back = ALL_AT_ONCE) -> Seen:
    """Nothing answers from the begin of a crowd, at 0, for `outage` seconds; then what waited comes `back`.
    The window is a whole lesson from there."""
    chance = Random(3)
    acts = [*_lesson(practice, costs, outage, back, chance), *_screens(practice, costs, outage, chance)]
    return Monday(machine, costs, (0, SLOT)).play(acts, practice.reminders_at_once, due=outage)


def _lesson(practice: Practice, costs: Costs, outage: float, back: Back, chance: Random) -> Iterator[Act]:
    """From the beginning of one crowd to the beginning of the next; what comes in the outage, when it comes again."""
    about = (
        (practice.notes_in_slot, costs.note_web, costs.note_database, back.notes),
        (practice.pages_in_slot, costs.page_web, costs.page_database, back.pages),
    )
    for count, web, database, comes_back in about:
        for _ in range(round(count)):
            at = (BUSY if chance.random() < practice.at_once else SLOT) * chance.random()
            yield Act(at if at >= outage else comes_back(at, outage, chance), web, database)


def _screens(practice: Practice, costs: Costs, begin: float, chance: Random) -> Iterator[Act]:
    """Live screens look again from then on; what they did not see meanwhile is not made up for."""
    for _ in range(round(practice.looks * (SLOT - begin))):
        yield Act(begin + (SLOT - begin) * chance.random(), costs.page_web, costs.page_database)
