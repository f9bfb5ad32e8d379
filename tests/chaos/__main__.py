"""`make chaos`: seed after seed, then the nights in which the clock changes. Exit status 1 unless nothing is wrong.

Without SEEDS, NOTES and MINUTES it takes less than ten minutes; the size of the promise is SEEDS=20 NOTES=500.
"""

import argparse
import asyncio
import random
import signal
import sys
import traceback
from collections.abc import Coroutine

from playwright.async_api import async_playwright

from tests.chaos.findings import Findings
from tests.chaos.kept_logs import logs_of
from tests.chaos.nights import run_nights
from tests.chaos.phones import TREE
from tests.chaos.seed import run_seed
from tests.chaos.size import Size
from tests.chaos.tally import Tally

MINUTES = """how long the storm of each seed lasts, shorter or longer than its notes need (8 seconds and 0.08 for each
note); setting up, coming to rest and the nights come on top of it"""


async def run(seeds: list[int], size: Size, replayed: bool) -> int:
    """All of it, also when a seed or the nights break off; the exit status."""
    tally = Tally(size, replayed)
    await run_seeds(seeds, tally)
    try:
        await _nights(tally)
    except Exception:
        tally.broke_off.append("the nights")
        say(f"{traceback.format_exc()}the nights broke off")
    say("")
    for line in tally.lines():
        say(line)
    return 0 if tally.good else 1


async def run_seeds(seeds: list[int], tally: Tally) -> None:
    """One after the other; one that breaks off is counted, and the next begins."""
    for seed in seeds:
        say(f"seed {seed} begins; {_again(seed, tally.size)}")
        try:
            await _seed(seed, tally.size, tally)
        except Exception:
            tally.broke_off.append(f"seed {seed}")
            say(f"{traceback.format_exc()}seed {seed} broke off; {_again(seed, tally.size)}; {_logs(seed)}")


async def _seed(seed: int, size: Size, tally: Tally) -> None:
    """With browsers of its own: one that crashes takes no other seed with it."""
    async with async_playwright() as playwright:
        outcome = await run_seed(seed, size, playwright)
    say(str(outcome))
    tally.add(outcome)
    tell(outcome.findings)
    if not outcome.findings.clean:
        say(f"  {_again(seed, size)}; {_logs(seed)}")


async def _nights(tally: Tally) -> None:
    nights = await run_nights()
    say(str(nights))
    tally.findings += nights.findings
    tell(nights.findings)


def tell(findings: Findings) -> None:
    """What was wrong, by id."""
    for line in findings.listed():
        say(f"  ! {line}")


def _again(seed: int, size: Size) -> str:
    minutes = "" if size.minutes is None else f" MINUTES={size.minutes:g}"
    return f"again: make chaos SEED={seed} NOTES={size.notes}{minutes}"


def _logs(seed: int) -> str:
    return f"its logs: {logs_of(seed).relative_to(TREE)}"


def say(line: str) -> None:
    """One line, at once."""
    print(line, flush=True)


def main() -> int:
    """Read the options and run."""
    parser = argparse.ArgumentParser(prog="make chaos", description=__doc__)
    parser.add_argument("--seeds", type=int, help="how many (3)")
    parser.add_argument("--notes", type=int, default=200, help="in each seed (200)")
    parser.add_argument("--minutes", type=float, help=MINUTES)
    parser.add_argument("--seed", type=int, help="play this one again (with --seeds: and those after it)")
    given = parser.parse_args()
    first = random.randrange(1, 10**6) if given.seed is None else given.seed
    count = given.seeds or (3 if given.seed is None else 1)
    size, replayed = Size(given.notes, given.minutes), given.seed is not None and count == 1
    return asyncio.run(_until_told(run(list(range(first, first + count)), size, replayed)))


async def _until_told(work: Coroutine[None, None, int]) -> int:
    """Asked to stop, it ends everything it started, as with Ctrl-C."""
    task = asyncio.ensure_future(work)
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    return await task


if __name__ == "__main__":
    sys.exit(main())
