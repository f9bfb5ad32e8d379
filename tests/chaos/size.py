"""How much one seed does."""

from dataclasses import dataclass

LEAST_FOR_A_TIMEOUT = 100  # notes; a client waits 20 seconds before it gives up, and a small run has no time for that


@dataclass(frozen=True)
class Size:
    """`minutes`: half of them at most for what breaks (`seconds`), half of them to come to rest (`rest`)."""

    notes: int
    minutes: float

    @property
    def seconds(self) -> float:
        return min(8 + self.notes * 0.08, self.minutes * 60 / 2)

    @property
    def rest(self) -> float:
        """Seconds of good weather before what still waits is a finding."""
        return max(60.0, self.minutes * 60 / 2)

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
        return 22.0 if self.notes >= LEAST_FOR_A_TIMEOUT else 4.0
