"""A Monday afternoon, event by event: does the arithmetic hold when people come in crowds instead of on average?

Two stations in a row, each with so many servers and one line: the web processes, then PostgreSQL. Service times are
exponential around the measured mean, which is rougher than the real ones.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import heapify, heapreplace
from random import Random
from statistics import quantiles

from tests.bench.capacity.machine import Costs, Machine
from tests.bench.capacity.practice import BUSY, SLOT, SLOTS, Practice


@dataclass(frozen=True)
class Seen:
    """`busy`: the part of the web processes that worked in the busiest ten minutes. `p95`, `worst`: seconds a person
    waited for an answer, over the whole afternoon. `acts`: how many there were."""

    acts: int
    busy: float
    p95: float
    worst: float


@dataclass(frozen=True, order=True)
class Act:
    """One request: when it came, and the mean time it takes at both stations (seconds)."""

    at: float
    web: float
    database: float


def afternoon(
    practice: Practice, costs: Costs, machine: Machine, *, seed: int = 1, slots: int = SLOTS, outage: float = 0
) -> Seen:
    """Play it. With `outage`, nothing answers for so many seconds after the second lesson; then all phones come."""
    chance = Random(seed)
    acts = sorted(
        _after(outage, act, chance) for slot in range(slots) for act in _lesson(practice, costs, slot, chance)
    )
    webs, cores = Station(machine.webs, chance), Station(machine.database_cores, chance)
    waited = [cores.serve(webs.serve(act.at, act.web), act.database) - act.at for act in acts]
    return Seen(len(acts), webs.busiest() / machine.webs, quantiles(waited, n=20)[-1], max(waited))


def _lesson(practice: Practice, costs: Costs, slot: int, chance: Random) -> Iterator[Act]:
    """Everything one lesson slot brings: a crowd around its end, the rest spread over the slot."""
    end = (slot + 1) * SLOT
    pages = practice.pages * practice.lessons_ending + (
        practice.notes * practice.lessons_ending * practice.shared * practice.pages_shared
    )
    about = (
        (practice.notes * practice.lessons_ending, costs.note_web, costs.note_database),
        (pages, costs.page_web, costs.page_database),
    )
    for count, web, database in about:
        for _ in range(round(count)):
            crowd = chance.random() < practice.at_once
            at = end + BUSY * (chance.random() - 0.5) if crowd else end - SLOT * chance.random()
            yield Act(at, web, database)


def _after(outage: float, act: Act, chance: Random) -> Act:
    """What came in the outage comes again when it is over, spread as the phone's back-off spreads it (15 minutes)."""
    begin = 2 * SLOT
    if not begin <= act.at < begin + outage:
        return act
    return Act(begin + outage + chance.random() * min(outage, 900), act.web, act.database)


class Station:
    """So many servers behind one line; who comes first is served first."""

    def __init__(self, servers: int, chance: Random) -> None:
        self._free = [0.0] * servers
        self._chance = chance
        self._worked: dict[int, float] = {}
        heapify(self._free)

    def serve(self, at: float, mean: float) -> float:
        """When it is done."""
        begin = max(at, self._free[0])
        done = begin + self._chance.expovariate(1 / mean)
        heapreplace(self._free, done)
        lesson = round(begin / SLOT)
        if abs(begin - lesson * SLOT) <= BUSY / 2:
            self._worked[lesson] = self._worked.get(lesson, 0) + done - begin
        return done

    def busiest(self) -> float:
        """Cores at work in the busiest ten minutes around the end of a lesson."""
        return max(self._worked.values(), default=0) / BUSY
