"""The one readable thing on a phone: groups and first names of the next lesson day, with an expiry (decision 7)."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from klankbord.house.boot import boot_of
from klankbord.house.door import Visit
from klankbord.house.language import mark, translator
from klankbord.rooms.lessons import queries as lessons
from klankbord.rooms.lessons.queries import GroupLesson
from klankbord.rooms.outbox import queries
from klankbord.rooms.people.models import RoleKind
from klankbord.rooms.places import queries as places
from klankbord.rooms.places.models import Pupil
from klankbord.rooms.watches import queries as watches
from klankbord.rooms.watches.queries import RosterLesson

ROLES = {RoleKind.LOCATION_MANAGER: mark("location manager"), RoleKind.SOCIAL_WORKER: mark("social worker")}


async def roster_of(visit: Visit) -> dict[str, Any] | None:
    """Groups and first names of this teacher's next lesson day, in the shape the phone keeps; None without lessons."""
    who, db = visit.who, visit.db
    coming = await lessons.next_lesson_day(db, who.organisation_id, who.group_ids, visit.now)
    if coming is None:
        return None
    groups = {each.group.id for each in coming.lessons}
    pupils = await places.roster(db, who.organisation_id, groups)
    zone = await places.zone_of(db, who.organisation_id)
    boot = boot_of(visit.house, who)
    return {
        "person": boot["person"],
        "language": boot["language"],
        "seal": boot["seal"],
        "now": milliseconds(visit.now),
        "day": coming.day.isoformat(),
        "expires": milliseconds(end_of(coming.day, zone)),
        "groups": [_group(each, pupils) for each in coming.lessons],
        "watches": [
            _watch(due) for due in await watches.for_roster(db, who.organisation_id, who.person_id, coming.day)
        ],
        "contacts": await _contacts(visit, {each.location.id for each in coming.lessons}),
    }


def end_of(day: date, zone: ZoneInfo) -> datetime:
    """The midnight that ends a local day."""
    return datetime.combine(day + timedelta(days=1), time(0), zone)


def milliseconds(moment: datetime) -> int:
    """As a phone counts: ms since 1970."""
    return int(moment.timestamp() * 1000)


def _group(each: GroupLesson, pupils: Sequence[Pupil]) -> dict[str, Any]:
    return {
        "id": str(each.group.id),
        "name": each.group.name,
        "location": each.location.name,
        "starts": milliseconds(each.lesson.starts),
        "ends": milliseconds(each.lesson.ends),
        "pupils": [_pupil(pupil) for pupil in pupils if pupil.group_id == each.group.id],
    }


def _watch(due: RosterLesson) -> dict[str, Any]:
    return {
        "id": str(due.id),
        "pupil": due.pupil,
        "group": due.group,
        "number": due.number,
        "of": due.of,
        "ends": milliseconds(due.ends_at),
    }


def _pupil(pupil: Pupil) -> dict[str, Any]:
    return {"id": str(pupil.id), "name": pupil.first_name, "hint": pupil.hint}


async def _contacts(visit: Visit, location_ids: Iterable[UUID]) -> list[dict[str, Any]]:
    _ = translator(visit.who.language).gettext
    found = await queries.contacts(visit.db, visit.who.organisation_id, set(location_ids))
    return [
        {"name": name, "role": _(ROLES[RoleKind(kind)]), "phone": phone, "hours": hours}
        for name, kind, phone, hours in found
    ]
