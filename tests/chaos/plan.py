"""Everything that will happen in one seed: who writes when, what breaks when. Nothing but the seed decides."""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.chaos.servers import POSTGRES, WEB, WORKER
from tests.chaos.size import Size

# what a person or a phone does, and how often beside every note
BESIDE = {
    "share": 0.1, "correct": 0.12, "answer": 0.1, "talk": 0.1, "kick": 0.6, "everywhere": 0.2, "close": 0.12,
    "open": 0.1,
}  # fmt: skip
RARELY = {"update": 0.03, "clock": 0.04, "person": 0.05, "sign_out": 0.02, "worker_killed": 0.06}
FITS = "fits"
UNFIT = ("too long", "a stranger", "left", "nobody")
REORDERED = "reordered"  # is met when another thing of the same person was taken first
LINE = (
    "refused", "cut", "answer lost", "gateway gave up", "401", "redirect", "500", "502", "429", "portal", "slow",
    "twice", "again later", REORDERED,
)  # fmt: skip
REFUSED, GIVEN_UP = "refused", "slow until the client gave up"  # both are met when a client says so, not before
PUSH = ("429", "500", "503", "slow", "slow", "taken", "taken", "taken", "410")
PAUSES = (0.0, 0.1, 0.5, 1.0, 2.0)  # seconds until somebody has started what was killed
# when the worker is killed, in turn: just when a push was brought; with pushes on the line that nobody took; whenever
WORST = ("busy", "claimed", "whenever")
HOURS = (0.8, 1.5, 3, 4, 18, 20, 24, 26)  # what the clock may jump
MOST_JUMPS = 20  # about three weeks; a long storm is not a whole school year
DAYS_OFF = 48  # hours: a phone's clock that is so wrong is a fault, an hour is not
AT_LEAST = 2  # of everything people and phones do, however small the chance


@dataclass(frozen=True)
class Event:
    """At `at` seconds after the start, `who` (a phone's number, a process, a device) does or meets `what`."""

    at: float
    what: str
    who: Any = None
    more: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Spell:
    """From `start` to `end` a request on the line meets this fault with this chance."""

    start: float
    end: float
    fault: str
    chance: float


@dataclass(frozen=True)
class Plan:
    """All of it, in order."""

    seed: int
    size: Size
    phones: int
    events: tuple[Event, ...]
    spells: tuple[Spell, ...]

    @property
    def kills(self) -> Counter[str]:
        """How often each process is to be killed."""
        return Counter(event.who for event in self.events if event.what == "kill")


def make_plan(seed: int, size: Size) -> Plan:
    """The same seed and size give the same plan."""
    dice = random.Random(seed)
    phones = size.teachers + 4
    events = [*_writing(dice, size, phones), *_breaking(dice, size)]
    return Plan(seed, size, phones, tuple(sorted(events, key=lambda one: one.at)), tuple(_spells(dice, size)))


def _writing(dice: random.Random, size: Size, phones: int) -> Iterator[Event]:
    written, planned = 0, Counter[str]()
    while written < size.notes:
        children = min(dice.choice((1, 1, 1, 2, 3)), size.notes - written)
        written += children
        how = FITS if dice.random() < 0.93 else dice.choice(UNFIT)
        more = {"children": children, "how": how, "share": dice.random() < 0.12}
        yield Event(dice.uniform(0, size.seconds), "save", dice.randrange(phones), more)
        for what, chance in (BESIDE | RARELY).items():
            if dice.random() < chance * children:
                planned[what] += 1
    for what in BESIDE | RARELY:
        for number in range(max(AT_LEAST, planned[what])):
            event = Event(dice.uniform(0, size.seconds), what, dice.randrange(phones), _about(dice, what, number))
            yield event
            if what == "clock" and event.more["hours"]:  # somebody notices, and sets it right
                yield Event(dice.uniform(event.at, size.seconds), what, event.who, {"hours": 0})


def _about(dice: random.Random, what: str, number: int) -> dict[str, Any]:
    if what == "clock":
        both_ways = (-DAYS_OFF, DAYS_OFF)
        return {"hours": both_ways[number] if number < AT_LEAST else dice.choice((*both_ways, -1, 1))}
    return {"tab": dice.choice(("t1", "t1", "t2", "sw"))}


def _breaking(dice: random.Random, size: Size) -> Iterator[Event]:
    """Kills come spread over the run, the other things once or a few times."""
    for name, times in ((WEB, size.web_kills), (WORKER, size.worker_kills), (POSTGRES, size.postgres_kills)):
        for number, at in enumerate(_spread(dice, times, size.seconds)):
            pause, when = dice.choice(PAUSES), "busy" if dice.random() < 0.7 else "whenever"
            yield Event(at, "kill", name, {"pause": pause, "when": WORST[number % 3] if name == WORKER else when})
    for at in _spread(dice, 1 if size.notes <= 100 else 2, size.seconds):
        yield Event(at, "new_keys")
    for at in _spread(dice, min(max(3, int(size.seconds / 6)), MOST_JUMPS), size.seconds):
        yield Event(at, "clock_jumps", None, {"hours": dice.choice(HOURS)})
    each = sorted({*PUSH})
    modes = [*dice.sample(each, len(each)), *dice.choices(PUSH, k=max(2, int(size.seconds / 1.5) - len(each)))]
    for at, mode in zip(_spread(dice, len(modes), size.seconds), modes, strict=True):
        yield Event(at, "push_breaks", None, {"mode": mode, "seconds": dice.uniform(1, 8)})


def _spread(dice: random.Random, times: int, seconds: float) -> list[float]:
    """So many moments, each somewhere in its own part of the time."""
    part = seconds / times
    return [part * (number + dice.random()) for number in range(times)]


def _spells(dice: random.Random, size: Size) -> Iterator[Spell]:
    """Each fault once, with time left to meet it, and then some again; a few at the same time, and now and then a good
    line. What takes a client's whole patience begins at once."""
    kinds = [*dice.sample(LINE, len(LINE)), *dice.choices(LINE, k=max(4, int(size.seconds / 3)))]
    for start, kind in zip(_spread(dice, len(kinds), size.seconds), kinds, strict=True):
        yield Spell(start, start + dice.uniform(0.5, 4), kind, dice.uniform(0.3, 1))
    if size.outlasts:
        yield Spell(0, size.seconds, GIVEN_UP, 0.3)
