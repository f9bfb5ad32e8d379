"""Requests that arrive late: their client saw the line cut, and others of the same person come before them."""

import asyncio
import contextlib
import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from httpx2 import HTTPError

from tests.browser.proxy import Forward
from tests.browser.wire import Answer, Asked

SOONEST, LATEST = 0.3, 5.0  # seconds
TAKEN = 300


@dataclass(eq=False)
class Late:
    """One request on its way; `overtaken` once another thing of this person was taken before it."""

    path: str
    person: str
    overtaken: asyncio.Event = field(default_factory=asyncio.Event)


class LatePost:
    """What is on its way late. The client, which heard nothing, sends the same once more: it arrives twice. Of one
    person one thing at a time is late: else nothing of theirs would come before it."""

    def __init__(self, dice: random.Random, calm: asyncio.Event, met: Callable[[], None]) -> None:
        self._dice, self._calm, self._met = dice, calm, met
        self._underway: list[Late] = []
        self._tasks: set[asyncio.Task[None]] = set()

    def may_take(self, asked: Asked) -> bool:
        """Whether this is something somebody wrote, and nothing else of theirs is late."""
        return asked.method == "PUT" and person_of(asked) not in {one.person for one in self._underway}

    def take(self, asked: Asked, forward: Forward) -> None:
        """From now on it is on its way."""
        late = Late(asked.path, person_of(asked))
        self._underway.append(late)
        self._tasks.add(asyncio.create_task(self._bring(late, forward)))

    def arrived(self, asked: Asked, answer: Answer) -> None:
        """The app answered this one."""
        if asked.method == "PUT" and answer.status < TAKEN:
            for one in self._overtaken_by(asked):
                one.overtaken.set()

    async def all(self) -> None:
        """Until everything has arrived."""
        await asyncio.gather(*self._tasks)

    def _overtaken_by(self, asked: Asked) -> Iterator[Late]:
        person = person_of(asked)
        return (one for one in self._underway if one.person == person and one.path != asked.path)

    async def _bring(self, late: Late, forward: Forward) -> None:
        """Soon after it was overtaken, or at last; it is only out of order when it was, and reached the app."""
        await asyncio.sleep(self._dice.uniform(SOONEST, 2 * SOONEST))
        await _first(late.overtaken, self._calm, LATEST - SOONEST)
        overtaken = late.overtaken.is_set()
        with contextlib.suppress(HTTPError):
            if (await forward()).status < TAKEN and overtaken:
                self._met()
        self._underway.remove(late)


def person_of(asked: Asked) -> str:
    """Who wrote what is sent, as its body says; nobody when it does not."""
    try:
        return str(json.loads(asked.body)["person"])
    except (ValueError, KeyError, TypeError):
        return ""


async def _first(one: asyncio.Event, other: asyncio.Event, patience: float) -> None:
    """Until one of the two happens, or it has taken too long."""
    waiting = [asyncio.ensure_future(one.wait()), asyncio.ensure_future(other.wait())]
    await asyncio.wait(waiting, timeout=patience, return_when=asyncio.FIRST_COMPLETED)
    for each in waiting:
        each.cancel()
