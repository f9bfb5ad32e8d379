"""The live screen of one alarm: where it stands, who was called over what, who has read it, who took it up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from klankbord.house.content import NUMBERS, Number
from klankbord.house.crypto import KeyRing
from klankbord.house.door import Visit
from klankbord.house.errors import NotHere
from klankbord.house.language import mark
from klankbord.house.who import Who
from klankbord.rooms.alarms import queries
from klankbord.rooms.alarms.contacts import Contact, contacts_at
from klankbord.rooms.alarms.models import Alarm, AlarmCall, AlarmTaking, Channel
from klankbord.rooms.alarms.queries import Called
from klankbord.rooms.alarms.rules import ENDED, Known, Ladder, Standing, must_phone, standing
from klankbord.rooms.alarms.words import said
from klankbord.rooms.people import queries as people
from klankbord.rooms.people.models import Person

ON_ITS_WAY, KEEPS_TRYING = mark("on its way"), mark("does not get through yet; we keep trying")
FAILURES = {
    "no_device": mark("reminders are not on"),
    "no_address": mark("no address known"),
    "refused": mark("the address does not work"),
    "unreachable": mark("did not get through"),
    "overtaken": mark("did not get through"),
}
CHANNELS = {Channel.PUSH.value: mark("phone"), Channel.MAIL.value: mark("mail")}


@dataclass(frozen=True)
class Way:
    """How far a call to one person over one channel came: handed over at `at`, or else `trouble` (English source)."""

    channel: str
    at: datetime | None
    trouble: str


@dataclass(frozen=True)
class CalledPerson:
    """Somebody who was called, and when they read it."""

    name: str
    first_at: datetime
    ways: Sequence[Way]
    seen_at: datetime | None


@dataclass(frozen=True)
class Ending:
    """Who took it up, or took it back and why."""

    name: str
    at: datetime
    withdrawn: bool
    words: str | None
    mine: bool


@dataclass(frozen=True)
class AlarmScreen:
    """Everything on the page. `mine`: who looks sent it; `title` and `text` say where it stands; `words` are empty for
    who need not read them."""

    alarm_id: UUID
    drill: bool
    mine: bool
    location: str
    sent_at: datetime
    sender: Person
    words: str | None
    title: str
    text: str
    must_phone: bool
    over: bool
    called: Sequence[CalledPerson]
    ending: Ending | None
    numbers: Sequence[Number] = NUMBERS
    contacts: Sequence[Contact] = ()
    problem: str = ""
    reason: str = ""


async def screen_of(visit: Visit, alarm_id: UUID, problem: str = "", reason: str = "") -> AlarmScreen:
    """The screen as it is now. Raises NotHere for who may not see this alarm."""
    db, who = visit.db, visit.who
    found = await queries.alarm_of(db, who.organisation_id, alarm_id)
    if found is None:
        raise NotHere
    alarm, location = found
    calls, seen = await queries.calls_of(db, alarm.id), await queries.sightings_of(db, alarm.id)
    taking = await queries.taking_of(db, alarm.id)
    contacts = await contacts_at(db, who.organisation_id, [alarm.location_id], visit.now)
    names = await people.first_names(db, who.organisation_id, {*seen, *([taking.person_id] if taking else [])})
    sender = await people.person(db, who.organisation_id, alarm.sender_id)
    if sender is None:
        raise NotHere
    told = standing(_known(alarm, calls, bool(seen), taking, _somebody_works(contacts, alarm)), visit.now)
    ending = _ending(visit.house.keys, taking, names, who.person_id, _reads(who, alarm, taking))
    title, text = _said(visit, told, [names[person] for person in seen], ending)
    return AlarmScreen(
        alarm_id=alarm.id,
        drill=alarm.drill,
        mine=alarm.sender_id == who.person_id,
        location=location.name,
        sent_at=alarm.sent_at,
        sender=sender,
        words=_words(visit, alarm, taking),
        title=title,
        text=text,
        must_phone=must_phone(told),
        over=told in ENDED,
        called=_people(calls, seen),
        ending=ending,
        contacts=[one for one in contacts if one.id != who.person_id],
        problem=problem,
        reason=reason,
    )


def _said(visit: Visit, told: Standing, readers: Sequence[str], ending: Ending | None) -> tuple[str, str]:
    name, at, mine = (ending.name, ending.at, ending.mine) if ending else ("", None, False)
    return said(visit.who.language, told, readers, name, at, mine=mine)


def _somebody_works(contacts: Sequence[Contact], alarm: Alarm) -> bool:
    return any(one.at_work for one in contacts if one.id != alarm.sender_id)


def _known(alarm: Alarm, calls: Sequence[Called], seen: bool, taking: AlarmTaking | None, on_duty: bool) -> Known:
    return Known(
        ladder=Ladder(alarm.sent_at, alarm.next_rung, alarm.next_at, alarm.ended_at is not None),
        on_duty=on_duty,
        handed_over=any(one.call.told_at for one in calls),
        seen=seen,
        taken=taking is not None and not taking.withdrawn,
        withdrawn=taking is not None and taking.withdrawn,
    )


def _words(visit: Visit, alarm: Alarm, taking: AlarmTaking | None) -> str | None:
    """An administrator, called when nobody else answers, reads them only after taking it up."""
    if not _reads(visit.who, alarm, taking):
        return None
    return visit.house.keys.open(alarm.words_sealed, table="alarms", row=alarm.id, column="words_sealed")


def _reads(who: Who, alarm: Alarm, taking: AlarmTaking | None) -> bool:
    """Whether the words of an alarm, and why it was taken back, are for this person."""
    took = taking is not None and taking.person_id == who.person_id
    return who.is_location_manager or who.is_social_worker or who.person_id == alarm.sender_id or took


def _ending(keys: KeyRing, taking: AlarmTaking | None, names: dict[UUID, str], me: UUID, reads: bool) -> Ending | None:
    if taking is None:
        return None
    words = (
        keys.open(taking.words_sealed, table="alarm_takings", row=taking.id, column="words_sealed") if reads else None
    )
    return Ending(names[taking.person_id], taking.at, taking.withdrawn, words, taking.person_id == me)


def _people(calls: Sequence[Called], seen: dict[UUID, datetime]) -> list[CalledPerson]:
    by_person: dict[UUID, list[Called]] = {}
    for one in calls:
        by_person.setdefault(one.call.person_id, []).append(one)
    found = [
        CalledPerson(mine[0].name, min(one.call.made_at for one in mine), _ways(mine), seen.get(person))
        for person, mine in by_person.items()
    ]
    return sorted(found, key=lambda one: (one.first_at, one.name))


def _ways(calls: Sequence[Called]) -> list[Way]:
    sorted_ = sorted((one.call for one in calls), key=lambda call: (call.channel != Channel.PUSH, call.rung))
    ways = (_way(channel, list(mine)) for channel, mine in groupby(sorted_, key=lambda call: call.channel))
    return [way for way in ways if way.at or way.trouble]


def _way(channel: str, calls: Sequence[AlarmCall]) -> Way:
    handed = [call.told_at for call in calls if call.told_at]
    last = calls[-1]
    if handed:
        return Way(CHANNELS[channel], max(handed), "")
    if last.failed:
        return Way(CHANNELS[channel], None, FAILURES.get(last.failed, ""))
    return Way(CHANNELS[channel], None, KEEPS_TRYING if last.attempts > 1 else ON_ITS_WAY)
