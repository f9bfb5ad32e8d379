"""A Monday afternoon, event by event: does the arithmetic hold when people come in crowds instead of on average?

A request waits for a web process, then for a core of PostgreSQL, then for the replica; the workers send reminders
meanwhile and ask the same PostgreSQL. Work takes an exponential time around its mean, which is rougher than real.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from heapq import heapreplace
from random import Random
from statistics import quantiles

from tests.bench.capacity.machine import PUSH, Costs, Machine
from tests.bench.capacity.product import BATCH, SENDING
from tests.bench.capacity.stations import Play, Station, Way


@dataclass(frozen=True)
class Act:
    """One request: when it comes, and the mean seconds it takes at both stations."""

    at: float
    web: float
    database: float


@dataclass
class Seen:
    """`took`: seconds from asking to answer, of each. `settled`: when the long lines had gone; `reminded`: when the
    last reminder was sent. `web_busy`, `database_busy`: the parts that worked in the window."""

    window: tuple[float, float]
    web_busy: float = 0.0
    database_busy: float = 0.0
    took: list[float] = field(default_factory=list)
    settled: float = 0.0
    reminded: float = 0.0

    @property
    def worst(self) -> float:
        return max(self.took)

    @property
    def p95(self) -> float:
        return quantiles(self.took, n=20)[-1]

    @property
    def under_way(self) -> float:
        """Requests at once, on average, when all came in the window."""
        return sum(self.took) / (self.window[1] - self.window[0])


class Monday:
    """Play these acts, and so many reminders that are due at one moment, on this machine."""

    def __init__(self, machine: Machine, costs: Costs, window: tuple[float, float], seed: int = 1) -> None:
        self._chance, self._play = Random(seed), Play()
        self._machine, self._costs, self._seen, self._left = machine, costs, Seen(window), 0
        self._webs, self._cores = Station(machine.webs, window), Station(machine.database_cores, window)

    def play(self, acts: Iterable[Act], reminders: float = 0, due: float = 0) -> Seen:
        """What was seen."""
        self._left = round(reminders)
        for act in acts:
            self._play.enter(act.at, self._visit(act))
        for _ in range(self._machine.workers):
            self._play.enter(due, self._worker())
        self._play.run()
        self._seen.web_busy, self._seen.database_busy = self._webs.busy, self._cores.busy
        stations = (self._webs, self._cores)
        long = max(one.longest for one in stations) / 10  # beside it, a shorter line is chance
        self._seen.settled = max(one.settled for one in stations if one.longest >= long)
        return self._seen

    def _about(self, mean: float) -> float:
        return self._chance.expovariate(1 / mean)

    def _visit(self, act: Act) -> Way:
        begin = self._play.now
        yield self._webs, self._about(act.web)
        yield self._cores, self._about(act.database)
        yield None, self._machine.commit
        self._seen.took.append(self._play.now - begin)

    def _worker(self) -> Way:
        while self._left:
            some = min(BATCH, self._left)
            self._left -= some
            for seconds in (0.0, self._sending(some)):  # claimed; then sent, and that is remembered
                yield None, seconds
                yield self._cores, self._about(some * self._costs.reminder_database / 2)
                yield None, self._machine.commit
            self._seen.reminded = self._play.now

    def _sending(self, some: int) -> float:
        """Seconds for a batch: one core encrypts, a few are on the line at once, the batch waits for its last one."""
        lines, core = [0.0] * SENDING, 0.0
        for _ in range(some):
            core = max(core, lines[0]) + self._about(self._costs.reminder_worker)
            heapreplace(lines, core + PUSH * self._chance.uniform(0.5, 1.5))
        return max(lines)
