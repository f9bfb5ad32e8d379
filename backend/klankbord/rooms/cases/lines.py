"""What stands under Vandaag about a case: a report nobody opened, direction that is offered, two weeks of nothing."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.house.crypto import KeyRing
from klankbord.house.language import translator
from klankbord.rooms.cases import path_queries
from klankbord.rooms.reminders.lines import LINES, Line
from klankbord.rooms.reminders.models import ReminderKind

UNOPENED = text("select report_id, location, reporter from kb_unopened(:ids)")
REPORTED = text("select id, case_id from reports where id = any(:ids)")


async def idle(db: AsyncSession, keys: KeyRing, ids: Sequence[UUID], language: str) -> dict[UUID, Line]:
    """Cases in which nobody did anything for two weeks."""
    say = translator(language).gettext("Nothing happened for two weeks. What is next?")
    places = await path_queries.places_of(db, ids)
    return {one: Line(place.pupil.first_name, say, f"/cases/{one}") for one, place in places.items()}


async def offered(db: AsyncSession, keys: KeyRing, ids: Sequence[UUID], language: str) -> dict[UUID, Line]:
    """Offers of direction."""
    say = translator(language).gettext("Will you take over direction?")
    cases = await path_queries.offered_cases(db, ids)
    places = await path_queries.places_of(db, cases.values())
    return {
        offer: Line(places[case].pupil.first_name, say, f"/cases/{case}/direction")
        for offer, case in cases.items()
        if case in places
    }


async def unopened(db: AsyncSession, keys: KeyRing, ids: Sequence[UUID], language: str) -> dict[UUID, Line]:
    """Reports nobody opened. Who may not read them is told where, and to call; nothing about the child."""
    _ = translator(language).gettext
    connection = await db.connection()
    cases = {row.id: row.case_id for row in await connection.execute(REPORTED, {"ids": list(ids)})}
    places = await path_queries.places_of(db, cases.values())
    lines = {
        report: Line(places[case].pupil.first_name, _("Nobody looked at this report yet."), f"/cases/{case}")
        for report, case in cases.items()
        if case in places
    }
    call = _("Nobody looked at a report of %(name)s yet. Call the location manager, or %(name)s.")
    for row in await connection.execute(UNOPENED, {"ids": [one for one in ids if one not in lines]}):
        lines[row.report_id] = Line(row.location, call % {"name": row.reporter}, "/help")
    return lines


LINES[ReminderKind.CASE_IDLE] = idle
LINES[ReminderKind.DIRECTION_OFFERED] = offered
LINES[ReminderKind.REPORT_UNOPENED] = unopened
