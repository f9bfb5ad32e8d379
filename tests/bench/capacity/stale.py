"""Whether the costs that deploy/CAPACITY.md counts with are still what the bench measures."""

import sys
from collections.abc import Mapping

from tests.bench.capacity.machine import MEASURED, Costs

FAR = 1.5  # times more or less; a busy machine makes as much difference as a real change, so nothing fails


def stale(measured: Mapping[str, float], typed: Costs = MEASURED) -> list[str]:
    """A sentence for each of these fields of Costs that was measured far from what was typed in."""
    times = {name: value / getattr(typed, name) for name, value in measured.items()}
    return [
        f"{name} was {measured[name]:.2g} here, {much:.1f} times what tests/bench/capacity/machine.py says: "
        "if it is so again on a quiet machine, mend it there and in deploy/CAPACITY.md"
        for name, much in times.items()
        if not 1 / FAR <= much <= FAR
    ]


def tell(measured: Mapping[str, float]) -> None:
    """Say so on standard error, where the bench says what it is doing."""
    for sentence in stale(measured):
        print(f"  {sentence}", file=sys.stderr, flush=True)
