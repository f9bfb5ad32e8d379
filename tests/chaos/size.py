"""How much one seed does."""

from dataclasses import dataclass

LEAST_FOR_A_TIMEOUT = 100  # notes; a client waits 20 seconds before it gives up, and a small run has no time for that
FULL = 200  # notes; a run of this size meets everything, or it proves too little


@dataclass(frozen=True)
class Size:
    """`minutes`: how long a seed is in bad weather (`seconds`); as long as its notes need when none are given."""

    notes: int
    minutes: float | None = None

    @property
    def seconds(self) -> float:
        return 8 + self.notes * 0.08 if self.minutes is None else self.minutes * 60

    @property
    def rest(self) -> float:
        """Seconds of good weather in which nothing moves, before what still waits is a finding."""
        return max(90.0, self.seconds)

    @property
    def full(self) -> bool:
        """Enough notes, and not cut short by its minutes."""
        return self.notes >= FULL and self.seconds >= Size(self.notes).seconds

    @property
    def teachers(self) -> int:
        return 20 if self.notes > 100 else 8

    @property
    def web_kills(self) -> int:
        return max(2, round(self.notes / 80))

    @property
    def worker_kills(self) -> int:
        return max(2, round(self.notes / 100))

    @property
    def postgres_kills(self) -> int:
        return max(2, round(self.notes / 170))

    @property
    def browsers(self) -> int:
        return 1 if self.notes <= 100 else 2 if self.notes <= 300 else 3

    @property
    def longest_hold(self) -> float:
        """Seconds a slow line may hold a request."""
        return 22.0 if self.outlasts else 4.0

    @property
    def outlasts(self) -> bool:
        """Whether there is time to hold a request until its client gives up."""
        return self.notes >= LEAST_FOR_A_TIMEOUT
