"""The push service's side: it breaks as the plan says, and brings what it took to the phones."""

import asyncio
import contextlib
import math
import random
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from tests.chaos.hands import Hands
from tests.chaos.phone import WORKER, Phone
from tests.chaos.phones import PATIENCE, PhoneRefused
from tests.chaos.plan import Event
from tests.support.push_service import PushService, Subscription

GONE = "410"
UNANSWERED = 2.0  # seconds a service that answers nobody lets a push wait: its worker is killed long before
TOO_SLOW = 9.0  # seconds after which who sent it may have hung up: then it is taken, and the answer lost


@dataclass(frozen=True)
class Alert:
    """One message that reached a phone: its id, and whether the phone buzzed."""

    endpoint: str
    id: str
    silent: bool


@dataclass
class Deaf:
    """From `start` to `end` (seconds since 1970) its service may take a push for this browser and not say so. It has no
    end as long as it lasts."""

    id: str
    start: float
    end: float = math.inf


@dataclass
class Pushes:
    """Every message on its way. `moves`: the house's clock as (real time, offset); `deaf`: when answers were lost;
    `meant`: how the service was to break; `held`: how many pushes waited at one that answered nobody."""

    service: PushService
    hands: Hands
    meant: set[str] = field(default_factory=set)
    held: int = 0
    moves: list[tuple[float, timedelta]] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    deaf: list[Deaf] = field(default_factory=list)
    _brought: int = 0
    _on_their_way: set[asyncio.Task[None]] = field(default_factory=set)
    _breaking: set[asyncio.Task[None]] = field(default_factory=set)
    _held: set[str] = field(default_factory=set)
    _letting_go: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def phones(self) -> dict[str, Phone]:
        """By the id in their endpoint."""
        return {phone.endpoint.rsplit("/", 1)[1]: phone for phone in self.hands.phones if phone.endpoint}

    @property
    def reachable(self) -> list[Phone]:
        """Phones whose browser is not gone for good."""
        return [phone for id, phone in self.phones.items() if self.service.subscriptions[id].mode != GONE]

    @property
    def said_yes(self) -> dict[str, UUID]:
        """Whose reminders go to which endpoint: only a service that says it is gone, or signing out, ends that."""
        return {phone.endpoint: phone.people[0].id for phone in self.reachable}

    @property
    def met(self) -> Counter[str]:
        """What pushes met of it."""
        return Counter({f"push {mode}": n for mode, n in self.service.broke.items()}) + Counter(
            {"push unanswered": self.held}
        )

    @property
    def unmet(self) -> set[str]:
        """How it was to break and no push met it yet."""
        return self.meant - {mode for mode, times in self.service.broke.items() if times}

    def breaking(self, mode: str) -> list[Phone]:
        """Whose push service breaks like this now."""
        return [phone for id, phone in self.phones.items() if self.service.subscriptions[id].mode == mode]

    def answer_lost(self, id: str, at: float) -> bool:
        """Whether the sender of what was taken for this browser at `at` may never have heard of it."""
        return any(one.id == id and one.start <= at <= one.end for one in self.deaf)

    def break_some(self, event: Event, dice: random.Random) -> None:
        """The service of half the browsers answers badly for some seconds, and until a push met it; or one browser is
        gone for good."""
        mode, there = event.more["mode"], sorted(self.phones)
        self.meant.add(mode)
        for id in dice.sample(there, 1 if mode == GONE else len(there) // 2):
            one = self.service.subscriptions[id]
            if one.mode != GONE and id not in self._held:
                one.mode, one.slow = mode, dice.choice((2.0, 2.0, 12.0))
                self._breaking.add(asyncio.create_task(self._mend_after(one, event.more["seconds"])))

    @contextlib.asynccontextmanager
    async def unanswered(self) -> AsyncIterator[Callable[[], int]]:
        """A push that arrives now is not answered, and one that is still waiting when the block ends is never taken: of
        a worker killed in the block nothing reached a phone, and somebody must take over what it had claimed. Gives how
        many came."""
        held = {id: one for id, one in self.service.subscriptions.items() if one.mode != GONE}
        for one in held.values():
            one.mode, one.slow = "slow", UNANSWERED
        self._held |= held.keys()
        before = len(self.service.knocks)

        def came() -> int:
            return sum(knock.rsplit("/", 1)[1] in held for knock in self.service.knocks[before:])

        try:
            yield came
        finally:
            self.held += came()
            for one in held.values():
                one.mode = "503" if one.mode == "slow" else one.mode
            self._letting_go.add(asyncio.create_task(self._let_go(held)))

    async def mend(self) -> None:
        """Every service that is not gone for good takes everything again."""
        for task in self._breaking:
            task.cancel()
        await asyncio.gather(*self._breaking, return_exceptions=True)
        await asyncio.gather(*self._letting_go)
        for subscription in self.service.subscriptions:
            self._heal(subscription)

    async def bring(self) -> None:
        """For ever: hand over what was taken."""
        while True:
            await asyncio.sleep(0.05)
            phones, new = self.phones, self.service.got[self._brought :]
            self._brought += len(new)
            for message in new:
                if phone := phones.get(message["id"]):
                    task = asyncio.create_task(self._to(phone, message))
                    self._on_their_way.add(task)
                    task.add_done_callback(self._on_their_way.discard)

    async def arrived(self) -> None:
        """Wait until nothing is on its way; a phone that takes too long for it did not take it."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                while self._brought < len(self.service.got) or self._on_their_way:  # noqa: ASYNC110
                    await asyncio.sleep(0.1)
        self.failed += ["it was still on its way"] * len(self._on_their_way)

    async def alerts(self) -> list[Alert]:
        """What the phones were asked to show, and whether it was to buzz."""
        found = []
        for phone in self.hands.phones:
            shown = (await self.hands.node.do("shown", phone.name))["alerts"]
            found += [Alert(phone.endpoint, one["id"], bool(one["silent"])) for one in shown]
        return found

    def house_time(self, real: float) -> datetime:
        """What the house's clock said at a real moment (seconds since 1970)."""
        offset = max((move for move in self.moves if move[0] <= real), key=lambda move: move[0])[1]
        return datetime.fromtimestamp(real, UTC) + offset

    async def _to(self, phone: Phone, message: dict[str, Any]) -> None:
        try:
            async with phone.pushing:  # a browser does not stop a worker that has a push in its hands
                await self.hands.open_tab(phone, WORKER)
                await self.hands.node.do("push", phone.name, text=message["text"])
        except PhoneRefused as refusal:
            self.failed.append(f"{phone.name}: {refusal}")

    async def _mend_after(self, one: Subscription, seconds: float) -> None:
        mode, slow = one.mode, one.slow if one.mode == "slow" else 0.0
        deaf = Deaf(one.id, time.time())
        if mode == "taken" or slow > TOO_SLOW:
            self.deaf.append(deaf)
        try:
            await asyncio.sleep(seconds)
            while one.mode == mode != GONE and mode in self.unmet:  # noqa: ASYNC110  the service tells it no other way
                await asyncio.sleep(0.1)
        finally:
            deaf.end = time.time() + slow + 1  # taken at the end of its wait
        self._heal(one.id)

    async def _let_go(self, held: Collection[str]) -> None:
        await asyncio.sleep(UNANSWERED)
        self._held -= set(held)
        for id in held:
            self._heal(id)

    def _heal(self, subscription: str) -> None:
        if self.service.subscriptions[subscription].mode != GONE and subscription not in self._held:
            self.service.subscriptions[subscription].mode = "201"
