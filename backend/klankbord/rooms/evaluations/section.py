"""Looking back on the page of a case: the date that counts, what the watches showed, and who is asked what."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from klankbord.house.door import Visit
from klankbord.house.language import spoken_by, translator
from klankbord.rooms.cases import sections
from klankbord.rooms.cases.queries import CasePlace
from klankbord.rooms.cases.sections import Ask
from klankbord.rooms.evaluations import queries
from klankbord.rooms.evaluations.models import Evaluation
from klankbord.rooms.evaluations.picture import Picture
from klankbord.rooms.evaluations.seen import picture_of
from klankbord.rooms.people.models import RoleKind
from klankbord.rooms.places.queries import day_of
from klankbord.rooms.plans import actions as plans

LOOK_BACK = 52  # rank: step 5


@dataclass(frozen=True)
class Summary:
    """Looking back, on the page of a case: the date that counts, and what the watches showed."""

    case_id: UUID
    planned: Evaluation | None
    late: bool
    picture: Picture
    may_plan: bool
    closed: bool


async def evaluation_section(visit: Visit, place: CasePlace) -> sections.Section | None:
    """From the plan on, or once a date was set."""
    case = place.case
    there = await queries.planned(visit.db, case.organisation_id, case.id)
    picture = await picture_of(visit.db, case)
    if there is None and case.step < 4 and not picture.dots:
        return None
    today = await day_of(visit.db, case.organisation_id, visit.now)
    late, closed = there is not None and there.planned_on < today, case.closed_at is not None
    data = Summary(case.id, there, late, picture, plans.may_plan(visit.who, case), closed)
    asks = [] if closed else _asks(visit, place, there, today)
    return sections.Section("evaluations/_section.html", data, rank=60, asks=asks)


def _asks(visit: Visit, place: CasePlace, there: Evaluation | None, today: date) -> list[Ask]:
    _ = translator(spoken_by(visit.request)).gettext
    here = f"/cases/{place.case.id}/evaluations"
    if there is None and place.case.step >= 4:
        return [Ask(RoleKind.SOCIAL_WORKER, _("Choose a day to look back"), f"{here}/new", rank=LOOK_BACK)]
    if there is not None and there.planned_on <= today:
        ask = Ask(RoleKind.SOCIAL_WORKER, _("Look back together"), f"{here}/result", by=there.planned_on, rank=8)
        return [ask]
    return []
