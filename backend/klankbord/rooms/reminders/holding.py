"""Who may be asked now: nothing buzzes outside somebody's hours or while they are away, and what can wait comes at the
start of their day. What a deputy may see goes to the deputy. Only the worker uses this; it acts for everybody.

The rule itself stands in `duty.rules`, once; here it is asked for everybody who has something due, in one statement.
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
from klankbord.rooms.reminders.rules import kinds_that_may_buzz

# Everybody with something due, or on its way to one more phone, with their hours and absences.
PEOPLE = """
    with due as (
        select r.person_id from reminders r
         where r.state = 'waiting' and r.due_at <= $1 and greatest(r.due_at, r.snoozed_until) <= $1
           and r.kind = any($2) and ($3::uuid is null or r.id = $3)
        union
        select r.person_id from deliveries d join reminders r on r.id = d.reminder_id
         where d.state in ('waiting', 'claimed') and $3::uuid is null)
    select due.person_id, o.zone,
           array(select row(w.weekday, w.starts_at, w.ends_at) from working_hours w where w.person_id = p.id) as hours,
           array(select row(a.first_day, a.last_day, a.deputy_id) from absences a
                  where a.person_id = p.id and a.removed_at is null) as absences
      from due join people p on p.id = due.person_id join organisations o on o.id = p.organisation_id
"""
# While somebody is away, what their deputy may see too becomes the deputy's, once; it stays theirs afterwards. Not what
# the deputy has already, and not back to whom it came from.
STAND_IN = """
    with picked as (
        select distinct on (s.deputy, r.kind, r.subject_id, r.moment) r.id, s.deputy
          from reminders r join unnest($2::uuid[], $3::uuid[]) as s (person, deputy) on s.person = r.person_id
          join people p on p.id = s.deputy and p.ended_at is null and p.organisation_id = r.organisation_id
         where r.state = 'waiting' and r.due_at <= $1 and r.snoozed_until is null and r.kind = any($4)
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


async def asked(direct: Asks, now: datetime, only: UUID | None = None) -> list[Asked]:
    """Everybody with something due (or whose reminder `only` is), after deputies got what is theirs now."""
    found = await _people(direct, now, only)
    if not (stand_ins := [(one.person_id, one.deputy_id) for one in found if one.deputy_id]):
        return found
    people, deputies = (list(column) for column in zip(*stand_ins, strict=True))
    moved = await direct.fetch(STAND_IN, now, people, deputies, STANDS_IN)
    return await _people(direct, now, only) if moved else found


async def _people(direct: Asks, now: datetime, only: UUID | None) -> list[Asked]:
    rows = await direct.fetch(PEOPLE, now, kinds_that_may_buzz(now), only)
    return [Asked(row["person_id"], *_now_of(*_said(row), now)) for row in rows]


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


def columns(people: Sequence[Asked]) -> tuple[list[Any], ...]:
    """As four arrays for a statement: who, off, away, start."""
    rows = [(one.person_id, one.off, one.away, one.start) for one in people]
    return tuple(list(column) for column in zip(*rows, strict=True)) if rows else ([], [], [], [])
