"""The ringing itself: no transaction during the network, what became of each call remembered at once.

A worker that dies in between leaves a call that is made again, with the same id, so that a phone buzzes once for it.
"""

import asyncio
import logging
from collections.abc import Coroutine, Iterable
from typing import Any

from klankbord.house.house import House
from klankbord.house.language import mark, translator
from klankbord.house.logs import log
from klankbord.house.mail import Letter, Mailer, MailOutcome
from klankbord.house.push.outcome import Gone, Misconfigured, Sent
from klankbord.house.push.payload import opaque, payload
from klankbord.house.push.transport import Browser, Message, PushTransport
from klankbord.rooms.alarms import calls
from klankbord.rooms.alarms.calls import Claim, Phone
from klankbord.rooms.alarms.models import Channel
from klankbord.rooms.alarms.queries import CHANNEL
from klankbord.rooms.alarms.rules import MOST_ATTEMPTS, lifetime, wait_after

logger = logging.getLogger(__name__)
# All that a lock screen or a mailbox may ever show: no name, no place, no word about care or a child.
URGENT = mark("Urgent. Open Klankbord now.")
DRILL = mark("EXERCISE. Open Klankbord now.")
LETTER = mark("Somebody you work with is waiting for you in Klankbord. Open it now:")
DRILL_LETTER = mark("This is an exercise. Somebody you work with is waiting for you in Klankbord. Open it now:")


async def ring(house: House, push: PushTransport) -> int:
    """Push to the phones of everybody whose call waits, until none waits; how many calls were tried."""
    direct, tried = house.database.direct, 0
    while claimed := await calls.claim(direct, Channel.PUSH, house.clock.now()):
        phones = await calls.phones(direct, [one.person_id for one in claimed])
        await _all(_push_one(house, push, one, [p for p in phones if p.person_id == one.person_id]) for one in claimed)
        tried += len(claimed)
    return tried


async def write(house: House, mailer: Mailer) -> int:
    """Mail everybody whose letter waits, until none waits; how many were tried."""
    direct, tried = house.database.direct, 0
    while claimed := await calls.claim(direct, Channel.MAIL, house.clock.now()):
        await _all(_mail_one(house, mailer, one) for one in claimed)
        tried += len(claimed)
    return tried


async def _all(work: Iterable[Coroutine[Any, Any, None]]) -> None:
    """Side by side; what breaks with one is raised after the others."""
    done = await asyncio.gather(*work, return_exceptions=True)
    for one in done:
        if isinstance(one, BaseException):
            raise one


async def _push_one(house: House, push: PushTransport, one: Claim, phones: list[Phone]) -> None:
    outcomes = await asyncio.gather(*(_to_phone(house, push, one, phone) for phone in phones))
    if any(isinstance(outcome, Sent) for outcome in outcomes):
        return await _told(house, one)
    if all(isinstance(outcome, Gone) for outcome in outcomes):
        return await _failed(house, one, "no_device")
    await _again(house, one)


async def _to_phone(house: House, push: PushTransport, one: Claim, phone: Phone) -> object:
    direct, browser = house.database.direct, Browser(phone.endpoint, phone.p256dh, phone.auth)
    outcome = await push.send(browser, message_of(house, one, phone.language))
    if isinstance(outcome, Sent):
        await direct.fetch(calls.FINE, phone.id, house.clock.now())
    elif isinstance(outcome, Gone):
        await direct.fetch(calls.FORGET, phone.id, phone.endpoint)
    else:
        level = logging.ERROR if isinstance(outcome, Misconfigured) else logging.INFO
        log(logger, level, "alarm push", became=type(outcome).__name__.lower(), call=one.id, attempts=one.attempts)
    return outcome


async def _mail_one(house: House, mailer: Mailer, one: Claim) -> None:
    if not one.email:
        return await _failed(house, one, "no_address")
    outcome = await mailer.send(letter_of(house, one, one.email))
    log(logger, logging.INFO, "alarm mail", became=outcome, call=one.id, attempts=one.attempts)
    if outcome == MailOutcome.SENT:
        return await _told(house, one)
    if outcome == MailOutcome.REFUSED:
        return await _failed(house, one, "refused")
    await _again(house, one)


def message_of(house: House, one: Claim, language: str) -> Message:
    """A fixed phrase; each alarm has a place of its own on the screen, and each rung buzzes anew."""
    secret = house.settings.vapid_private_key.get_secret_value()
    tag, again = opaque(f"alarm|{one.alarm_id}", secret), opaque(f"alarm|{one.alarm_id}|{one.rung}", secret)
    words = translator(language).gettext(DRILL if one.drill else URGENT)
    body = payload(
        words,
        language=language,
        address=house.settings.address,
        tag=tag,
        badge=one.badge + 1,
        message_id=again,
        path=path_of(one),
        stays=True,
    )
    return Message(body, lifetime(one.rung), tag, "high")


def letter_of(house: House, one: Claim, to: str) -> Letter:
    """The same words for everybody, and the address of the alarm."""
    say = translator(one.language).gettext
    text = f"{say(DRILL_LETTER if one.drill else LETTER)}\n\n{house.settings.address}{path_of(one)}\n"
    return Letter(to, say(DRILL if one.drill else URGENT), text, one.language, f"{one.id}", house.clock.now())


def path_of(one: Claim) -> str:
    """The page that opens."""
    return f"/alarms/{one.alarm_id}"


async def _told(house: House, one: Claim) -> None:
    await house.database.direct.fetch(calls.TOLD, one.id, house.clock.now())
    await _heard(house, one)


async def _failed(house: House, one: Claim, why: str) -> None:
    await house.database.direct.fetch(calls.FAILED, one.id, why)
    await _heard(house, one)


async def _again(house: House, one: Claim) -> None:
    if one.attempts >= MOST_ATTEMPTS:
        return await _failed(house, one, "unreachable")
    await house.database.direct.fetch(calls.LATER, one.id, house.clock.now() + wait_after(one.attempts))
    await _heard(house, one)


async def _heard(house: House, one: Claim) -> None:
    await house.database.direct.fetch(calls.NOTIFY, CHANNEL, str(one.alarm_id))
