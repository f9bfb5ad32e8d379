"""What this room does when something happens in a room to its left, which cannot know it."""

from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.house.jobs import enqueue
from klankbord.rooms.cases import actions as cases
from klankbord.rooms.cases import looking, timeline
from klankbord.rooms.cases.models import Case, Report
from klankbord.rooms.places import actions as places
from klankbord.rooms.watches import queries
from klankbord.rooms.watches.story import watch_entries

REALIGN = "realign_watches"


async def lessons_changed(db: AsyncSession, group_id: UUID, now: datetime) -> None:
    """Find the lessons anew, in the worker: row-level security hides a teacher's watches from who changes a lesson."""
    await enqueue(db, REALIGN, {"group": str(group_id)})


async def reported(db: AsyncSession, case: Case, report: Report, now: datetime) -> None:
    """The reporter's running watch of this child belongs to the case from now on."""
    await queries.join_case(db, case.organisation_id, report.reporter_id, case.pupil_id, case.id)


async def looked_at(db: AsyncSession, case: Case, now: datetime) -> None:
    """While the child is being watched, nobody else has to do anything."""
    if await queries.runs_for_case(db, case.organisation_id, case.id):
        await cases.wait_for_watch(db, case.organisation_id, case.id, now)


places.after_change.append(lessons_changed)
cases.after_report.append(reported)
looking.after_first_look.append(looked_at)
timeline.TIMELINE.append(watch_entries)
