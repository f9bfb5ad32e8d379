"""Referring: to whom, what for, and who tells them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response

from klankbord.house.dates import Dates
from klankbord.house.door import Signed, Visit
from klankbord.house.errors import Unfit
from klankbord.house.ids import new_id
from klankbord.house.language import spoken_by, translator
from klankbord.house.pages import render
from klankbord.house.written import read_id
from klankbord.rooms.cases.queries import CasePlace
from klankbord.rooms.places import queries as places
from klankbord.rooms.places.forms import NOTHING_AMISS, Amiss, amiss, read_day
from klankbord.rooms.referrals import actions, following_routes, partner_routes, queries, rules, words
from klankbord.rooms.referrals.following_routes import ASK_AFTER, carried
from klankbord.rooms.referrals.models import Partner
from klankbord.rooms.sharing import queries as sharing
from klankbord.rooms.sharing import words as sharing_words
from klankbord.rooms.sharing.models import Option, Recipient
from klankbord.rooms.sharing.rules import Verdict

router = APIRouter()
Typed = Annotated[str, Form()]
PARENTS = "parents"  # who tells the partner: the parents, who go there themselves; else the id of a decision


@dataclass(frozen=True)
class ReferralTyped:
    """The form of a referral, all fields as text."""

    partner: str = ""
    purpose: str = ""
    told: str = ""
    follow_up_on: str = ""


@dataclass(frozen=True)
class ReferralForm:
    """To whom, what for, who tells them. `decisions`: id and words of those under which the team may tell a partner."""

    about: CasePlace
    partners: Sequence[Partner]
    kinds: dict[str, str]
    decisions: Sequence[tuple[str, str]]
    once: UUID
    typed: ReferralTyped
    amiss: Amiss = NOTHING_AMISS


@router.get("/cases/{case_id}/referrals/new")
async def new_referral(visit: Signed, case_id: UUID, partner: str = "") -> Response:
    """The form."""
    place = await carried(visit, case_id)
    day = (visit.now.astimezone(await places.zone_of(visit.db, visit.who.organisation_id)) + ASK_AFTER).date()
    return await _form(visit, place, ReferralTyped(partner, follow_up_on=day.isoformat()))


@router.post("/cases/{case_id}/referrals")
async def refer(
    visit: Signed,
    case_id: UUID,
    partner: Typed = "",
    purpose: Typed = "",
    told: Typed = "",
    follow_up_on: Typed = "",
    once: Typed = "",
) -> Response:
    """Keep it."""
    place, typed = await carried(visit, case_id), ReferralTyped(partner, purpose, told, follow_up_on)
    try:
        if told != PARENTS and read_id(told) is None:
            raise rules.WhoTellsMissing
        await actions.refer(
            visit.db,
            visit.house.keys,
            case=place.case,
            by_id=visit.who.person_id,
            partner_id=read_id(partner),
            purpose=purpose,
            follow_up_on=read_day(follow_up_on, "follow_up_on"),
            now=visit.now,
            decision_id=read_id(told),
            once=read_id(once),
        )
    except Unfit as problem:
        return await _form(visit, place, typed, amiss(visit.request, problem), problem.status)
    return RedirectResponse(f"/cases/{case_id}#referrals", 303)


async def _form(
    visit: Visit, place: CasePlace, typed: ReferralTyped, wrong: Amiss = NOTHING_AMISS, status: int = 200
) -> Response:
    everybody = await queries.partners(visit.db, visit.who.organisation_id)
    page = ReferralForm(
        place,
        [one for one in everybody if one.closed_at is None],
        {str(key): word for key, word in words.KINDS.items()},
        await _decisions(visit, place),
        new_id(),
        typed,
        wrong,
    )
    return render(visit, "referrals/new.html", page, status)


async def _decisions(visit: Visit, place: CasePlace) -> list[tuple[str, str]]:
    """The decisions under which the team may tell a partner now."""
    language = spoken_by(visit.request)
    say, dates = translator(language), Dates(language)
    found = await sharing.decisions_of(visit.db, place.case.organisation_id, place.case.id)
    named = [one for one in found if one.decision.option != Option.ANONYMOUS]
    holding = [one for one in named if one.verdict(visit.now) == Verdict.HOLDS]
    return [
        (str(one.decision.id), f"{sharing_words.title_of(one.decision, say)}, {dates.day(one.decision.at)}")
        for one in holding
        if one.decision.recipient == Recipient.PARTNER
    ]


router.routes.extend([*following_routes.router.routes, *partner_routes.router.routes])
