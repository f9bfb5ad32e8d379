"""Which reminder a referral asks for: on its day, to who made it, until it started or failed."""

from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.rooms.cases.models import Case
from klankbord.rooms.duty.queries import morning_of
from klankbord.rooms.referrals import queries
from klankbord.rooms.referrals.queries import Followed
from klankbord.rooms.reminders.aligning import Wanted, align
from klankbord.rooms.reminders.models import ReminderKind
from klankbord.rooms.sharing.reminding import who_is_asked

KIND = ReminderKind.REFERRAL_FOLLOW_UP


async def all_of(db: AsyncSession, case: Case, now: datetime) -> None:
    """The case was closed, opened again, or has another holder of direction."""
    for found in await queries.referrals_of(db, case.organisation_id, case.id):
        await _align(db, case, found, now)


async def follow_up(db: AsyncSession, case: Case, referral_id: UUID, now: datetime) -> None:
    """What this referral asks for now."""
    found = await queries.referral_of(db, case.organisation_id, case.id, referral_id)
    if found is not None:
        await _align(db, case, found, now)


async def _align(db: AsyncSession, case: Case, found: Followed, now: datetime) -> None:
    row, day, wanted = found.referral, found.standing.follow_up_on, []
    person_id = await who_is_asked(db, case, row.by_id)
    if day and person_id and case.closed_at is None:
        # the last word about it is the occasion: after another word it is asked again, also when it was ticked off
        occasion = max([row.at, *(step.at for step in found.steps)])
        wanted = [Wanted(person_id, KIND, occasion, await morning_of(db, case.organisation_id, person_id, day))]
    await align(db, subject_id=row.id, kinds=[KIND], wanted=wanted, now=now)
