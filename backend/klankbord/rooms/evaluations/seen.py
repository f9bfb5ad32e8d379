"""Gathers what the picture shows from the watches and notes of a case."""

from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.rooms.cases import story_queries
from klankbord.rooms.cases.models import Case
from klankbord.rooms.evaluations.picture import Picture, draw
from klankbord.rooms.watches import queries as watches

GOOD = "went_well"


async def picture_of(db: AsyncSession, case: Case) -> Picture:
    """The watched lessons of this case and its good signals."""
    found = await watches.of_case(db, case.organisation_id, case.id)
    lessons = await watches.lessons_of(db, [watch.id for watch in found])
    notes = await story_queries.reported_notes(db, case.organisation_id, case.id)
    good = sum(GOOD in note.signal_ids for note, _name in notes)
    return draw([(row.lesson_day, row.answer) for row in lessons if row.answer], good)
