"""Sending what a worker has claimed: a few at a time, and what became of them remembered many at a time."""

import asyncio
import logging
import time
from collections.abc import Coroutine, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from uuid import UUID

import asyncpg
from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.house.house import House
from klankbord.house.language import translator
from klankbord.house.logs import log
from klankbord.house.push.outcome import Gone, Misconfigured, Outcome, RetryAfter, Sent, TooLarge
from klankbord.house.push.payload import opaque, payload, repeatable_id
from klankbord.house.push.transport import TIMEOUT, Browser, Message, PushTransport
from klankbord.rooms.reminders import deliveries
from klankbord.rooms.reminders.deliveries import Claim
from klankbord.rooms.reminders.digest import tag_of, together
from klankbord.rooms.reminders.holding import WITHOUT_HOURS
from klankbord.rooms.reminders.models import DeliveryState
from klankbord.rooms.reminders.rules import LEASE, is_stale, lifetime, phrase, try_again

logger = logging.getLogger(__name__)
MANY = 200  # claimed at once
AT_ONCE = 40  # on the line at once: all of them, each as slow as is allowed, are done before the claim lapses
TOGETHER = 100  # remembered in one statement
HURRY = LEASE.total_seconds() - TIMEOUT - 5  # seconds after the claim in which the last one may be begun

# The same for a whole afternoon of reminders.
_opaque = lru_cache(maxsize=64)(opaque)
_lifetime = lru_cache(maxsize=64)(lifetime)


class Sending:
    """One claim's worth; `ends`: when each person can be asked no more. What could not be begun in time is left: its
    claim lapses and somebody takes it over."""

    def __init__(
        self, push: PushTransport, house: House, claimed: Sequence[Claim], ends: Mapping[UUID, datetime]
    ) -> None:
        self._push, self._house, self._ends = push, house, ends
        self._left = iter(together(claimed))
        self._senders = min(AT_ONCE, len(claimed))
        self._until = time.monotonic() + HURRY
        self._took: list[tuple[Claim, int]] = []
        self._remembering = False
        self._failure: Exception | None = None

    async def all(self) -> None:
        """Send them and remember. Raises what went wrong with one, after the others."""
        async with asyncio.TaskGroup() as senders:
            for _ in range(self._senders):
                senders.create_task(self._some())
        if self._failure is not None:
            raise self._failure  # its claim lapses and it is sent again

    async def _some(self) -> None:
        for some in self._left:
            if time.monotonic() > self._until:
                break
            await self._without_harm_to_others(self._send(some))
        await self._remember_sent()

    async def _without_harm_to_others(self, work: Coroutine[None, None, None]) -> None:
        try:
            await work
        except Exception as failure:
            self._failure = failure

    async def _send(self, some: Sequence[Claim]) -> None:
        one = some[0]
        browser = Browser(one.endpoint, one.p256dh, one.auth)
        outcome = await self._push.send(browser, self._message(one))
        if not isinstance(outcome, Sent):
            _tell(one, outcome)
            now = self._house.clock.now()  # of all in it, so that they are tried again together
            for each in some:
                await self._remember(each, outcome, now)
            return
        self._took += [(each, outcome.status) for each in some]
        if len(self._took) >= TOGETHER:
            await self._remember_sent()

    def _message(self, one: Claim) -> Message:
        until = None if one.kind in WITHOUT_HOURS else self._ends.get(one.person_id)
        return message_of(self._house, one, self._house.clock.now(), until)

    async def _remember_sent(self) -> None:
        """One statement at a time: what is taken while it is on its way goes with the next. At the end of a claim all
        senders come here one by one, and each would have had a statement of its own."""
        if self._remembering:
            return
        self._remembering = True
        while self._took:
            took, self._took = self._took, []
            await self._without_harm_to_others(self._remember_these(took))
        self._remembering = False

    async def _remember_these(self, took: Sequence[tuple[Claim, int]]) -> None:
        direct, now = self._house.database.direct, self._house.clock.now()
        try:
            await deliveries.sent(direct, took, now)
        except asyncpg.PostgresError:  # one of them must not lose the others
            for each in took:
                await self._without_harm_to_others(deliveries.sent(direct, [each], now))
        ids = [one.reminder_id for one, _ in took]
        log(logger, logging.INFO, "pushes taken", became="sent", count=len(ids), reminders=ids)

    async def _remember(self, one: Claim, outcome: Outcome, now: datetime) -> None:
        async with self._house.database.transaction() as db:
            await _remember_failed(db, one, outcome, now)
            await deliveries.handed_over(db, one, now)


def message_of(house: House, one: Claim, now: datetime, until: datetime | None = None) -> Message:
    """A fixed phrase in the browser's language, under an opaque tag and Topic per kind (what can wait shares one); sent
    again, the same id. A phone that is off may get it until `until`."""
    secret = house.settings.vapid_private_key.get_secret_value()
    tag, again = _opaque(tag_of(one.kind), secret), repeatable_id(one.reminder_id, one.moment, secret)
    words = translator(one.language).gettext(phrase(one.kind))
    address, badge = house.settings.address, one.badge
    body = payload(words, language=one.language, address=address, tag=tag, badge=badge, message_id=again)
    return Message(body, _lifetime(one.kind, now.replace(microsecond=0), until), tag)


async def _remember_failed(db: AsyncSession, one: Claim, outcome: Outcome, now: datetime) -> None:
    if isinstance(outcome, Gone):
        await deliveries.forget(db, one)
        return await deliveries.ended(db, one, DeliveryState.GONE, outcome.status)
    await deliveries.failing(db, one, now)
    if isinstance(outcome, TooLarge) or is_stale(one.since, now):
        return await deliveries.ended(db, one, DeliveryState.FAILED, outcome.status)
    asked = outcome.seconds if isinstance(outcome, RetryAfter) else None
    await deliveries.later(db, one, try_again(one.attempts, asked, now), outcome.status)


def _tell(one: Claim, outcome: Outcome) -> None:
    """A line for each that was not taken: ids, kinds and numbers.

    A service that refuses us is an alarm, because it is our mistake and stays so.
    """
    level = logging.ERROR if isinstance(outcome, Misconfigured | TooLarge) else logging.INFO
    ids = {"reminder": one.reminder_id, "subscription": one.subscription_id, "kind": one.kind}
    became = type(outcome).__name__.lower()
    log(logger, level, "push", became=became, status=outcome.status, attempts=one.attempts, **ids)
