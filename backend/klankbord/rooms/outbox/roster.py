"""What a phone may keep readable: groups and first names of the next lesson day, for who teaches (decision 7); and for
everybody whom to call, which outlives that day and holds no child."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
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


CONTACTS_LAST = timedelta(days=28)  # numbers of colleagues: as long as somebody may be away without opening the app


async def roster_of(visit: Visit) -> dict[str, Any]:
    """In the shape the phone keeps: whom to call, and the names of this teacher's next lesson day; none without
    lessons."""
    boot = boot_of(visit.house, visit.who)
    return {
        "person": boot["person"],
        "language": boot["language"],
        "seal": boot["seal"],
        "now": milliseconds(visit.now),
        "contacts": await _contacts(visit),
        "contacts_until": milliseconds(visit.now + CONTACTS_LAST),
        **await _names(visit),
    }


async def _names(visit: Visit) -> dict[str, Any]:
    who, db = visit.who, visit.db
    coming = await lessons.next_lesson_day(db, who.organisation_id, who.group_ids, visit.now) if who.group_ids else None
    if coming is None:
        return {"groups": [], "watches": []}
    groups = {each.group.id for each in coming.lessons}
    pupils = await places.roster(db, who.organisation_id, groups)
    zone = await places.zone_of(db, who.organisation_id)
    due = await watches.for_roster(db, who.organisation_id, who.person_id, coming.day)
    return {
        "day": coming.day.isoformat(),
        "expires": milliseconds(end_of(coming.day, zone)),
        "groups": [_group(each, pupils) for each in coming.lessons],
        "watches": [_watch(one) for one in due],
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


async def _contacts(visit: Visit) -> list[dict[str, Any]]:
    who = visit.who
    _ = translator(who.language).gettext
    own = {role.location_id for role in who.roles if role.location_id}
    found = await queries.contacts(visit.db, who.organisation_id, who.person_id, own)
    return [
        {"name": name, "role": _(ROLES[RoleKind(kind)]), "phone": phone, "hours": hours}
        for name, kind, phone, hours in found
    ]
