"""What this room does when something happens in a room to its left, and what it adds to a case and to Vandaag."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.house.crypto import KeyRing
from klankbord.house.jobs import enqueue
from klankbord.house.language import translator
from klankbord.rooms.agreements import actions, queries, reminding
from klankbord.rooms.agreements.section import agreements_of
from klankbord.rooms.agreements.story import agreement_entries
from klankbord.rooms.cases import path, sections, timeline
from klankbord.rooms.cases.models import Case
from klankbord.rooms.conversations import actions as conversations
from klankbord.rooms.conversations import ending
from klankbord.rooms.conversations import queries as talks
from klankbord.rooms.conversations.models import Conversation
from klankbord.rooms.places import actions as places
from klankbord.rooms.reminders.lines import LINES, Line
from klankbord.rooms.reminders.models import ReminderKind

REALIGN = "realign_agreements"


async def lessons_changed(db: AsyncSession, group_id: UUID, now: datetime) -> None:
    """Find the lessons anew, in the worker: row-level security hides agreements from who changes a lesson."""
    await enqueue(db, REALIGN, {"group": str(group_id)})


async def case_moved(db: AsyncSession, case: Case, now: datetime) -> None:
    """A closed case asks nothing any more; one that is opened again asks what was still to be kept."""
    open_ones = await queries.open_of_case(db, case.organisation_id, case.id)
    for row in open_ones:
        if case.closed_at is not None:
            await reminding.nothing_more(db, row.id, now)
        elif not row.with_child:
            await reminding.on_its_day(db, row, now)
    if case.closed_at is None and any(row.with_child for row in open_ones):
        # what was said already is known in the worker only
        await enqueue(db, REALIGN, {"group": str(case.group_id)})


async def plan_ended(db: AsyncSession, talk: Conversation, now: datetime) -> None:
    """A small plan that ended is not asked about any more."""
    await reminding.nothing_more(db, talk.id, now)


async def agreed(db: AsyncSession, keys: KeyRing, ids: Sequence[UUID], language: str) -> dict[UUID, Line]:
    """Under Vandaag: what was agreed, and where to say what became of it."""
    found = await queries.visible(db, ids)
    if not found:
        return {}
    words = await actions.whats(db, keys, [one.agreement for one in found])
    return {
        one.agreement.id: Line(
            one.pupil.first_name, words[one.agreement.id], f"/cases/{one.case.id}/agreements/{one.agreement.id}"
        )
        for one in found
    }


async def come_back(db: AsyncSession, keys: KeyRing, ids: Sequence[UUID], language: str) -> dict[UUID, Line]:
    """Under Vandaag: an agreement with the child, or a small plan with a child that has no case."""
    lines = await agreed(db, keys, ids, language)
    _ = translator(language).gettext
    for one in await talks.own_by_ids(db, [key for key in ids if key not in lines]):
        plan = conversations.opened(keys, one.conversation).small_plan
        lines[one.conversation.id] = Line(
            one.pupil.first_name,
            _("Small plan: %(plan)s") % {"plan": plan},
            f"/conversations/{one.conversation.id}",
        )
    return lines


places.after_change.append(lessons_changed)
conversations.after_small_plan.append(actions.of_small_plan)
ending.after_ending.append(plan_ended)
path.after_move.append(case_moved)
timeline.TIMELINE.append(agreement_entries)
sections.SECTIONS.append(agreements_of)
LINES[ReminderKind.AGREEMENT] = agreed
LINES[ReminderKind.ONE_TO_ONE] = come_back
