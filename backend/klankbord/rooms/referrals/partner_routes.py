"""The directory of partners (sociale kaart): the list by kind, adding, changing, closing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form
from fastapi.responses import RedirectResponse, Response

from klankbord.house.door import Signed, Visit
from klankbord.house.errors import NotHere, Unfit
from klankbord.house.ids import new_id
from klankbord.house.pages import render
from klankbord.house.written import read_id
from klankbord.rooms.places.forms import NOTHING_AMISS, Amiss, amiss
from klankbord.rooms.referrals import partner_actions, queries, words
from klankbord.rooms.referrals.models import Partner

router = APIRouter()
Typed = Annotated[str, Form()]


@dataclass(frozen=True)
class PartnerTyped:
    """The form of a partner."""

    name: str = ""
    kind: str = ""
    about: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""


@dataclass(frozen=True)
class Directory:
    """Open partners by kind (English source) and the closed ones."""

    kinds: Sequence[tuple[str, Sequence[Partner]]]
    closed: Sequence[Partner]


@dataclass(frozen=True)
class PartnerForm:
    """A new partner (no `partner`), or one that is changed."""

    partner: Partner | None
    kinds: dict[str, str]
    once: UUID
    typed: PartnerTyped
    amiss: Amiss = NOTHING_AMISS


async def partner_typed(
    name: Typed = "",
    kind: Typed = "",
    about: Typed = "",
    phone: Typed = "",
    email: Typed = "",
    website: Typed = "",
) -> PartnerTyped:
    """As a dependency of a route."""
    return PartnerTyped(name, kind, about, phone, email, website)


Filled = Annotated[PartnerTyped, Depends(partner_typed)]


@router.get("/partners")
async def partners(visit: Signed) -> Response:
    """Everybody who can help, by kind."""
    _keeper(visit)
    found = await queries.partners(visit.db, visit.who.organisation_id)
    there = [one for one in found if one.closed_at is None]
    by_kind = [(word, [one for one in there if one.kind == kind]) for kind, word in words.KINDS.items()]
    closed = [one for one in found if one.closed_at is not None]
    return render(visit, "referrals/partners.html", Directory([row for row in by_kind if row[1]], closed))


@router.get("/partners/new")
async def new_partner(visit: Signed) -> Response:
    """The form for a new one."""
    _keeper(visit)
    return _form(visit, None, PartnerTyped())


@router.post("/partners")
async def add_partner(visit: Signed, typed: Filled, once: Typed = "") -> Response:
    """Keep a new one."""
    _keeper(visit)
    try:
        words = partner_actions.checked(**vars(typed))
    except Unfit as problem:
        return _form(visit, None, typed, amiss(visit.request, problem), problem.status)
    by = {"organisation_id": visit.who.organisation_id, "by_id": visit.who.person_id}
    await partner_actions.add_partner(visit.db, **by, partner=words, now=visit.now, once=read_id(once))
    return RedirectResponse("/partners", 303)


@router.get("/partners/{partner_id}")
async def partner(visit: Signed, partner_id: UUID) -> Response:
    """The form with what is known."""
    row = await _known(visit, partner_id)
    typed = PartnerTyped(row.name, row.kind, row.about, row.phone or "", row.email or "", row.website or "")
    return _form(visit, row, typed)


@router.post("/partners/{partner_id}")
async def change_partner(visit: Signed, partner_id: UUID, typed: Filled) -> Response:
    """It is different now."""
    row = await _known(visit, partner_id)
    try:
        words = partner_actions.checked(**vars(typed))
    except Unfit as problem:
        return _form(visit, row, typed, amiss(visit.request, problem), problem.status)
    by = {"organisation_id": visit.who.organisation_id, "by_id": visit.who.person_id}
    await partner_actions.change_partner(visit.db, **by, partner_id=partner_id, partner=words, now=visit.now)
    return RedirectResponse("/partners", 303)


@router.post("/partners/{partner_id}/closure")
async def close_partner(visit: Signed, partner_id: UUID) -> Response:
    """Nobody is referred there any more."""
    return await _close(visit, partner_id, True)


@router.post("/partners/{partner_id}/return")
async def open_partner(visit: Signed, partner_id: UUID) -> Response:
    """They can be referred there again."""
    return await _close(visit, partner_id, False)


async def _close(visit: Visit, partner_id: UUID, closed: bool) -> Response:
    _keeper(visit)
    by = {"organisation_id": visit.who.organisation_id, "by_id": visit.who.person_id, "partner_id": partner_id}
    await partner_actions.close_partner(visit.db, **by, closed=closed, now=visit.now)
    return RedirectResponse("/partners", 303)


def _keeper(visit: Visit) -> None:
    if not partner_actions.keeps_partners(visit.who):
        raise NotHere


async def _known(visit: Visit, partner_id: UUID) -> Partner:
    _keeper(visit)
    row = await queries.partner(visit.db, visit.who.organisation_id, partner_id)
    if row is None:
        raise NotHere
    return row


def _form(
    visit: Visit, row: Partner | None, typed: PartnerTyped, wrong: Amiss = NOTHING_AMISS, status: int = 200
) -> Response:
    kinds = {str(key): word for key, word in words.KINDS.items()}
    return render(visit, "referrals/partner.html", PartnerForm(row, kinds, new_id(), typed, wrong), status)
