"""Today: what is due, in the order of my day."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from klankbord.house.door import Signed
from klankbord.house.language import mark
from klankbord.house.pages import render
from klankbord.rooms.lessons.queries import GroupLesson
from klankbord.rooms.people.models import Person
from klankbord.rooms.today import passing_on
from klankbord.rooms.today.day import Item, day_of, next_lesson
from klankbord.rooms.today.lines import LineItem
from klankbord.rooms.watches.queries import WatchedLesson

router = APIRouter()
router.routes.extend(passing_on.router.routes)
WORDS = (
    "",
    mark("One"),
    mark("Two"),
    mark("Three"),
    mark("Four"),
    mark("Five"),
    mark("Six"),
    mark("Seven"),
    mark("Eight"),
    mark("Nine"),
    mark("Ten"),
    mark("Eleven"),
    mark("Twelve"),
)


@dataclass(frozen=True)
class Today:
    """`to_do` things, spelled as `word` up to twelve; `started`: a watch just began."""

    items: Sequence[Item | LineItem]
    to_do: int
    word: str
    later: Sequence[WatchedLesson]
    workers: Sequence[Person]
    next_lesson: GroupLesson | None
    started: bool


@router.get("/today")
async def today(visit: Signed, change: str = "", started: str = "") -> Response:
    """The page; `change` is the lesson whose answer is to be changed."""
    day = await day_of(visit, _id(change))
    following = None if day.items else await next_lesson(visit)
    word = WORDS[day.to_do] if day.to_do < len(WORDS) else str(day.to_do)
    page = Today(day.items, day.to_do, word, day.later, day.workers, following, bool(started))
    return render(visit, "today/today.html", page)


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
