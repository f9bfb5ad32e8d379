"""The verdict on one night: who was to be told what and when, and what came."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from klankbord.rooms.reminders.rules import is_quiet
from tests.chaos.findings import Findings

A_MOMENT = timedelta(minutes=2)  # of the moved clock, which goes on while the worker works


@dataclass
class Seen:
    """One night: where the clock stopped, what each phone (by endpoint) expects, and what came, at what time."""

    name: str
    stops: list[datetime]
    expected: dict[str, tuple[str, tuple[datetime, ...]]]
    came: list[tuple[str | None, datetime]] = field(default_factory=list)
    early: list[datetime] = field(default_factory=list)


def judge_night(seen: Seen) -> Findings:
    """Each phone buzzed once for each of its moments, at the first stop of the clock after it; and not besides."""
    found = Findings()
    for endpoint, (what, moments) in seen.expected.items():
        times = [at for where, at in seen.came if where == endpoint]
        about = f"{seen.name}, {what}"
        if len(times) > len(moments):
            found.doubled.append(f"{about}: {len(times)} times, or on a day off")
        for moment in moments:
            stop = min(stop for stop in seen.stops if stop >= moment)
            if not any(timedelta() <= at - stop < A_MOMENT for at in times):
                found.missed.append(f"{about}: not at {moment:%Y-%m-%d %H:%M} UTC")
    found.told += [f"{seen.name}: a push at night" for _, at in seen.came if is_quiet(at)]
    found.told += [f"{seen.name}: refused by the push service" for where, _ in seen.came if where is None]
    found.doubled += [f"{seen.name}: on its way too early, at {at:%Y-%m-%d %H:%M} UTC" for at in seen.early]
    return found
