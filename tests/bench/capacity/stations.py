"""Event by event: whoever comes goes from station to station, and waits at each for its turn."""

from collections import deque
from collections.abc import Iterator
from heapq import heappop, heappush
from itertools import count

Step = tuple["Station | None", float]  # where to (None: nowhere, only time passes), and for how many seconds
Way = Iterator[Step]


class Station:
    """So many servers behind one line; who comes first is served first. `worked`: seconds begun in the window.
    `longest`: how many ever stood in line; `settled`: when the line was first empty after that."""

    def __init__(self, servers: int, window: tuple[float, float]) -> None:
        self.free, self.worked = servers, 0.0
        self.longest, self.settled = 0, 0.0
        self._line: deque[tuple[Way, float]] = deque()
        self._servers, self._window, self._was_longest = servers, window, False

    def counts(self, now: float, seconds: float) -> None:
        """Work begins."""
        if self._window[0] <= now < self._window[1]:
            self.worked += seconds

    def join(self, way: Way, seconds: float) -> None:
        """Stand in line."""
        self._line.append((way, seconds))
        self.longest = max(self.longest, len(self._line))
        self._was_longest |= self.longest == len(self._line)

    def first(self, now: float) -> tuple[Way, float] | None:
        """Whose turn it is, if anybody waits."""
        if not self._line:
            return None
        whose = self._line.popleft()
        if not self._line and self._was_longest:
            self.settled, self._was_longest = now, False
        return whose

    @property
    def busy(self) -> float:
        """The part of its servers that worked in the window."""
        return self.worked / self._servers / (self._window[1] - self._window[0])


class Play:
    """The clock, and everybody who is under way."""

    def __init__(self) -> None:
        self.now = 0.0
        self._order = count()
        self._events: list[tuple[float, int, Way, Station | None]] = []

    def enter(self, at: float, way: Way) -> None:
        """Somebody comes."""
        heappush(self._events, (at, next(self._order), way, None))

    def run(self) -> None:
        """Until everybody has gone."""
        while self._events:
            self.now, _, way, left = heappop(self._events)
            if left is not None:
                self._next_in(left)
            if (step := next(way, None)) is not None:
                self._go(way, *step)

    def _go(self, way: Way, station: Station | None, seconds: float) -> None:
        if station is not None:
            if not station.free:
                station.join(way, seconds)
                return
            station.free -= 1
            station.counts(self.now, seconds)
        heappush(self._events, (self.now + seconds, next(self._order), way, station))

    def _next_in(self, station: Station) -> None:
        station.free += 1
        if (first := station.first(self.now)) is not None:
            way, seconds = first
            self._go(way, station, seconds)
