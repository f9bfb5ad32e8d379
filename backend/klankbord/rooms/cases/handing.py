"""Passing a case on to a social worker: whom one can ask, who stands in for who is away, whom to ring."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from klankbord.house.door import Visit
from klankbord.house.who import Who
from klankbord.rooms.cases.models import Case
from klankbord.rooms.cases.queries import Reader
from klankbord.rooms.duty import queries as duty
from klankbord.rooms.people.models import Person, RoleKind
from klankbord.rooms.places import queries as places


@dataclass(frozen=True)
class Away:
    """A social worker who is away until and with `last_day`; `deputy` (a first name) stands in, if anybody does."""

    name: str
    last_day: date
    deputy: str | None


@dataclass(frozen=True)
class HandoverForm:
    """Whom the case can be passed on to, what was typed, and what is wrong with it by field. `to`: who is chosen
    beforehand."""

    workers: Sequence[Person]
    to: str = ""
    question: str = ""
    amiss: dict[str, str] = field(default_factory=dict)
    away: Sequence[Away] = ()


def may_hand_over(who: Who, case: Case, workers: Sequence[Person]) -> bool:
    """Location managers and teachers ask the social worker; a social worker may pass it on to another, if there is
    one."""
    others = any(one.id != who.person_id for one in workers)
    asks = case.location_id in who.managed_location_ids or case.group_id in who.group_ids
    return others and (asks or who.is_social_worker)


async def handover_form(
    visit: Visit,
    case: Case,
    workers: Sequence[Person],
    *,
    to: str = "",
    question: str = "",
    amiss: dict[str, str] | None = None,
) -> HandoverForm | None:
    """The form for this reader, who may see the case; None when there is nothing to pass on, unless something is amiss
    with what was typed. Who stands in for somebody who is away is chosen beforehand."""
    if not may_hand_over(visit.who, case, workers) or (case.closed_at is not None and not amiss):
        return None
    others = [one for one in workers if one.id != visit.who.person_id]
    today = await places.day_of(visit.db, case.organisation_id, visit.now)
    found = await duty.duties(visit.db, case.organisation_id, [one.id for one in others])
    named = {one.id: one.first_name for one in others}
    gone = {one.id: absence for one in others if (absence := found[one.id].away(today))}
    away = [
        Away(named[one], absence.last_day, named.get(absence.deputy_id) if absence.deputy_id else None)
        for one, absence in gone.items()
    ]
    return HandoverForm(
        others, to or _proposed(others, {k: a.deputy_id for k, a in gone.items()}), question, amiss or {}, away
    )


def _proposed(others: Sequence[Person], gone: dict[UUID, UUID | None]) -> str:
    """The deputy of who is away, if one of the others is; nobody when all are there."""
    there = {one.id for one in others if one.id not in gone}
    return next((str(deputy) for deputy in gone.values() if deputy in there), "")


def whom_to_call(readers: Sequence[Reader], workers: Sequence[Person], case: Case, who: Who) -> Reader | None:
    """Who the case waits for, who holds direction, a manager, a social worker: the first of them with a number."""
    others = [reader for reader in readers if reader.person.id != who.person_id and reader.person.phone]
    others += [Reader(person, RoleKind.SOCIAL_WORKER) for person in workers if person.phone]
    others = [reader for reader in others if reader.person.id != who.person_id]
    wanted = [case.waits_on_id, case.lead_id]
    known = {reader.person.id: reader for reader in reversed(others)}
    first = [known[person_id] for person_id in wanted if person_id in known]
    managers = [reader for reader in others if reader.kind == RoleKind.LOCATION_MANAGER]
    workers_there = [reader for reader in others if reader.kind == RoleKind.SOCIAL_WORKER]
    return next(iter([*first, *managers, *workers_there]), None)
