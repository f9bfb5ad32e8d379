"""People are told something by the app, past the bad line, so that pushes are on their way."""

from collections.abc import Iterable

from sqlalchemy.exc import SQLAlchemyError

from klankbord.house.ids import new_id
from klankbord.rooms.reminders import actions as reminders
from klankbord.rooms.reminders.models import ReminderKind
from tests.chaos.phone import Phone
from tests.chaos.stage import Stage


async def tell_something(stage: Stage, phones: Iterable[Phone]) -> bool:
    """Each owner of these is told something now; whether the database could take it."""
    town, now = stage.town, stage.clock.now()
    try:
        for phone in phones:
            person = phone.people[0].id
            async with town.house.database.transaction(person, town.organisation_id) as db:
                await reminders.remind(
                    db, organisation_id=town.organisation_id, person_id=person, kind=ReminderKind.HANDOVER_RECEIVED,
                    subject_id=new_id(), moment=now, due_at=now, now=now,
                )  # fmt: skip
    except (SQLAlchemyError, OSError):
        return False
    return True
