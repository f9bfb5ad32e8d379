"""Agreements over HTTP: make one, look at one, and say what became of it."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response

from klankbord.house.door import Signed, Visit
from klankbord.house.errors import Conflict, Unfit
from klankbord.house.ids import new_id
from klankbord.house.language import spoken_by, translator
from klankbord.house.written import read_id
from klankbord.rooms.agreements import actions
from klankbord.rooms.agreements.models import EndingKind
from klankbord.rooms.agreements.pages import IN_A_WEEK, Typed, new_page, one_page, today_of
from klankbord.rooms.cases import path
from klankbord.rooms.cases.act_page import opening
from klankbord.rooms.notes.rules import form_note_id
from klankbord.rooms.places.forms import Amiss, amiss, read_day

router = APIRouter()
Text = Annotated[str, Form()]


@router.get("/cases/{case_id}/agreements/new")
async def new(visit: Signed, case_id: UUID) -> Response:
    """The form: mine, in a week."""
    about = await opening(visit, case_id)
    path.must_be_open(about.case)
    day = (await today_of(visit)) + IN_A_WEEK
    return await new_page(visit, about, Typed(str(visit.who.person_id), due_on=day.isoformat()))


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
    about = await opening(visit, case_id)
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
        return await new_page(visit, about, typed, read_id(once), amiss(visit.request, problem), problem.status)
    return RedirectResponse(f"/cases/{case_id}#agreements", 303)


@router.get("/cases/{case_id}/agreements/{agreement_id}")
async def one(visit: Signed, case_id: UUID, agreement_id: UUID) -> Response:
    """What was agreed, and the three things that can become of it."""
    return await one_page(visit, await opening(visit, case_id), agreement_id)


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
    about = await opening(visit, case_id)
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
        return await one_page(visit, about, agreement_id, typed, _wrong(visit, problem), problem.status)
    return RedirectResponse(f"/cases/{case_id}#agreements", 303)


def _wrong(visit: Visit, problem: Unfit | Conflict) -> Amiss:
    if isinstance(problem, Unfit):
        return amiss(visit.request, problem)
    return Amiss(form=translator(spoken_by(visit.request)).gettext(problem.sentence))
