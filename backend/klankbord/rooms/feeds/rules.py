"""What stands in a feed (RFC 5545): when something is due, and nothing else. No clock: `now` is an argument."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from icalendar import Calendar, Event

LONG = timedelta(minutes=15)
AGAIN = timedelta(hours=1)  # how often a calendar program may ask anew
FEW = 5  # addresses of one person that work at once


@dataclass(frozen=True)
class Due:
    """A reminder as a calendar may know it: its id and its moment (aware UTC)."""

    id: UUID
    at: datetime


def calendar(dues: Iterable[Due], *, name: str, phrase: str, url: str, now: datetime) -> bytes:
    """The feed. `phrase` is the same for everything; the UID of a reminder stays the same when its moment moves."""
    made = Calendar()
    made.add("prodid", "-//Klankbord//NONSGML 1//NL")
    made.add("version", "2.0")
    made.add("x-wr-calname", name)
    made.add("refresh-interval", AGAIN, {"value": "DURATION"})
    made.add("x-published-ttl", AGAIN)
    for due in dues:
        made.add_component(_event(due, phrase, url, now))
    return bytes(made.to_ical())


def _event(due: Due, phrase: str, url: str, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"{due.id}@klankbord")
    event.add("dtstamp", now)
    event.add("dtstart", due.at)
    event.add("dtend", due.at + LONG)
    event.add("summary", phrase)
    event.add("url", url)
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    return event
