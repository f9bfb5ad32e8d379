"""What this room does when something happens in a room to its left, and what it adds to a case."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.house.door import Visit
from klankbord.rooms.cases import actions as cases
from klankbord.rooms.cases import sections, timeline
from klankbord.rooms.cases.models import Case, Report
from klankbord.rooms.cases.queries import CasePlace
from klankbord.rooms.cases.sections import Section
from klankbord.rooms.conversations import actions
from klankbord.rooms.conversations.story import conversation_entries


@dataclass(frozen=True)
class TalkAbout:
    """Where a conversation about the child of this case is written down."""

    case_id: UUID
    first_name: str


async def reported(db: AsyncSession, case: Case, report: Report, now: datetime) -> None:
    """What the reporter talked about with this child before belongs to the case from now on."""
    await actions.join(db, case, report.reporter_id, now)


async def talk_about(visit: Visit, place: CasePlace) -> Section | None:
    """Everybody who sees an open case may write down a conversation."""
    if place.case.closed_at is not None:
        return None
    return Section("conversations/_section.html", TalkAbout(place.case.id, place.pupil.first_name), rank=30)


cases.after_report.append(reported)
timeline.TIMELINE.append(conversation_entries)
sections.SECTIONS.append(talk_about)
