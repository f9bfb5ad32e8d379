"""What people do with an alarm: send it, see it, take it up, take it back."""

from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.house.crypto import KeyRing
from klankbord.house.errors import Conflict, NotHere, Unfit
from klankbord.house.jobs import enqueue
from klankbord.rooms.alarms import queries
from klankbord.rooms.alarms.models import Alarm, AlarmSighting, AlarmTaking, Channel
from klankbord.rooms.alarms.rules import called_on, first_rung
from klankbord.rooms.alarms.team import team_at

CALL = "call_for_alarm"
MOST_WORDS = 500


class AlarmWordsTooLong(Unfit):
    """This is too long. A few words are enough: keep it under 500 characters."""


class AlarmReasonMissing(Unfit):
    """Say in a few words why help is not needed any more."""


class AlarmTaken(Conflict):
    """Somebody else was here just before you. You see below who it is."""


async def send(
    db: AsyncSession,
    keys: KeyRing,
    *,
    organisation_id: UUID,
    alarm_id: UUID,
    sender_id: UUID,
    location_id: UUID,
    words: str,
    drill: bool,
    channels: tuple[Channel, ...],
    now: datetime,
) -> bool:
    """Send an alarm and call the first rung in one transaction; whether it is new. The worker does the ringing.

    Raises AlarmWordsTooLong. Nothing else about it is refused.
    """
    rung, ladder = first_rung(now)
    alarm = Alarm(
        id=alarm_id,
        organisation_id=organisation_id,
        sender_id=sender_id,
        location_id=location_id,
        words_sealed=keys.seal(_checked(words), table="alarms", row=alarm_id, column="words_sealed"),
        drill=drill,
        sent_at=now,
        next_rung=ladder.next_rung,
        next_at=ladder.next_at,
    )
    if not await queries.add_once(db, alarm):
        return False
    team = await team_at(db, organisation_id=organisation_id, location_id=location_id, sender_id=sender_id, now=now)
    await queries.add_calls(db, organisation_id, alarm.id, rung, called_on(rung, team), channels, now)
    await enqueue(db, CALL, {"alarm": str(alarm.id)})
    return True


async def see(db: AsyncSession, *, alarm: Alarm, person_id: UUID, now: datetime) -> None:
    """Somebody opened it: the first time counts. The sender's own look is none."""
    if person_id == alarm.sender_id:
        return
    row = AlarmSighting(organisation_id=alarm.organisation_id, alarm_id=alarm.id, person_id=person_id, at=now)
    if await queries.add_once(db, row):
        await queries.tell(db, alarm.id)


async def take(db: AsyncSession, *, alarm: Alarm, person_id: UUID, now: datetime) -> None:
    """Ik pak dit op: of all who say so at once, one. Saying it again is fine. Raises NotHere or AlarmTaken."""
    if person_id == alarm.sender_id:
        raise NotHere
    await see(db, alarm=alarm, person_id=person_id, now=now)
    await _end(db, alarm, AlarmTaking(
        organisation_id=alarm.organisation_id, alarm_id=alarm.id, person_id=person_id, at=now
    ))  # fmt: skip


async def withdraw(
    db: AsyncSession, keys: KeyRing, *, alarm: Alarm, person_id: UUID, reason: str, now: datetime
) -> None:
    """The sender takes it back, with a reason. Raises NotHere, AlarmReasonMissing, AlarmWordsTooLong or AlarmTaken."""
    if person_id != alarm.sender_id:
        raise NotHere
    if not (words := _checked(reason)):
        raise AlarmReasonMissing
    row = AlarmTaking(
        organisation_id=alarm.organisation_id, alarm_id=alarm.id, person_id=person_id, at=now, withdrawn=True
    )
    row.words_sealed = keys.seal(words, table="alarm_takings", row=row.id, column="words_sealed")
    await _end(db, alarm, row)


async def _end(db: AsyncSession, alarm: Alarm, row: AlarmTaking) -> None:
    """The first one ends it; PostgreSQL lets whoever comes at the same moment wait and then find it."""
    if await queries.add_once(db, row):
        await queries.end(db, alarm.id, row.at)
        await queries.tell(db, alarm.id)
        return
    winner = await queries.taking_of(db, alarm.id)
    if winner is None or winner.person_id != row.person_id:
        raise AlarmTaken


def _checked(words: str) -> str:
    """Trimmed, without what a database cannot hold."""
    kept = words.replace("\0", "").strip()
    if len(kept) > MOST_WORDS:
        raise AlarmWordsTooLong
    return kept
