"""The list: one line a case, what it waits for and how long. One statement through Core, whatever its length."""

from dataclasses import dataclass
from datetime import datetime
from gettext import NullTranslations
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, func, literal, or_, select
from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.house.who import Who
from klankbord.rooms.cases.models import WaitsFor

PAGE = 50
FOR_ME, FOR_ANOTHER, ON_SCHEDULE = range(3)
TABLES = SQLModel.metadata.tables
CASE, PUPIL, GROUP = TABLES["cases"], TABLES["pupils"], TABLES["groups"]
LOCATION, HANDOVER, PEOPLE = TABLES["locations"], TABLES["handovers"], TABLES["people"]
LEAD, WAITS_ON, ASKER = (PEOPLE.alias(name) for name in ("lead", "waits_on", "asker"))


@dataclass(frozen=True)
class Line:
    """One case in the list. `section` is FOR_ME, FOR_ANOTHER or ON_SCHEDULE; `asker` who passed it on last."""

    id: UUID
    pupil: str
    hint: str | None
    group: str
    location: str
    step: int
    lead_id: UUID | None
    lead: str | None
    waits_for: str
    waits_on_id: UUID | None
    waits_on: str | None
    waits_since: datetime
    asker: str | None
    section: int
    in_section: int


async def lines(db: AsyncSession, who: Who, *, page: int = 1) -> list[Line]:
    """The open cases this person may see, what waits for them first and longest first; a page of 50, and one more
    when there is a next page. `in_section` counts the whole section, not only this page."""
    to_me = select(HANDOVER.c.case_id).where(HANDOVER.c.to_id == who.person_id, literal(who.is_social_worker))
    mine = or_(
        CASE.c.location_id.in_(who.managed_location_ids), CASE.c.group_id.in_(who.group_ids), CASE.c.id.in_(to_me)
    )
    section = section_of(who).label("section")
    query = (
        select(
            CASE.c.id,
            PUPIL.c.first_name.label("pupil"),
            PUPIL.c.hint,
            GROUP.c.name.label("group"),
            LOCATION.c.name.label("location"),
            *(CASE.c[name] for name in ("step", "lead_id", "waits_for", "waits_on_id", "waits_since")),
            LEAD.c.first_name.label("lead"),
            WAITS_ON.c.first_name.label("waits_on"),
            _asker().label("asker"),
            section,
            func.count().over(partition_by=section_of(who)).label("in_section"),
        )
        .join(PUPIL, PUPIL.c.id == CASE.c.pupil_id)
        .join(GROUP, GROUP.c.id == CASE.c.group_id)
        .join(LOCATION, LOCATION.c.id == CASE.c.location_id)
        .outerjoin(LEAD, LEAD.c.id == CASE.c.lead_id)
        .outerjoin(WAITS_ON, WAITS_ON.c.id == CASE.c.waits_on_id)
        .where(CASE.c.organisation_id == who.organisation_id, CASE.c.closed_at.is_(None), mine)
        .order_by(section, CASE.c.waits_since, CASE.c.id)
        .limit(PAGE + 1)
        .offset(PAGE * (page - 1))
    )
    return [Line(**row) for row in (await (await db.connection()).execute(query)).mappings()]


def section_of(who: Who) -> ColumnElement[int]:
    """Whom a case waits for, seen by this person."""
    for_managers = and_(CASE.c.waits_for == WaitsFor.FIRST_LOOK, CASE.c.location_id.in_(who.managed_location_ids))
    return case(
        (or_(CASE.c.waits_on_id == who.person_id, for_managers), FOR_ME),
        (CASE.c.waits_for.in_((WaitsFor.WATCH, WaitsFor.NOTHING)), ON_SCHEDULE),
        else_=FOR_ANOTHER,
    )


def _asker() -> Any:
    """First name of who passed the case on last."""
    return (
        select(ASKER.c.first_name)
        .join(HANDOVER, HANDOVER.c.from_id == ASKER.c.id)
        .where(HANDOVER.c.case_id == CASE.c.id)
        .order_by(HANDOVER.c.handed_at.desc())
        .limit(1)
        .scalar_subquery()
    )


def waits_text(waits_for: str, on_me: bool, waits_on: str | None, asker: str | None, say: NullTranslations) -> str:
    """What a case waits for, in the reader's language and as seen by the reader."""
    _ = say.gettext
    if waits_for == WaitsFor.FIRST_LOOK:
        return _("New report") if on_me else _("Waits for the location manager")
    if waits_for == WaitsFor.NEXT_STEP:
        return _("The next step is up to you") if on_me else _next_step(waits_on, say)
    if waits_for == WaitsFor.WATCH:
        return _("Two lessons of watching extra")
    if waits_for == WaitsFor.SOCIAL_WORKER:
        asks, waits = _("%(name)s asks advice"), _("Waits for %(name)s")
        return asks % {"name": asker} if on_me and asker else waits % {"name": waits_on}
    return _("Waits for nothing")


def _next_step(waits_on: str | None, say: NullTranslations) -> str:
    _ = say.gettext
    return _("The next step is up to %(name)s") % {"name": waits_on} if waits_on else _("Waits for the next step")
