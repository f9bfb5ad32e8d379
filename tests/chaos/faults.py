"""The weather on the line: which fault a request meets, by the spells of the plan."""

import asyncio
import contextlib
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from time import monotonic

from httpx2 import HTTPError

from tests.browser import faults
from tests.browser.proxy import Fault, Forward
from tests.browser.wire import Answer, Asked
from tests.chaos.late import LatePost
from tests.chaos.plan import GIVEN_UP, REFUSED, REORDERED, Spell

SPARED = ("/healthz", "/readyz", "/demo")
PLAIN: dict[str, Fault] = {
    "cut": faults.cut,
    "answer lost": faults.lost_answer,
    "gateway gave up": faults.late_gateway,
    "401": faults.status(401),
    "redirect": faults.redirect("/sign-in"),
    "500": faults.status(500),
    "502": faults.status(502),
    "429": faults.status(429, retry_after="7"),
    "portal": faults.captive_portal,
}
# So many requests may wait for their clients to give up, and so many once one did: more would keep everybody from
# sending.
AT_ONCE, AFTER_THE_FIRST = 3, 1
SAID_LATER = (REFUSED, GIVEN_UP, REORDERED)  # they are met when somebody says so


class Weather:
    """A fault for the switch of the proxy that changes with the time. `met` counts what requests met; what only clients
    know (refused, given up) it hears from `told`. `held`: what was kept waiting for its client to give up."""

    def __init__(self, spells: Sequence[Spell], dice: random.Random, longest_hold: float) -> None:
        self.spells, self.dice, self.longest_hold = spells, dice, longest_hold
        self.met: Counter[str] = Counter()
        self.calm = asyncio.Event()
        self.began: float | None = None  # monotonic; the line is good until the storm begins
        self._later: set[asyncio.Task[None]] = set()
        self._outlasting: set[asyncio.Task[None]] = set()
        self.held: set[str] = set()
        self._late = LatePost(dice, self.calm, lambda: self.met.update([REORDERED]))

    async def __call__(self, asked: Asked, forward: Forward) -> Answer | None:
        """What this request meets now. A web process that dies while it answers is a connection that is cut."""

        async def passed_on() -> Answer:
            answer = await forward()
            self._late.arrived(asked, answer)
            return answer

        with contextlib.suppress(HTTPError):
            kind = self._now(asked) if not asked.path.startswith(SPARED) else None
            if kind is None:
                return await passed_on()
            if kind not in SAID_LATER:
                self.met[kind] += 1
            return await PLAIN[kind](asked, passed_on) if kind in PLAIN else await self._own(kind, asked, passed_on)
        return None

    def begin(self) -> None:
        """The first spells come now."""
        self.began = monotonic()

    async def clear_up(self) -> None:
        """Good weather from now on; what was held goes on its way. What is held until its client gives up stays held
        when none has given up yet: a short storm would never see it."""
        self.calm.set()
        while self._outlasting and not self.met[GIVEN_UP]:
            await asyncio.wait(self._outlasting, timeout=0.1)
        await _ended(self._outlasting)
        await asyncio.gather(self._late.all(), *self._later, return_exceptions=True)

    def told(self, refused: int, given_up: Iterable[str]) -> None:
        """What clients said they met until now: how often nobody listened, and on which paths their patience was at an
        end. That a busy machine answered late is no fault of this line: only what it held counts."""
        clients = Counter({REFUSED: refused, GIVEN_UP: sum(path in self.held for path in given_up)})
        self.met |= {kind: times for kind, times in clients.items() if times}

    @property
    def unmet(self) -> set[str]:
        """Faults of the plan that nobody met yet."""
        return {one.fault for one in self.spells} - {kind for kind, times in self.met.items() if times}

    @property
    def holds(self) -> bool:
        """Whether somebody waits now until their patience is at an end."""
        return bool(self._outlasting)

    @property
    def refuses(self) -> bool:
        """Whether connections are refused now."""
        return self._standing(REFUSED) is not None

    def _now(self, asked: Asked) -> str | None:
        standing = [one for one in self.spells if self._stands(one) and one.fault != REFUSED]
        at_once = AFTER_THE_FIRST if self.met[GIVEN_UP] else AT_ONCE
        if asked.method != "PUT" or len(self._outlasting) >= at_once:
            standing = [one for one in standing if one.fault != GIVEN_UP]
        if not self._late.may_take(asked):
            standing = [one for one in standing if one.fault != REORDERED]
        hit = [one.fault for one in standing if self.dice.random() < one.chance]
        return self.dice.choice(hit) if hit else None

    def _standing(self, kind: str) -> Spell | None:
        return next((one for one in self.spells if one.fault == kind and self._stands(one)), None)

    def _stands(self, one: Spell) -> bool:
        if self.began is None or self.calm.is_set():
            return False
        now = monotonic() - self.began
        return one.start <= now and (now < one.end or not self.met[one.fault])  # each fault is met at least once

    async def _own(self, kind: str, asked: Asked, forward: Forward) -> Answer | None:
        if kind == "twice":
            both = await asyncio.gather(forward(), forward())
            return self.dice.choice(both)
        if kind == "again later":
            answer = await forward()
            task = asyncio.create_task(self._once_more(forward))
            self._later.add(task)
            return answer
        if kind == REORDERED:
            self._late.take(asked, forward)
            return None
        done = await forward() if self.dice.random() < 0.5 else None
        await (self._outlast(asked.path) if kind == GIVEN_UP else self._wait(self.dice.uniform(0.5, 4)))
        return done or await forward()

    async def _outlast(self, path: str) -> None:
        """Longer than any client waits, also when the weather clears up meanwhile."""
        self.held.add(path)
        holding = asyncio.create_task(asyncio.sleep(self.longest_hold))
        self._outlasting.add(holding)
        holding.add_done_callback(self._outlasting.discard)
        await asyncio.wait([holding])

    async def _once_more(self, forward: Forward) -> None:
        await self._wait(self.dice.uniform(0.3, 6))
        with contextlib.suppress(HTTPError):
            await forward()

    async def _wait(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.calm.wait(), seconds)


async def _ended(tasks: set[asyncio.Task[None]]) -> None:
    """They need not go on."""
    for task in (ended := list(tasks)):
        task.cancel()
    await asyncio.gather(*ended, return_exceptions=True)
