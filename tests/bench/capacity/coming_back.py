"""When comes again what an outage kept waiting: a note by the back-off of the phone's outbox, a page as people look.

The back-off is that of web/scripts/outbox/backoff.ts, on a page that stays open and tries when it ends (triggers.ts). A
phone in a pocket comes later. Each note waits by itself; really those of one phone come together, one after another. A
browser's own sync in the background is left out: Chromium gives that up after twenty minutes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from tests.bench.capacity.practice import AGAIN
from tests.bench.capacity.product import BACK_OFF, LONGEST_BACK_OFF

Way = Callable[[float, float, Random], float]  # from when it was first asked, and the end of the outage; seconds


def at_once(_: float, end: float, __: Random) -> float:
    """In the very moment that there is an answer again."""
    return end


def by_back_off(at: float, end: float, chance: Random) -> float:
    """The first try of its outbox after the outage."""
    failures = 0
    while at < end:
        at += min(LONGEST_BACK_OFF, BACK_OFF * 2**failures) * chance.uniform(0.5, 1)
        failures += 1
    return at


def looking_again(_: float, end: float, chance: Random) -> float:
    """Who found nothing looks again after a while, and never less often than this; nobody gives up."""
    return end + AGAIN * chance.random()


@dataclass(frozen=True)
class Back:
    """How notes come back, and how pages do."""

    notes: Way
    pages: Way


ALL_AT_ONCE = Back(at_once, at_once)
PAGES_AT_ONCE = Back(by_back_off, at_once)
AS_THEY_DO = Back(by_back_off, looking_again)
