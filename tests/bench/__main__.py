"""`make bench`: every instrument, one table, build/bench.json (of a small run: build/bench-small.json).

Each instrument's figures are kept as soon as they are there; a run of a part replaces only its own.
Falling short of a goal is said in the table. The exit status is 1 only for a broken promise that no slow machine can
be blamed for (round trips, bytes on the line), or when an instrument breaks. The last line says how long it took: the
small run and the small storm of tests/chaos belong under three minutes together.
"""

import argparse
import asyncio
import sys
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from importlib import import_module
from pathlib import Path

from tests.bench.browser_stage import Stage, a_stage
from tests.bench.figure import Figure
from tests.bench.kept import keep
from tests.bench.size import FULL, SMALL, Size
from tests.bench.table import table

INSTRUMENTS = (
    *("queue", "intake", "reminders", "costs", "growth", "round_trips"),
    *("first_load", "bewaar", "memory", "live", "start"),
)
# These only report, and start the whole app once more to do so: the build server has nothing to learn from them.
NOT_IN_SMALL = ("costs", "memory", "live", "start")
# These look at the same demo in a browser, one after another; what Bewaar writes there comes last.
ON_STAGE = ("first_load", "bewaar")
BUILD = Path(__file__).parents[2] / "build"
FILES = {FULL: BUILD / "bench.json", SMALL: BUILD / "bench-small.json"}


async def measure(names: Sequence[str], size: Size) -> tuple[list[Figure], dict[str, float]]:
    """Every figure of these instruments, one instrument after another, and how long each took (seconds)."""
    figures: list[Figure] = []
    took: dict[str, float] = {}
    async with AsyncExitStack() as curtain:
        stage: Stage | None = None
        for name in names:
            print(f"measuring: {name}", file=sys.stderr, flush=True)
            begin = time.monotonic()
            if name not in ON_STAGE:
                await curtain.aclose()  # its processes would disturb the others
                stage = None
            elif not stage:
                stage = await curtain.enter_async_context(a_stage())
            measured = await import_module(f"tests.bench.{name}").measure(size, *([stage] if stage else []))
            took[name] = time.monotonic() - begin
            keep(measured, FILES[size])
            figures += measured
    return figures, took


def broken(figures: Sequence[Figure]) -> list[str]:
    """Names of the promises that do not hold."""
    return [figure.name for figure in figures if figure.promise and not figure.holds]


def main() -> int:
    """Measure, show, keep; the exit status."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--small", action="store_true", help="little data, short rounds: what the build server runs")
    parser.add_argument("--only", default="", help=f"some of {','.join(INSTRUMENTS)}")
    given = parser.parse_args()
    usual = [name for name in INSTRUMENTS if not (given.small and name in NOT_IN_SMALL)]
    names = [name for name in given.only.split(",") if name] or usual
    if unknown := set(names) - set(INSTRUMENTS):
        parser.error(f"there is no instrument {', '.join(sorted(unknown))}; there are {', '.join(INSTRUMENTS)}")
    size = SMALL if given.small else FULL
    if not given.only:  # nothing of an earlier run may stand among this one's
        FILES[size].unlink(missing_ok=True)
    figures, took = asyncio.run(measure(names, size))
    print(table(figures))
    held = [figure.holds for figure in figures if figure.holds is not None]
    print(f"\n{sum(held)} of {len(held)} goals hold")
    if failed := broken(figures):
        print(f"broken promises: {', '.join(failed)}")
    each = ", ".join(f"{name} {seconds:.0f}" for name, seconds in took.items())
    print(f"the {size.name} bench took {sum(took.values()):.0f} s: {each}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
