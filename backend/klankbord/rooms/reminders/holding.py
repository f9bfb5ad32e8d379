"""Who may be asked now: nothing buzzes outside somebody's hours or while they are away, and what can wait comes at the
start of their day. What a deputy may see goes to the deputy. Only the worker uses this; it acts for everybody.

The rule itself stands in `duty.rules`, once; here it is asked for the people on one page of a walk (see `walking`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from klankbord.house.direct import Asks
from klankbord.rooms.duty.rules import Duty, Hours
from klankbord.rooms.reminders.kinds import KINDS, Buzz

# While somebody is away, what their deputy may see too becomes the deputy's, once; it stays theirs afterwards. Not what
# the deputy has already, and not back to whom it came from.
STAND_IN = """
    with picked as (
        select distinct on (s.deputy, r.kind, r.subject_id, r.moment) r.id, s.deputy
          from reminders r join unnest($2::uuid[], $3::uuid[]) as s (person, deputy) on s.person = r.person_id
          join people p on p.id = s.deputy and p.ended_at is null and p.organisation_id = r.organisation_id
         where r.id = any($5) and r.state = 'waiting' and r.due_at <= $1 and r.snoozed_until is null
           and r.kind = any($4)
           and r.stands_in_for_id is distinct from s.deputy
           and not exists (select from reminders x where x.person_id = s.deputy and x.kind = r.kind
                              and x.subject_id = r.subject_id and x.moment = r.moment)
           and kb_may_see_subject(s.deputy, r.subject_id)
         order by s.deputy, r.kind, r.subject_id, r.moment, r.id)
    update reminders r set person_id = picked.deputy, stands_in_for_id = coalesce(r.stands_in_for_id, r.person_id)
      from picked where r.id = picked.id
    returning r.id
"""


def _kinds(*buzzes: Buzz) -> list[str]:
    return [one.kind for one in KINDS if one.buzz in buzzes]


ANY_TIME = _kinds(Buzz.ANY_TIME)
WITHOUT_HOURS = _kinds(Buzz.ANY_TIME, Buzz.WITH_THE_LESSON)
AT_THE_START = _kinds(Buzz.START_OF_DAY)
AT_ONCE = [one.kind for one in KINDS if one.buzz != Buzz.START_OF_DAY]
STANDS_IN = [one.kind for one in KINDS if one.stands_in]


class Absent(NamedTuple):
    """An absence as it comes from the statement."""

    first_day: Any
    last_day: Any
    deputy_id: UUID | None


@dataclass(frozen=True)
class Asked:
    """One person with something due. `off`: outside their hours now; `away`: absent today; `start`: the last start of a
    working day: what can wait and was due by then may be said; `until`: when these hours end (now, outside them)."""

    person_id: UUID
    off: bool
    away: bool
    deputy_id: UUID | None
    start: datetime | None
    until: datetime


def asked_of(row: Any, now: datetime) -> Asked:
    """What the hours and absences in this row say of its person at this moment."""
    return Asked(row["person_id"], *_now_of(*_said(row), now))


async def stand_in(direct: Asks, now: datetime, people: Sequence[Asked], reminders: Sequence[UUID]) -> bool:
    """Of these reminders, deputies get what is theirs while these people are away; whether any did."""
    if not (away := [(one.person_id, one.deputy_id) for one in people if one.deputy_id]):
        return False
    persons, deputies = (list(column) for column in zip(*away, strict=True))
    return bool(await direct.fetch(STAND_IN, now, persons, deputies, STANDS_IN, reminders))


def _said(row: Any) -> tuple[tuple[Hours, ...], tuple[Absent, ...], str]:
    """Hours, absences and zone of one person."""
    return tuple(Hours(*one) for one in row["hours"]), tuple(Absent(*one) for one in row["absences"]), row["zone"]


# Most people never say when they work: what holds for one of them at a moment holds for all.
@lru_cache(maxsize=256)
def _now_of(
    hours: tuple[Hours, ...], absences: tuple[Absent, ...], zone: str, now: datetime
) -> tuple[bool, bool, UUID | None, datetime | None, datetime]:
    """`off`, `away`, `deputy_id`, `start` and `until` of who said this."""
    duty = Duty(hours, absences, ZoneInfo(zone))
    absence = duty.away(now.astimezone(duty.zone).date())
    off = not duty.can_be_asked(now)
    start = None if off else duty.last_digest(now)
    return off, absence is not None, absence.deputy_id if absence else None, start, duty.until(now)


def ends(people: Sequence[Asked]) -> dict[UUID, datetime]:
    """By person: when the hours they are in now end."""
    return {one.person_id: one.until for one in people}


def columns(whose: Sequence[tuple[UUID, Asked]]) -> tuple[list[Any], ...]:
    """Of each reminder or delivery, as four arrays for a statement: its id, whose it is, whether they are off, away."""
    rows = [(id, one.person_id, one.off, one.away) for id, one in whose]
    return tuple(list(column) for column in zip(*rows, strict=True)) if rows else ([], [], [], [])


def starts(people: Sequence[Asked]) -> tuple[list[UUID], list[datetime | None]]:
    """Who of these may be told now what can wait, and what was due by when."""
    here = [one for one in people if not one.off and not one.away]
    return [one.person_id for one in here], [one.start for one in here]
