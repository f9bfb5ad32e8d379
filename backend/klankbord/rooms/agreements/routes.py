"""Agreements over HTTP: make one, look at one, and say what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response

from klankbord.house.door import Signed, Visit
from klankbord.house.errors import Conflict, NotHere, Unfit
from klankbord.house.ids import new_id
from klankbord.house.language import spoken_by, translator
from klankbord.house.pages import render
from klankbord.house.written import read_id
from klankbord.rooms.agreements import actions, queries, rules
from klankbord.rooms.agreements.models import EndingKind
from klankbord.rooms.agreements.story import ENDINGS
from klankbord.rooms.cases import path
from klankbord.rooms.cases import queries as cases
from klankbord.rooms.cases.act_page import written_down
from klankbord.rooms.cases.queries import CasePlace
from klankbord.rooms.notes.rules import form_note_id
from klankbord.rooms.people import queries as people
from klankbord.rooms.people.models import Person
from klankbord.rooms.places import queries as places
from klankbord.rooms.places.forms import NOTHING_AMISS, Amiss, amiss, read_day

router = APIRouter()
Text = Annotated[str, Form()]
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


@router.get("/cases/{case_id}/agreements/new")
async def new(visit: Signed, case_id: UUID) -> Response:
    """The form: mine, in a week."""
    about = await _place(visit, case_id)
    path.must_be_open(about.case)
    day = (await _today(visit)) + IN_A_WEEK
    return await _new(visit, about, Typed(str(visit.who.person_id), due_on=day.isoformat()))


@router.post("/cases/{case_id}/agreements")
async def add(
    visit: Signed,
    case_id: UUID,
    owner: Text = "",
    what: Text = "",
    due_on: Text = "",
    with_child: Text = "",
    once: Text = "",
) -> Response:
    """Keep it; the same form again keeps it once."""
    about = await _place(visit, case_id)
    typed = Typed(owner, what, due_on, bool(with_child))
    identity = form_note_id(read_id(once) or new_id(), about.case.id, [], owner, what, due_on, with_child)
    try:
        await actions.agree(
            visit.db,
            visit.house.keys,
            case=about.case,
            by_id=visit.who.person_id,
            owner_id=read_id(owner),
            what=what,
            due_on=None if with_child else read_day(due_on, "due_on"),
            with_child=bool(with_child),
            agreement_id=identity,
            now=visit.now,
        )
    except Unfit as problem:
        return await _new(visit, about, typed, read_id(once), amiss(visit.request, problem), problem.status)
    return RedirectResponse(f"/cases/{case_id}#agreements", 303)


@router.get("/cases/{case_id}/agreements/{agreement_id}")
async def one(visit: Signed, case_id: UUID, agreement_id: UUID) -> Response:
    """What was agreed, and the three things that can become of it."""
    return await _one(visit, await _place(visit, case_id), agreement_id)


@router.post("/cases/{case_id}/agreements/{agreement_id}/ending")
async def end(
    visit: Signed,
    case_id: UUID,
    agreement_id: UUID,
    kind: Text = "",
    reason: Text = "",
    what: Text = "",
    owner: Text = "",
    due_on: Text = "",
) -> Response:
    """Say what became of it."""
    about = await _place(visit, case_id)
    typed = Typed(owner, what, due_on, kind=kind, reason=reason)
    manages = about.case.location_id in visit.who.managed_location_ids
    try:
        async with visit.db.begin_nested():
            await actions.end(
                visit.db,
                visit.house.keys,
                case=about.case,
                agreement_id=agreement_id,
                by_id=visit.who.person_id,
                manages=manages,
                kind=kind,
                reason=reason,
                what=what,
                owner_id=read_id(owner),
                due_on=read_day(due_on, "due_on") if kind == EndingKind.CHANGED and due_on else None,
                now=visit.now,
            )
    except (Unfit, Conflict) as problem:
        return await _one(visit, about, agreement_id, typed, _wrong(visit, problem), problem.status)
    return RedirectResponse(f"/cases/{case_id}#agreements", 303)


def _wrong(visit: Visit, problem: Unfit | Conflict) -> Amiss:
    if isinstance(problem, Unfit):
        return amiss(visit.request, problem)
    return Amiss(form=translator(spoken_by(visit.request)).gettext(problem.sentence))


async def _place(visit: Visit, case_id: UUID) -> CasePlace:
    place = await cases.case_for(visit.db, visit.who, case_id)
    if place is None:
        raise NotHere
    await written_down(visit, place.case)
    return place


async def _today(visit: Visit) -> date:
    return visit.now.astimezone(await places.zone_of(visit.db, visit.who.organisation_id)).date()


async def _owners(visit: Visit, about: CasePlace) -> list[Person]:
    """Who sees the case, each once."""
    return list({reader.person.id: reader.person for reader in await cases.readers(visit.db, about.case)}.values())


async def _new(
    visit: Visit,
    about: CasePlace,
    typed: Typed,
    once: UUID | None = None,
    wrong: Amiss = NOTHING_AMISS,
    status: int = 200,
) -> Response:
    page = NewAgreement(about, await _owners(visit, about), typed, once or new_id(), wrong)
    return render(visit, "agreements/new.html", page, status)


async def _one(
    visit: Visit,
    about: CasePlace,
    agreement_id: UUID,
    typed: Typed | None = None,
    wrong: Amiss = NOTHING_AMISS,
    status: int = 200,
) -> Response:
    case, who, keys = about.case, visit.who, visit.house.keys
    row = await queries.agreement_of(visit.db, who.organisation_id, case.id, agreement_id)
    if row is None:
        raise NotHere
    ending = await queries.ending_of(visit.db, who.organisation_id, row.id)
    what = (await actions.whats(visit.db, keys, [row]))[row.id]
    names = await people.first_names(
        visit.db, who.organisation_id, {row.owner_id, ending.by_id if ending else row.owner_id}
    )
    day = "" if row.with_child else (await _today(visit) + IN_A_WEEK).isoformat()
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
