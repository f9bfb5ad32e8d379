"""More of a case than stands on its page, each on a page of its own: the older story, a long part, who looked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from klankbord.house.door import Signed
from klankbord.house.pages import render
from klankbord.rooms.cases import story_queries
from klankbord.rooms.cases.act_page import opening
from klankbord.rooms.cases.queries import CasePlace
from klankbord.rooms.cases.sections import Section, section_of
from klankbord.rooms.cases.story_page import story_page, told_to

router = APIRouter()
VIEWS = 200


@dataclass(frozen=True)
class PartPage:
    """One part of the page of a case, with every row."""

    about: CasePlace
    section: Section


@dataclass(frozen=True)
class Views:
    """Who read this case, newest first."""

    found: CasePlace
    views: Sequence[tuple[str, datetime]]


@router.get("/cases/{case_id}/views")
async def views(visit: Signed, case_id: UUID) -> Response:
    """Who looked, for everybody who may see the case."""
    place = await opening(visit, case_id)
    found = await story_queries.views_of(visit.db, visit.who.organisation_id, case_id, VIEWS)
    return render(visit, "cases/views.html", Views(place, found))


@router.get("/cases/{case_id}/story")
async def story(visit: Signed, case_id: UUID, upto: int | None = None) -> Response:
    """A page of the story: from entry number `upto` (of the oldest: 1; not said: the newest) back in time."""
    place = await opening(visit, case_id)
    return render(visit, "cases/story.html", story_page(place, await told_to(visit, place.case), upto))


@router.get("/cases/{case_id}/parts/{name}")
async def part(visit: Signed, case_id: UUID, name: str) -> Response:
    """Everything in a part of the page that has become long."""
    place = await opening(visit, case_id)
    return render(visit, "cases/part.html", PartPage(place, await section_of(visit, place, name)))
