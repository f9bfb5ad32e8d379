"""The weather on the line: which fault a request meets, by the spells of the plan."""

import asyncio
import contextlib
import random
from collections import Counter
from collections.abc import Sequence
from time import monotonic

from httpx2 import HTTPError

from tests.browser import faults
from tests.browser.proxy import Fault, Forward
from tests.browser.wire import Answer, Asked
from tests.chaos.plan import Spell

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


class Weather:
    """A fault for the switch of the proxy that changes with the time. `met` counts what requests met."""

    def __init__(self, spells: Sequence[Spell], dice: random.Random, longest_hold: float) -> None:
        self.spells, self.dice, self.longest_hold = spells, dice, longest_hold
        self.met: Counter[str] = Counter()
        self.calm = asyncio.Event()
        self.began: float | None = None  # monotonic; the line is good until the storm begins
        self._later: set[asyncio.Task[None]] = set()

    async def __call__(self, asked: Asked, forward: Forward) -> Answer | None:
        """What this request meets now. A web process that dies while it answers is a connection that is cut."""
        with contextlib.suppress(HTTPError):
            kind = self._now() if not asked.path.startswith(SPARED) else None
            if kind is None:
                return await forward()
            self.met[kind] += 1
            return await PLAIN[kind](asked, forward) if kind in PLAIN else await self._own(kind, forward)
        return None

    def begin(self) -> None:
        """The first spells come now."""
        self.began = monotonic()

    async def clear_up(self) -> None:
        """Good weather from now on; what was held goes on its way."""
        self.calm.set()
        await asyncio.gather(*self._later, return_exceptions=True)

    @property
    def refuses(self) -> bool:
        """Whether connections are refused now."""
        return self._standing("refused") is not None

    def _now(self) -> str | None:
        standing = [one for one in self.spells if self._stands(one) and one.fault != "refused"]
        hit = [one.fault for one in standing if self.dice.random() < one.chance]
        return self.dice.choice(hit) if hit else None

    def _standing(self, kind: str) -> Spell | None:
        return next((one for one in self.spells if one.fault == kind and self._stands(one)), None)

    def _stands(self, one: Spell) -> bool:
        if self.began is None or self.calm.is_set():
            return False
        now = monotonic() - self.began
        return one.start <= now and (now < one.end or not self.met[one.fault])  # each fault is met at least once

    async def _own(self, kind: str, forward: Forward) -> Answer | None:
        if kind == "twice":
            both = await asyncio.gather(forward(), forward())
            return self.dice.choice(both)
        if kind == "again later":
            answer = await forward()
            task = asyncio.create_task(self._once_more(forward))
            self._later.add(task)
            return answer
        if kind == "reordered":
            await self._wait(self.dice.uniform(0, 1.5))
            return await forward()
        before, long = self.dice.random() < 0.5, self.dice.random() < 0.3
        hold = self.longest_hold if long else self.dice.uniform(0.5, 4)
        if before:
            await self._wait(hold)
            return await forward()
        answer = await forward()
        await self._wait(hold)
        return answer

    async def _once_more(self, forward: Forward) -> None:
        await self._wait(self.dice.uniform(0.3, 6))
        with contextlib.suppress(HTTPError):
            await forward()

    async def _wait(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.calm.wait(), seconds)
