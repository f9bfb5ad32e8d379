"""`make chaos`: seed after seed, then the nights in which the clock changes. Exit status 1 unless nothing is wrong.

Without SEEDS and NOTES it takes about five minutes; the size of the promise is SEEDS=20 NOTES=500.
"""

import argparse
import asyncio
import random
import signal
import sys
from collections import Counter
from collections.abc import Coroutine

from tests.browser.devices import a_browser
from tests.chaos.findings import Findings
from tests.chaos.nights import run_nights
from tests.chaos.seed import run_seed
from tests.chaos.size import Size


async def run(seeds: list[int], size: Size) -> int:
    """All of it; the exit status."""
    total, kills, kept = Findings(), Counter[str](), Counter[str]()
    async with a_browser() as chromium:
        for seed in seeds:
            try:
                outcome = await run_seed(seed, size, chromium)
            except Exception:
                say(f"seed {seed} broke off; {_again(seed, size)}")
                raise
            say(str(outcome))
            tell(outcome.findings, seed, size)
            total += outcome.findings
            kills += outcome.kills
            kept += outcome.kept
    nights = await run_nights()
    say(str(nights))
    for line in nights.findings.listed():
        say(f"  ! {line}")
    total += nights.findings
    app = kills["web"] + kills["worker"]
    say(f"\n{len(seeds)} seeds, {kept['note']} notes of {kept.total()} things kept, {app} kills of the app, "
        f"{kills['postgres']} of PostgreSQL")  # fmt: skip
    say(str(total))
    return 0 if total.clean else 1


def tell(findings: Findings, seed: int, size: Size) -> None:
    """What was wrong, by id, and how to see it again."""
    for line in findings.listed():
        say(f"  ! {line}")
    if not findings.clean:
        say(f"  {_again(seed, size)}; its logs: build/chaos/seed-{seed}")


def _again(seed: int, size: Size) -> str:
    return f"again: make chaos SEED={seed} NOTES={size.notes} MINUTES={size.minutes:g}"


def say(line: str) -> None:
    """One line, at once."""
    print(line, flush=True)


def main() -> int:
    """Read the options and run."""
    parser = argparse.ArgumentParser(prog="make chaos", description=__doc__)
    parser.add_argument("--seeds", type=int, help="how many (3)")
    parser.add_argument("--notes", type=int, default=200, help="in each seed")
    parser.add_argument("--minutes", type=float, default=3, help="how long a seed may be in bad weather, twice")
    parser.add_argument("--seed", type=int, help="play this one again (with --seeds: and those after it)")
    given = parser.parse_args()
    first = random.randrange(1, 10**6) if given.seed is None else given.seed
    count = given.seeds or (3 if given.seed is None else 1)
    return asyncio.run(_until_told(run(list(range(first, first + count)), Size(given.notes, given.minutes))))


async def _until_told(work: Coroutine[None, None, int]) -> int:
    """Asked to stop, it ends everything it started, as with Ctrl-C."""
    task = asyncio.ensure_future(work)
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    return await task


if __name__ == "__main__":
    sys.exit(main())
