"""What the pages of acts in a case share: whose case it is, and who may."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

from fastapi.responses import RedirectResponse, Response

from klankbord.house.door import Visit
from klankbord.house.errors import NotHere, Unfit
from klankbord.house.pages import render
from klankbord.rooms.cases import path_queries, queries, standing
from klankbord.rooms.cases.models import Case, CaseView
from klankbord.rooms.cases.queries import CasePlace
from klankbord.rooms.cases.standing import Around
from klankbord.rooms.places.forms import amiss

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Page = TypeVar("Page", bound="DataclassInstance")


@dataclass(frozen=True)
class Acting:
    """A case that the visitor may see, and who is around it."""

    place: CasePlace
    around: Around


async def visible(visit: Visit, case_id: UUID) -> CasePlace:
    """The case. Raises NotHere for who may not see it."""
    place = await queries.case_for(visit.db, visit.who, case_id)
    if place is None:
        raise NotHere
    return place


async def opening(visit: Visit, case_id: UUID) -> CasePlace:
    """The case; that a page of it was read is written down. Raises NotHere."""
    place = await visible(visit, case_id)
    await written_down(visit, place.case)
    return place


async def acting(visit: Visit, case_id: UUID) -> Acting:
    """The same, with who is around it. Raises NotHere."""
    place = await opening(visit, case_id)
    return Acting(place, await path_queries.around(visit.db, place.case))


async def written_down(visit: Visit, case: Case) -> None:
    """A page that shows something of a case was read: that stands among its views (rule 3)."""
    if visit.request.method == "GET":
        who = visit.who.person_id
        visit.db.add(
            CaseView(organisation_id=case.organisation_id, case_id=case.id, person_id=who, viewed_at=visit.now)
        )
        await visit.db.flush()


async def acted(
    visit: Visit, act: Callable[[], Awaitable[object]], page: Page, template: str, back_to: str, **typed: str
) -> Response:
    """Do it and go back to the case; when it is refused, the page again with why and with what was typed."""
    try:
        await act()
    except Unfit as problem:
        again = replace(page, **typed, amiss=amiss(visit.request, problem))
        return render(visit, template, again, problem.status)
    return RedirectResponse(back_to, 303)


async def moving_it(visit: Visit, case_id: UUID) -> CasePlace:
    """The case, for who may move it. Raises NotHere."""
    found = await acting(visit, case_id)
    if not standing.may_move(found.place.case, found.around, visit.who.person_id):
        raise NotHere
    return found.place


async def holding_it(visit: Visit, case_id: UUID) -> Acting:
    """The case, for who may hold direction of it. Raises NotHere."""
    found = await acting(visit, case_id)
    if visit.who.person_id not in found.around.may_hold:
        raise NotHere
    return found
