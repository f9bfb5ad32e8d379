"""How much of a story is shown at once: the newest on the page of its case, what is older folded, the rest by the page.

Entries are numbered from the oldest (1) on, so that a number keeps meaning the same entry while the story grows at its
end. What arrives late and belongs in between moves the numbers above it up by one: who reads on just then meets the
edge of a page one entry off, and finds it on the page before.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from klankbord.house.door import Visit
from klankbord.house.errors import NotHere
from klankbord.house.language import spoken_by
from klankbord.rooms.cases import timeline
from klankbord.rooms.cases.models import Case
from klankbord.rooms.cases.queries import CasePlace
from klankbord.rooms.cases.timeline import Entry

NEWEST, FOLDED, PAGE = 20, 80, 100


@dataclass(frozen=True)
class StoryPart:
    """The story on the page of its case: `newest` stands there, `folded` folds out, `rest` is how many are older."""

    newest: Sequence[Entry]
    folded: Sequence[Entry]
    rest: int


@dataclass(frozen=True)
class StoryPage:
    """A page of the story, newest first. `older` and `newer`: the number the next page begins with, 0: none."""

    about: CasePlace
    entries: Sequence[Entry]
    older: int
    newer: int


def story_part(told: Sequence[Entry]) -> StoryPart:
    """Of a whole story, newest first."""
    shown = NEWEST + FOLDED
    return StoryPart(told[:NEWEST], told[NEWEST:shown], len(told[shown:]))


def story_page(about: CasePlace, told: Sequence[Entry], upto: int | None) -> StoryPage:
    """The page that begins with entry number `upto` and goes back in time. Raises NotHere for a number that is none."""
    upto = len(told) if upto is None else upto
    if not 1 <= upto <= len(told):
        raise NotHere
    first = len(told) - upto
    newer = min(upto + PAGE, len(told)) if first else 0
    return StoryPage(about, told[first : first + PAGE], max(upto - PAGE, 0), newer)


async def told_to(visit: Visit, case: Case) -> list[Entry]:
    """The whole story in the reader's language, newest first."""
    language = spoken_by(visit.request)
    return await timeline.tell(timeline.Story(visit.db, visit.house.keys, case, language, reader=visit.who))
