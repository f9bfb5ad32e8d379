"""What the pages of acts in a case share: whose case it is, and who may."""

from dataclasses import dataclass
from uuid import UUID

from klankbord.house.door import Visit
from klankbord.house.errors import NotHere
from klankbord.rooms.cases import path_queries, queries, standing
from klankbord.rooms.cases.models import Case, CaseView
from klankbord.rooms.cases.queries import CasePlace
from klankbord.rooms.cases.standing import Around


@dataclass(frozen=True)
class Acting:
    """A case that the visitor may see, and who is around it."""

    place: CasePlace
    around: Around


async def acting(visit: Visit, case_id: UUID) -> Acting:
    """The case. Raises NotHere for who may not see it."""
    place = await queries.case_for(visit.db, visit.who, case_id)
    if place is None:
        raise NotHere
    await written_down(visit, place.case)
    return Acting(place, await path_queries.around(visit.db, place.case))


async def written_down(visit: Visit, case: Case) -> None:
    """A page that shows something of a case was read: that stands among its views (rule 3)."""
    if visit.request.method == "GET":
        who = visit.who.person_id
        visit.db.add(
            CaseView(organisation_id=case.organisation_id, case_id=case.id, person_id=who, viewed_at=visit.now)
        )
        await visit.db.flush()


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
