"""One figure, its limit and its goal."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Goal:
    """What a figure must reach: `at_least` or `at_most`, of the ratio to its limit or of the value itself."""

    at_least: float | None = None
    at_most: float | None = None
    of: str = "ratio"

    def __str__(self) -> str:
        sign, bound = ("≥", self.at_least) if self.at_least is not None else ("≤", self.at_most)
        return f"{self.of} {sign} {bound:g}"

    def holds(self, measured: float) -> bool:
        """Whether this much is enough."""
        return (self.at_least is None or measured >= self.at_least) and (
            self.at_most is None or measured <= self.at_most
        )


@dataclass(frozen=True)
class Figure:
    """`limit` stands in the same unit as `value` and was measured beside it; `limit_is` says in words what it is.

    `promise`: does not depend on the speed of the machine, so that falling short fails the run everywhere.
    """

    name: str
    unit: str
    value: float
    limit: float | None = None
    limit_is: str = "–"
    goal: Goal | None = None
    promise: bool = False

    @property
    def ratio(self) -> float | None:
        """The value as a part of its limit."""
        return self.value / self.limit if self.limit else None

    @property
    def holds(self) -> bool | None:
        """Whether the goal is reached; None for a figure that is only reported."""
        if self.goal is None:
            return None
        measured = self.ratio if self.goal.of == "ratio" else self.value
        return measured is not None and self.goal.holds(measured)

    def as_row(self) -> dict[str, Any]:
        """For build/bench.json."""
        goal = str(self.goal) if self.goal else None
        about = {"name": self.name, "unit": self.unit, "value": self.value, "limit": self.limit}
        return about | {"ratio": self.ratio, "goal": goal, "holds": self.holds}
