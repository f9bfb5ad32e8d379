"""The pages of agreements: the form for a new one, and one agreement with what can become of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from fastapi.responses import Response

from klankbord.house.door import Visit
from klankbord.house.errors import NotHere
from klankbord.house.ids import new_id
from klankbord.house.pages import render
from klankbord.rooms.agreements import actions, queries, rules
from klankbord.rooms.agreements.models import EndingKind
from klankbord.rooms.agreements.story import ENDINGS
from klankbord.rooms.cases import queries as cases
from klankbord.rooms.cases.queries import CasePlace
from klankbord.rooms.people import queries as people
from klankbord.rooms.people.models import Person
from klankbord.rooms.places import queries as places
from klankbord.rooms.places.forms import NOTHING_AMISS, Amiss

IN_A_WEEK = timedelta(weeks=1)


@dataclass(frozen=True)
class Typed:
    """What was filled in, in either form."""

    owner: str = ""
    what: str = ""
    due_on: str = ""
    with_child: bool = False
    kind: str = ""
    reason: str = ""


@dataclass(frozen=True)
class NewAgreement:
    """The form for a new one. `owners`: who sees the case."""

    about: CasePlace
    owners: Sequence[Person]
    typed: Typed
    once: UUID
    amiss: Amiss = NOTHING_AMISS


@dataclass(frozen=True)
class OneAgreement:
    """One agreement. `may_end`: the reader says what became of it; `ending`: what did (English source), why and who."""

    about: CasePlace
    agreement_id: UUID
    what: str
    owner: str
    due_on: date
    with_child: bool
    may_end: bool
    ending: str
    reason: str
    ended_by: str
    owners: Sequence[Person]
    typed: Typed
    amiss: Amiss = NOTHING_AMISS


async def today_of(visit: Visit) -> date:
    """The day it is there."""
    return await places.day_of(visit.db, visit.who.organisation_id, visit.now)


async def _owners(visit: Visit, about: CasePlace) -> list[Person]:
    """Who sees the case, each once."""
    return list({reader.person.id: reader.person for reader in await cases.readers(visit.db, about.case)}.values())


async def new_page(
    visit: Visit,
    about: CasePlace,
    typed: Typed,
    once: UUID | None = None,
    wrong: Amiss = NOTHING_AMISS,
    status: int = 200,
) -> Response:
    """The form for a new one, with what was typed and what was wrong with it."""
    page = NewAgreement(about, await _owners(visit, about), typed, once or new_id(), wrong)
    return render(visit, "agreements/new.html", page, status)


async def one_page(
    visit: Visit,
    about: CasePlace,
    agreement_id: UUID,
    typed: Typed | None = None,
    wrong: Amiss = NOTHING_AMISS,
    status: int = 200,
) -> Response:
    """One agreement, and what was typed about it. Raises NotHere."""
    case, who, keys = about.case, visit.who, visit.house.keys
    row = await queries.agreement_of(visit.db, who.organisation_id, case.id, agreement_id)
    if row is None:
        raise NotHere
    ending = await queries.ending_of(visit.db, who.organisation_id, row.id)
    what = (await actions.whats(visit.db, keys, [row]))[row.id]
    names = await people.first_names(
        visit.db, who.organisation_id, {row.owner_id, ending.by_id if ending else row.owner_id}
    )
    day = "" if row.with_child else (await today_of(visit) + IN_A_WEEK).isoformat()
    typed = typed or Typed(str(row.owner_id), what, day)
    owners = await _owners(visit, about)
    lead = rules.lead_of(case.lead_id, {person.id for person in owners})
    mine = rules.may_end(row.owner_id, lead, case.location_id in who.managed_location_ids, who.person_id)
    page = OneAgreement(
        about=about,
        agreement_id=row.id,
        what=what,
        owner="" if row.owner_id == who.person_id else names[row.owner_id],
        due_on=row.due_on,
        with_child=row.with_child,
        may_end=mine and ending is None and case.closed_at is None,
        ending=ENDINGS[EndingKind(ending.kind)][2] if ending else "",
        reason=actions.opened_reason(keys, ending) if ending else "",
        ended_by=names[ending.by_id] if ending else "",
        owners=owners,
        typed=replace(typed, due_on=typed.due_on.strip()),
        amiss=wrong,
    )
    return render(visit, "agreements/agreement.html", page, status)
