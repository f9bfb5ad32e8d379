"""How much a run of the instruments does."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    """`notes`: in the table under the queue page; `few`: where growth begins; `grown`: where it is looked at again (on
    the way too, for PostgreSQL plans each size anew, and not always well); `rounds`: alternating rounds of `seconds`
    each, of which the median counts; `starts`: times the servers of the queue page are started anew, because one may
    lie better in the memory of the machine than the other for as long as it lives; `taps`: repeats in the browser."""

    name: str
    notes: int
    few: int
    grown: tuple[int, ...]
    rounds: int
    seconds: float
    starts: int
    taps: int


FULL = Size(
    "full", notes=200_000, few=1_000, grown=(10_000, 60_000, 1_000_000), rounds=21, seconds=1, starts=15, taps=60
)
SMALL = Size("small", notes=2_000, few=500, grown=(2_000,), rounds=2, seconds=0.5, starts=1, taps=2)
