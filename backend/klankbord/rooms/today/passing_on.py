"""Before I am away: the cases that wait for me go to who stands in, one tick each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response

from klankbord.house.door import Signed, Visit
from klankbord.house.errors import NotHere
from klankbord.house.language import spoken_by, translator
from klankbord.house.pages import render
from klankbord.rooms.cases import actions as cases
from klankbord.rooms.cases.queries import CasePlace
from klankbord.rooms.duty import queries as duty
from klankbord.rooms.duty.models import Absence
from klankbord.rooms.people import queries as people
from klankbord.rooms.today import queries

router = APIRouter()


@dataclass(frozen=True)
class PassingOn:
    """The cases that wait for who goes away, and who stands in."""

    absence: Absence
    deputy: str
    waiting: Sequence[CasePlace]


@router.get("/duty/absences/{away_id}/cases")
async def offer(visit: Signed, away_id: UUID) -> Response:
    """Which of these does the deputy take over? Nothing waits: back to the absences."""
    absence, deputy = await _mine(visit, away_id)
    waiting = await queries.waiting_on(visit.db, visit.who)
    if not waiting:
        return RedirectResponse("/duty#absences", 303)
    return render(visit, "today/passing_on.html", PassingOn(absence, deputy, waiting))


@router.post("/duty/absences/{away_id}/cases")
async def pass_on(visit: Signed, away_id: UUID, case: Annotated[list[str], Form(default_factory=list)]) -> Response:
    """Pass the ticked ones on, each with a line that says why; what does not wait for me (any more) is left alone."""
    absence, _ = await _mine(visit, away_id)
    for place in await queries.waiting_on(visit.db, visit.who):
        if str(place.case.id) in case:
            await _hand_over(visit, place, absence)
    return RedirectResponse("/duty#absences", 303)


async def _hand_over(visit: Visit, place: CasePlace, absence: Absence) -> None:
    _ = translator(spoken_by(visit.request)).gettext
    await cases.hand_over(
        visit.db,
        visit.house.keys,
        organisation_id=visit.who.organisation_id,
        from_id=visit.who.person_id,
        case_id=place.case.id,
        to_id=absence.deputy_id,
        question=_("I am away from %(first)s to %(last)s. Will you take this over until I am back?")
        % {"first": f"{absence.first_day:%d-%m-%Y}", "last": f"{absence.last_day:%d-%m-%Y}"},
        now=visit.now,
    )


async def _mine(visit: Visit, absence_id: UUID) -> tuple[Absence, str]:
    who = visit.who
    absence = await duty.absence(visit.db, who.organisation_id, who.person_id, absence_id)
    if absence is None or absence.removed_at or absence.deputy_id is None or not who.is_social_worker:
        raise NotHere
    names = await people.first_names(visit.db, who.organisation_id, {absence.deputy_id})
    return absence, names[absence.deputy_id]
