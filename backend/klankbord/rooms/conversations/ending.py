"""What became of a small plan as long as the child has no case: kept, changed or dropped, said once by who made it."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.house.crypto import KeyRing
from klankbord.house.ids import new_id
from klankbord.house.written import written
from klankbord.rooms.conversations import actions, queries, rules
from klankbord.rooms.conversations.models import Conversation, EndingKind, SmallPlanEnding
from klankbord.rooms.places import queries as places

TABLE, REASON = "small_plan_endings", "reason_sealed"
# Rooms to our right register here what they do when a small plan ended; called in the same transaction.
after_ending: list[Callable[[AsyncSession, Conversation, datetime], Awaitable[None]]] = []


async def end_plan(
    db: AsyncSession,
    keys: KeyRing,
    *,
    organisation_id: UUID,
    by_id: UUID,
    conversation_id: UUID,
    kind: str,
    reason: str = "",
    small_plan: str = "",
    now: datetime,
) -> Conversation:
    """Say what became of the small plan of one's own conversation; the last two kinds with a reason. Saying the same
    again changes nothing. Changed: what is tried now is written down as a conversation of today, which is given back.

    Raises ConversationNotYours (another's, in a case by now, or without a small plan), NotAnEnding, ReasonMissing,
    TooManyWords, WordsMissing (no new plan), PlanEndedBefore and what `actions.hold` raises.
    """
    talk = await queries.plan_to_end(db, organisation_id, by_id, conversation_id)
    if talk is None:
        raise rules.ConversationNotYours
    ended = rules.checked_ending(kind)
    words = written(reason, "reason")
    if (before := await queries.ending_of(db, organisation_id, talk.id)) is not None:
        same = before.kind == ended and opened_reason(keys, before) == words
        if same and await _tries(db, keys, talk, ended, small_plan):
            return talk
        raise rules.PlanEndedBefore
    if ended != EndingKind.KEPT and not words:
        raise rules.ReasonMissing
    row = SmallPlanEnding(organisation_id=organisation_id, conversation_id=talk.id, by_id=by_id, at=now, kind=ended)
    row.reason_sealed = keys.seal(words, table=TABLE, row=row.id, column=REASON)
    db.add(row)
    await db.flush()
    for hear in after_ending:
        await hear(db, talk, now)
    return await _tried_now(db, keys, talk, small_plan, now) if ended == EndingKind.CHANGED else talk


def opened_reason(keys: KeyRing, row: SmallPlanEnding) -> str:
    """Why it was changed or dropped; empty when it was kept."""
    return keys.open(row.reason_sealed, table=TABLE, row=row.id, column=REASON) or ""


async def _tries(db: AsyncSession, keys: KeyRing, talk: Conversation, ended: EndingKind, small_plan: str) -> bool:
    """Whether what is tried instead was kept before: no words of a second form go unseen."""
    if ended != EndingKind.CHANGED:
        return True
    found = await queries.own_about(db, talk.organisation_id, talk.writer_id, talk.pupil_id)
    plans = {actions.opened(keys, one.conversation).small_plan for one in found}
    return written(small_plan, "small_plan") in plans


async def _tried_now(
    db: AsyncSession, keys: KeyRing, talk: Conversation, small_plan: str, now: datetime
) -> Conversation:
    """With the child one comes back to it one to one, so what is tried now was talked about today."""
    today = await places.day_of(db, talk.organisation_id, now)
    return await actions.hold(
        db,
        keys,
        organisation_id=talk.organisation_id,
        writer_id=talk.writer_id,
        conversation_id=new_id(),
        pupil_id=talk.pupil_id,
        talked_with=talk.talked_with,
        held_on=today.isoformat(),
        small_plan=written(small_plan, "small_plan", needed=True),
        written_at=now,
        now=now,
        looked_at=True,
    )
