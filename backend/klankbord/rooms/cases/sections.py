"""What other rooms put on the page of a case: one explicit list, so that this room need not know them."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from klankbord.house.door import Visit
from klankbord.house.errors import NotHere
from klankbord.rooms.cases.queries import CasePlace
from klankbord.rooms.people.models import RoleKind


@dataclass(frozen=True)
class Ask:
    """What is asked of somebody in this case now. `of`: the role it is asked of; `person_id`: of one person only.
    `text`: in the reader's language, seen from whom it is asked of ("Talk with the child"); `url`: where it is done.
    `rank`: what comes first (low), by step and urgency: 0..9 danger and terms, 10..99 by step (step 2 is 20..29)."""

    of: RoleKind
    text: str
    url: str = ""
    person_id: UUID | None = None
    by: date | None = None
    rank: int = 50


@dataclass(frozen=True)
class Section:
    """A part of the page: `template` is included with `section.data`; `rank` orders the parts from top to bottom.

    A part that grows with its case has a `name`: its template shows the first `most` rows of each list, and
    `cases/_all.html` leads to the page of that name, where `most` is none and every row stands."""

    template: str
    data: object
    rank: int = 50
    asks: Sequence[Ask] = ()
    name: str = ""


Source = Callable[[Visit, CasePlace], Awaitable[Section | None]]
# Rooms to our right add theirs; None when there is nothing to show to this reader.
SECTIONS: list[Source] = []


async def sections_of(visit: Visit, place: CasePlace) -> list[Section]:
    """Every part for this reader, from top to bottom."""
    found = [await source(visit, place) for source in SECTIONS]
    return sorted((one for one in found if one), key=lambda one: one.rank)


async def section_of(visit: Visit, place: CasePlace, name: str) -> Section:
    """The part of this name. Raises NotHere when the reader has none."""
    found = [one for one in await sections_of(visit, place) if one.name == name]
    if not name or not found:
        raise NotHere
    return found[0]
