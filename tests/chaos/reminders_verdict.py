"""The verdict on reminders: each due one once on each phone that can be reached, or visibly still owed."""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from klankbord.house.clock import AMSTERDAM
from klankbord.house.database import Database
from klankbord.house.push.payload import repeatable_id
from klankbord.rooms.reminders.digest import DIGEST, tag_of
from klankbord.rooms.reminders.rules import LEASE, is_quiet, is_stale
from tests.chaos.endings import UNEXPLAINED, forgotten
from tests.chaos.findings import Findings
from tests.chaos.pushes import Alert
from tests.support.push_service import PushService
from tests.support.rows import rows

DUE = """
    select r.id, r.person_id, r.kind, r.state, greatest(r.due_at, r.snoozed_until) as moment, r.due_at from reminders r
     where greatest(r.due_at, r.snoozed_until) <= :now and r.kind <> 'test'
"""
BROWSERS = "select id, person_id, endpoint from push_subscriptions"
# `tried`: it is still going to be tried, by somebody who is busy with it or at a moment to come.
DELIVERIES = """
    select reminder_id, subscription_id, state, sent_at, case state when 'waiting' then next_at > :now
           when 'claimed' then claimed_at > :lapsed else false end as tried from deliveries
"""
# What must have led to a reminder and did not: a report its managers were not told of, a lesson nobody asks about.
UNASKED = """
    select 'report ' || p.id from reports p join cases c on c.id = p.case_id
      join roles r on r.location_id = c.location_id and r.kind = 'location_manager' and r.ended_at is null
     where not exists (select 1 from reminders m where m.person_id = r.person_id and m.kind = 'report_received'
                          and m.subject_id = p.id)
    union all
    select 'watch lesson ' || l.id from watch_lessons l join watches w on w.id = l.watch_id
     where l.remind_at <= :now and not exists (select 1 from reminders m where m.person_id = w.teacher_id
                          and m.kind = 'watch_lesson' and m.subject_id = l.id)
"""
OPEN = ("waiting", "sent")
# As they stand on a lock screen. Written out here and not asked of the product: what a person reads is what is judged.
# The second of each is of the message that somebody sends to themselves.
PHRASES = {
    "nl": ("Er is iets voor je in Klankbord.", "Het werkt: herinneringen komen op dit apparaat aan."),
    "en": ("There is something for you in Klankbord.", "It works: reminders arrive on this device."),
}
Attempts = Mapping[tuple[str, str], datetime]  # by the ids of reminder and browser, as the worker's log tells them


@dataclass(frozen=True)
class Owed:
    """What the database says: due reminders, browsers that can be reached, deliveries by (reminder, browser); what
    nobody is asked, and what nobody is asked any more."""

    due: list[Any]
    browsers: list[Any]
    deliveries: dict[tuple[Any, Any], Any]
    unasked: list[str]
    unexplained: list[str]


async def owed(owner: Database, now: datetime) -> Owed:
    """Read it, as the owner."""
    found = await rows(owner, DELIVERIES, now=now, lapsed=now - LEASE)
    deliveries = {(one.reminder_id, one.subscription_id): one for one in found}
    unasked, unexplained = [[row[0] for row in await rows(owner, query, now=now)] for query in (UNASKED, UNEXPLAINED)]
    browsers = await rows(owner, BROWSERS)
    return Owed(await rows(owner, DUE, now=now), browsers, deliveries, unasked, unexplained)


def judge_reminders(
    there: Owed, alerts: Sequence[Alert], secret: str, tried: Attempts, said_yes: Mapping[str, UUID]
) -> Findings:
    """`alerts`: everything the phones were asked to show; `secret`: with which ids of messages are made; `tried`: when
    each was tried last; `said_yes`: whose each browser is that was not signed out of and that its service knows."""
    buzzed = Counter((one.endpoint, one.id) for one in alerts if not one.silent)
    known = {repeatable_id(one.id, one.moment, secret): one for one in there.due}
    doubled = [f"{_what(known.get(id), id)} buzzed {n} times" for (_, id), n in buzzed.items() if n > 1]
    doubled += [f"a message about nothing that is due: {id}" for _, id in buzzed if id not in known]
    missed = [f"{unasked}: no reminder was made" for unasked in there.unasked]
    missed += [*there.unexplained, *forgotten(there.browsers, said_yes), *_missed(there, buzzed, secret, tried)]
    return Findings(missed=missed, doubled=doubled)


def _missed(there: Owed, buzzed: Counter[tuple[str, str]], secret: str, tried: Attempts) -> Iterator[str]:
    for one in there.due:
        for browser in there.browsers:
            if browser.person_id != one.person_id or one.state not in OPEN:
                continue
            delivery = there.deliveries.get((one.id, browser.id))
            messages = _messages_of(one, there, delivery)
            told = any(buzzed[browser.endpoint, repeatable_id(of.id, of.moment, secret)] for of in messages)
            state = delivery.state if delivery else None
            last = tried.get((str(one.id), str(browser.id)))
            # the last attempt was a day late: no more of them, it stands under Vandaag
            given_up = state == "failed" and last is not None and is_stale(one.due_at, last)
            if not told and not given_up and not (delivery and delivery.tried):
                yield f"{one.kind} {one.id}: this phone never buzzed (delivery: {state})"


def _messages_of(one: Any, there: Owed, delivery: Any) -> list[Any]:
    """Whose message may have been the one about this: its own, and for what can wait, and was sent, any of those that
    came to the same browser on the same day: they come together."""
    if tag_of(one.kind) != DIGEST or (day := _day_of(delivery)) is None:
        return [one]
    beside = (of for of in there.due if of.person_id == one.person_id and tag_of(of.kind) == DIGEST)
    return [of for of in beside if _day_of(there.deliveries.get((of.id, delivery.subscription_id))) == day]


def _day_of(delivery: Any) -> date | None:
    """On which day (on the wall) it was sent, if it was."""
    sent = delivery is not None and delivery.state == "sent"
    return delivery.sent_at.astimezone(AMSTERDAM).date() if sent else None


def attempts_in(log: Path, house_time: Callable[[float], datetime]) -> Attempts:
    """When each reminder was tried last on each browser, by the house's clock."""
    last = {}
    for line in log.read_text(errors="replace").splitlines():
        said = json.loads(line) if line.startswith("{") else {}
        if said.get("event") == "push":
            at = datetime.fromisoformat(said["at"]).timestamp()
            last[said["reminder"], said["subscription"]] = house_time(at)
    return last


def judge_messages(service: PushService, names: set[str], moments: Sequence[datetime]) -> Findings:
    """Every push could be read, says a fixed phrase, names nobody, and none came at night (`moments`: of each push)."""
    told = [f"refused by the push service: {one}" for one in service.refused]
    for message, at in zip(service.got, moments, strict=True):
        said = json.loads(message["text"])["notification"]
        if said["title"] != "Klankbord" or said["body"] not in PHRASES.get(said["lang"], ()):
            told.append("a push says something else than a fixed phrase")
        if any(name in message["text"] for name in names):
            told.append("a push names a child")
        if is_quiet(at):
            told.append(f"a push at night, at {at:%Y-%m-%d %H:%M} UTC")
    return Findings(told=told)


def _what(one: Any, id: str) -> str:
    return f"{one.kind} {one.id}" if one else f"message {id}"
