"""Sides measured in turns, so that whatever else the machine does, it does to both."""

from collections.abc import Awaitable, Callable, Mapping
from statistics import median

Side = Callable[[], Awaitable[float]]


async def alternate(sides: Mapping[str, Side], rounds: int) -> dict[str, float]:
    """The median of each side's rounds, by name. One round to warm up does not count; every other round turns the
    order around."""
    names = list(sides)
    seen: dict[str, list[float]] = {name: [] for name in names}
    for turn in range(rounds + 1):
        for name in names if turn % 2 else reversed(names):
            measured = await sides[name]()
            if turn:
                seen[name].append(measured)
    return {name: median(values) for name, values in seen.items()}
