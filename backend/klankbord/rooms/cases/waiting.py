"""The list: one line a case, what it waits for and how long. As quick with ten thousand cases as with ten.

When what waits for the reader fills the page, nothing else is looked for; nothing is counted past MANY.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from gettext import NullTranslations
from typing import Any, NamedTuple
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.house.who import Who
from klankbord.rooms.cases.models import WaitsFor

PAGE = 50
MANY = 99  # of what waits for the reader; more is "99+"
FOR_ME, FOR_ANOTHER, ON_SCHEDULE = range(3)


class Line(NamedTuple):
    """One case in the list. `section` is FOR_ME, FOR_ANOTHER or ON_SCHEDULE; `asker` who passed it on last, if anybody
    did."""

    section: int
    id: UUID
    pupil: str
    hint: str | None
    group: str
    location: str
    step: int
    lead_id: UUID | None
    lead: str | None
    waits_for: str
    waits_on: str | None
    waits_since: datetime
    asker: str | None


@dataclass(frozen=True)
class Waiting:
    """A page of the list, and one line more when there is a next page. `mine`: how many wait for the reader in all;
    MANY + 1 stands for any more."""

    mine: int
    lines: Sequence[Line]


# Who asks, split by what they hold; from the door (kb_enter), or from who is known to be there.
_KNOWN = """$1::uuid as person_id, $2::uuid as organisation_id, $3::text as first_name, $4::text[] as kinds,
            $5::uuid[] as group_ids, $6::uuid[] as location_ids"""
_HELD = """held as (
    select coalesce(array_agg(distinct r.location_id) filter (where r.kind = 'location_manager'), '{}') as managed,
           coalesce(array_agg(distinct r.group_id) filter (where r.kind = 'teacher'), '{}') as taught,
           coalesce(bool_or(r.kind = 'social_worker'), false) as worker
      from unnest(me.kinds, me.group_ids, me.location_ids) as r(kind, group_id, location_id))"""
_COLUMNS = """c.id, c.pupil_id, c.group_id, c.location_id, c.step, c.lead_id, c.waits_for, c.waits_on_id,
                      c.waits_since, c.handed_by_id"""
_OPEN = "c.organisation_id = me.organisation_id and c.closed_at is null"
_LONGEST = "order by c.waits_since, c.id"
# Need to know (rule 3): who holds it by role, or whom it was passed on to.
_BY_ROLE = "(c.location_id = any (held.managed) or c.group_id = any (held.taught))"
_PASSED_ON = "held.worker and me.person_id = any (c.handed_to)"
_ON_ME = "c.waits_on_id = me.person_id"
_FIRST_LOOK = "c.waits_for = 'first_look' and c.location_id = any (held.managed)"
_NOT_ON_ME = f"c.waits_on_id is distinct from me.person_id and not ({_FIRST_LOOK})"
_SCHEDULED = "c.waits_for in ('watch', 'nothing')"

# Where to look, and for which cases there. PostgreSQL takes the first of each place by an index of that place: left to
# itself it walks the whole organisation for who has five children in it.
_EVERYWHERE = ("held", "true")
_MANAGED = ("held cross join unnest(held.managed) place(id)", "c.location_id = place.id")
_TAUGHT = (
    "held cross join unnest(held.taught) place(id)",
    "c.group_id = place.id and c.location_id <> all (held.managed)",
)
_HANDED = (  # found by the handovers, which have an index of whom they went to
    "(select * from held where worker) held",
    f"not {_BY_ROLE} and exists (select from handovers h where h.case_id = c.id and h.to_id = me.person_id)",
)
Place = tuple[str, str]


def _first(many: int, which: str, *places: Place) -> str:
    """The open cases that wait longest, of those that meet this condition in these places (no case is in two)."""
    parts = (
        f"select c.* from {place} cross join lateral (select {_COLUMNS} from cases c"
        f" where {_OPEN} and {there} and {which} {_LONGEST} limit {many}) c"
        for place, there in places
    )
    return f"select * from ({' union all '.join(parts)}) c {_LONGEST} limit {many}"


def _mine(many: int) -> str:
    on_me = _first(many, f"{_ON_ME} and ({_BY_ROLE} or {_PASSED_ON})", _EVERYWHERE)
    new = _first(many, f"not coalesce({_ON_ME}, false) and {_FIRST_LOOK}", _MANAGED)
    return f"select * from (({on_me}) union all ({new})) c {_LONGEST} limit {many}"


def _others(many: int) -> str:
    """Both other sections by one text: each mention of a table brings its row-level security, and all of a statement is
    set up for every page, also what is not asked."""
    found = _first(many, f"{_NOT_ON_ME} and ({_SCHEDULED}) = part.scheduled", _MANAGED, _TAUGHT, _HANDED)
    return f"""select part.section, c.*
                 from (values ({FOR_ANOTHER}, false), ({ON_SCHEDULE}, true)) part(section, scheduled)
                cross join lateral ({found}) c"""


def _name_of(person: str) -> str:
    """The reader's own name, which stands in each line that waits for them, is known."""
    return f"""case when c.{person} = me.person_id then me.first_name
                    else (select first_name from people where id = c.{person}) end"""


@lru_cache
def queue(page: int) -> str:
    """SQL of one column, `queue`: the lines as `me` may see them, each after how many wait for me (up to MANY + 1).

    There is always a first row, if only to say that. Numbers are part of the text: PostgreSQL plans for so few rows.
    """
    end = PAGE * page + 1
    return f""", (
    with {_HELD},
    mine as materialized ({_mine(max(end, MANY + 1))}),
    others as materialized ({_others(end)} where (select count(*) from mine) < {end}),
    listed as (select {FOR_ME} as section, * from mine union all select * from others
               order by section, waits_since, id limit {PAGE + 1} offset {PAGE * (page - 1)})
    select array(
        select row(many.mine, c.section, c.id, p.first_name, p.hint, g.name,
                   (select name from locations where id = c.location_id), c.step, c.lead_id, {_name_of("lead_id")},
                   c.waits_for, {_name_of("waits_on_id")}, c.waits_since,
                   (select first_name from people where id = c.handed_by_id))
          from (select least(count(*), {MANY + 1}) as mine from mine) many
          left join (listed c join pupils p on p.id = c.pupil_id join groups g on g.id = c.group_id) on true
         order by c.section, c.waits_since, c.id)) as queue"""


def waiting(found: Any) -> Waiting:
    """What stands in the column `queue`."""
    return Waiting(found[0][0], [Line._make(row[1:]) for row in found if row[2]])


async def list_of(db: AsyncSession, who: Who, page: int) -> Waiting:
    """A page of the list, in a transaction that knows who asks."""
    roles = [[getattr(role, name) for role in who.roles] for name in ("kind", "group_id", "location_id")]
    asked = f"select true{queue(page)} from (select {_KNOWN}) me"
    found = await (await db.connection()).exec_driver_sql(
        asked, (who.person_id, who.organisation_id, who.first_name, *roles)
    )
    return waiting(found.one().queue)


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
    if waits_for == WaitsFor.DIRECTION:
        asks, waits = _("Will you take over direction?"), _("%(name)s is asked to take over direction")
        return asks if on_me else waits % {"name": waits_on}
    return _("Goes by the plan")


def _next_step(waits_on: str | None, say: NullTranslations) -> str:
    _ = say.gettext
    return _("The next step is up to %(name)s") % {"name": waits_on} if waits_on else _("Waits for the next step")
