"""Following a referral: how it stands, on a page for everybody of the case, until it starts or fails."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response

from klankbord.house.door import Signed, Visit
from klankbord.house.errors import NotHere, Unfit
from klankbord.house.ids import new_id
from klankbord.house.pages import render
from klankbord.house.written import read_id
from klankbord.rooms.cases.act_page import opening
from klankbord.rooms.cases.queries import CasePlace
from klankbord.rooms.people import queries as people
from klankbord.rooms.places import queries as places
from klankbord.rooms.places.forms import NOTHING_AMISS, Amiss, amiss, read_day
from klankbord.rooms.referrals import actions, hears, queries, rules, words
from klankbord.rooms.referrals.models import Partner, ReferralState
from klankbord.rooms.referrals.queries import Followed
from klankbord.rooms.sharing import queries as sharing

router = APIRouter()
Typed = Annotated[str, Form()]
ASK_AFTER = timedelta(days=14)


@dataclass(frozen=True)
class Step:
    """How it stood; `state` is English source."""

    at: datetime
    icon: str
    state: str
    by: str
    words: str


@dataclass(frozen=True)
class ReferralPage:
    """One referral, its partner and steps, and the form for the next step if the reader may fill it in."""

    about: CasePlace
    row: hears.Row
    partner: Partner
    by_parents: bool
    steps: Sequence[Step]
    states: dict[str, str]
    may_follow: bool
    once: UUID
    typed: dict[str, str]
    amiss: Amiss = NOTHING_AMISS


@router.get("/cases/{case_id}/referrals/{referral_id}")
async def referral(visit: Signed, case_id: UUID, referral_id: UUID) -> Response:
    """One referral, for everybody of the case."""
    place = await opening(visit, case_id)
    return await _page(visit, place, referral_id)


@router.post("/cases/{case_id}/referrals/{referral_id}/steps")
async def follow(
    visit: Signed,
    case_id: UUID,
    referral_id: UUID,
    state: Typed = "",
    words: Typed = "",
    follow_up_on: Typed = "",
    once: Typed = "",
) -> Response:
    """How it stands now."""
    place = await carried(visit, case_id)
    try:
        ended = state in rules.ENDED
        await actions.follow(
            visit.db,
            visit.house.keys,
            case=place.case,
            referral_id=referral_id,
            by_id=visit.who.person_id,
            state=state,
            now=visit.now,
            words=words,
            follow_up_on=None if ended or not state else read_day(follow_up_on, "follow_up_on"),
            once=read_id(once),
        )
    except Unfit as problem:
        typed = {"state": state, "words": words, "follow_up_on": follow_up_on}
        return await _page(visit, place, referral_id, typed, amiss(visit.request, problem), problem.status)
    return RedirectResponse(f"/cases/{case_id}#referrals", 303)


async def carried(visit: Visit, case_id: UUID) -> CasePlace:
    """The case, for who refers in it. Raises NotHere."""
    place = await opening(visit, case_id)
    if not await sharing.carries(visit.db, visit.who, place.case):
        raise NotHere
    return place


async def _page(
    visit: Visit,
    place: CasePlace,
    referral_id: UUID,
    typed: dict[str, str] | None = None,
    wrong: Amiss = NOTHING_AMISS,
    status: int = 200,
) -> Response:
    case = place.case
    found = await queries.referral_of(visit.db, case.organisation_id, case.id, referral_id)
    if found is None:
        raise NotHere
    (row,) = await hears.rows(visit, [found])
    next_day = (visit.now.astimezone(await places.zone_of(visit.db, case.organisation_id)) + ASK_AFTER).date()
    page = ReferralPage(
        about=place,
        row=row,
        partner=found.partner,
        by_parents=found.referral.decision_id is None,
        steps=await _steps(visit, found),
        states={str(key): word for key, word in words.STATES.items()},
        may_follow=case.closed_at is None and await sharing.carries(visit.db, visit.who, case),
        once=new_id(),
        typed={"state": "", "words": "", "follow_up_on": next_day.isoformat()} | (typed or {}),
        amiss=wrong,
    )
    return render(visit, "referrals/referral.html", page, status)


async def _steps(visit: Visit, found: Followed) -> list[Step]:
    """Newest first."""
    names = await people.first_names(visit.db, visit.who.organisation_id, {step.by_id for step in found.steps})
    said = [(step, ReferralState(step.state)) for step in reversed(found.steps)]
    return [
        Step(
            step.at,
            words.ICONS[state],
            words.STATES[state],
            names[step.by_id],
            actions.opened_words(visit.house.keys, step),
        )
        for step, state in said
    ]
