"""What the worker does for reminders: put what is due on its way, send it, and remember what became of it.

Short transaction to claim, none during the network, short transaction to remember. A worker that dies in between
leaves a claim that lapses: it is sent again, with the same tag, so that the phone still shows one.
"""

import asyncio
import logging
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.house.house import House
from klankbord.house.language import translator
from klankbord.house.logs import log
from klankbord.house.push.outcome import Gone, Misconfigured, Outcome, RetryAfter, Sent, TooLarge
from klankbord.house.push.payload import opaque, payload
from klankbord.house.push.transport import Browser, Message, PushTransport
from klankbord.rooms.reminders import deliveries
from klankbord.rooms.reminders.deliveries import Claim
from klankbord.rooms.reminders.models import DeliveryState
from klankbord.rooms.reminders.rules import is_stale, lifetime, phrase, try_again

logger = logging.getLogger(__name__)
AT_ONCE = 20


async def send_reminder(push: PushTransport, house: House, about: dict[str, str]) -> None:
    """Job: this reminder is due now. Looks again first; what is not due any more is left alone."""
    await hand_over(house, UUID(about["reminder"]))
    await deliver(push, house)


async def hand_over(house: House, only: UUID | None = None) -> int:
    """Sweep: put every reminder that came due on its way; how many."""
    async with house.database.transaction() as db:
        return await deliveries.hand_over_due(db, house.clock.now(), only, AT_ONCE)


async def deliver(push: PushTransport, house: House) -> int:
    """Sweep: send what is on its way, until nothing is left; how many were tried."""
    tried = 0
    while claimed := await _claim(house):
        became = await asyncio.gather(*(_send(push, house, one) for one in claimed), return_exceptions=True)
        tried += len(claimed)
        if failures := [failure for failure in became if isinstance(failure, BaseException)]:
            raise failures[0]  # after the others; its claim lapses and it is sent again
    return tried


async def _claim(house: House) -> list[Claim]:
    async with house.database.transaction() as db:
        return await deliveries.claim(db, house.clock.now(), AT_ONCE)


async def _send(push: PushTransport, house: House, one: Claim) -> None:
    browser = Browser(one.endpoint, one.p256dh, one.auth)
    outcome = await push.send(browser, message_of(house, one, house.clock.now()))
    now = house.clock.now()
    async with house.database.transaction() as db:
        await _remember(db, one, outcome, now)
        await deliveries.handed_over(db, one.reminder_id, now)
    _tell(one, outcome)


def message_of(house: House, one: Claim, now: datetime) -> Message:
    """A fixed phrase in the browser's language, under an opaque tag and Topic per kind."""
    tag = opaque(one.kind, house.settings.vapid_private_key.get_secret_value())
    words = translator(one.language).gettext(phrase(one.kind))
    body = payload(words, language=one.language, address=house.settings.address, tag=tag, badge=one.badge)
    return Message(body, lifetime(one.kind, now), tag)


async def _remember(db: AsyncSession, one: Claim, outcome: Outcome, now: datetime) -> None:
    if isinstance(outcome, Sent):
        return await deliveries.sent(db, one, outcome.status, now)
    if isinstance(outcome, Gone):
        await deliveries.forget(db, one)
        return await deliveries.ended(db, one, DeliveryState.GONE, outcome.status)
    await deliveries.failing(db, one, now)
    if isinstance(outcome, TooLarge) or is_stale(one.due_at, now):
        return await deliveries.ended(db, one, DeliveryState.FAILED, outcome.status)
    asked = outcome.seconds if isinstance(outcome, RetryAfter) else None
    await deliveries.later(db, one, try_again(one.attempts, asked, now), outcome.status)


def _tell(one: Claim, outcome: Outcome) -> None:
    """Ids, kinds and numbers; a service that refuses us is an alarm, because it is our mistake and stays so."""
    level = logging.ERROR if isinstance(outcome, Misconfigured | TooLarge) else logging.INFO
    ids = {"reminder": one.reminder_id, "subscription": one.subscription_id, "kind": one.kind}
    became = type(outcome).__name__.lower()
    log(logger, level, "push", became=became, status=outcome.status, attempts=one.attempts, **ids)
