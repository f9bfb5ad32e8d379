"""What is due and what is on its way, a page at a time: a claim costs the same however much waits behind it.

A page is walked in order through an index, and the hours are read of the people on it only. Who may not be asked now is
passed by: a place in the walk is kept for one sweep and stored nowhere, so the next sweep comes by everybody again.
Only the worker uses this; it acts for everybody.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from klankbord.house.direct import Asks
from klankbord.rooms.reminders.holding import Asked, asked_of, stand_in
from klankbord.rooms.reminders.rules import kinds_that_may_buzz


class Place(NamedTuple):
    """Where a walk is: the moment something was due or is to be tried, and what tells those of one moment apart."""

    at: datetime
    beside: UUID


START = Place(datetime.min.replace(tzinfo=UTC), UUID(int=0))


class Page(NamedTuple):
    """`whose`: each reminder or delivery with its person, none at the end of the walk; `people`: these, each once;
    `after`: where the next page begins."""

    whose: list[tuple[UUID, Asked]]
    people: list[Asked]
    after: Place

    @property
    def ids(self) -> list[UUID]:
        return [id for id, _ in self.whose]


# With the hours and absences of those on the page. `walked`: whose it is, its place (at, beside), and its id. Each
# person is looked up by themselves (`limit 1`): whatever PostgreSQL believes of a page must not make it read everybody.
PAGE = """
    with walked as ({walked}),
    whose as (select person_id, array_agg(id) as ids, array_agg(at) as ats, array_agg(beside) as besides
                from walked group by person_id)
    select whose.*, home.zone,
           array(select row(w.weekday, w.starts_at, w.ends_at) from working_hours w
                  where w.person_id = whose.person_id) as hours,
           array(select row(a.first_day, a.last_day, a.deputy_id) from absences a
                  where a.person_id = whose.person_id and a.removed_at is null) as absences
      from whose cross join lateral (
           select o.zone from people p join organisations o on o.id = p.organisation_id
            where p.id = whose.person_id limit 1) home
"""


@lru_cache
def due_page(many: int) -> str:
    """SQL of a page of what is due: each kind has its own way through the index, so what may not buzz now costs nothing
    to pass by. `many` is part of the text: of a number it does not know PostgreSQL makes a new plan each time."""
    return PAGE.format(
        walked=f"""
            select w.person_id, w.due_at as at, w.id as beside, w.id
              from unnest($2::text[]) as k (kind) cross join lateral (
                   select r.person_id, r.due_at, r.id from reminders r
                    where r.state = 'waiting' and r.kind = k.kind and r.due_at <= $1 and (r.due_at, r.id) > ($3, $4)
                    order by r.due_at, r.id limit {many}) w
             order by w.due_at, w.id limit {many}"""
    )


ONE = PAGE.format(
    walked="""
        select r.person_id, r.due_at as at, r.id as beside, r.id from reminders r
         where r.state = 'waiting' and r.due_at <= $1 and r.kind = any($2) and r.id = $3"""
)
# With ties: what was handed over at one moment for one browser may be one message, and stays on one page.
ON_THEIR_WAY = PAGE.format(
    walked="""
        select r.person_id, w.at, w.beside, w.id
          from (select d.id, d.reminder_id, d.next_at as at, d.subscription_id as beside from deliveries d
                 where d.state in ('waiting', 'claimed') and d.next_at <= $1
                   and (d.next_at, d.subscription_id) > ($2, $3)
                 order by d.next_at, d.subscription_id fetch first ($4) rows with ties) w
          join reminders r on r.id = w.reminder_id"""
)
ON_ITS_WAY = PAGE.format(
    walked="""
        select r.person_id, d.next_at as at, d.subscription_id as beside, d.id
          from deliveries d join reminders r on r.id = d.reminder_id
         where d.state in ('waiting', 'claimed') and d.next_at <= $1 and d.reminder_id = $2 and r.kind = any($3)"""
)


async def due(direct: Asks, now: datetime, kinds: Sequence[str], after: Place, many: int) -> Page:
    """So many reminders of these kinds that may be due (first due first), after deputies got theirs of them."""
    return await _with_deputies(direct, now, due_page(many), _by_now(kinds, now), *after)


async def due_as_they_are(direct: Asks, now: datetime, kinds: Sequence[str], after: Place, many: int) -> Page:
    """The same, when deputies have got what is theirs in this sweep: nothing moves while it is walked."""
    return await _page(direct, now, due_page(many), _by_now(kinds, now), *after)


async def one_due(direct: Asks, now: datetime, kinds: Sequence[str], reminder_id: UUID) -> Page:
    """This reminder only, if it may be due."""
    return await _with_deputies(direct, now, ONE, _by_now(kinds, now), reminder_id)


async def on_their_way(direct: Asks, now: datetime, after: Place, many: int) -> Page:
    """So many deliveries that may be tried, in order; more of them when those of one browser belong together."""
    return await _page(direct, now, ON_THEIR_WAY, *after, many)


async def on_its_way(direct: Asks, now: datetime, kinds: Sequence[str], reminder_id: UUID) -> Page:
    """The deliveries of this reminder that may be tried, if it is of one of these kinds."""
    return await _page(direct, now, ON_ITS_WAY, reminder_id, kinds)


def _by_now(kinds: Sequence[str], now: datetime) -> list[str]:
    may = kinds_that_may_buzz(now)
    return [kind for kind in kinds if kind in may]


async def _with_deputies(direct: Asks, now: datetime, walk: str, *where: object) -> Page:
    page = await _page(direct, now, walk, *where)
    moved = await stand_in(direct, now, page.people, page.ids)
    return await _page(direct, now, walk, *where) if moved else page  # somebody else is to be asked now


async def _page(direct: Asks, now: datetime, walk: str, *where: object) -> Page:
    rows = await direct.fetch(walk, now, *where)
    people = [asked_of(row, now) for row in rows]
    whose = [(id, one) for row, one in zip(rows, people, strict=True) for id in row["ids"]]
    places = [place for row in rows for place in zip(row["ats"], row["besides"], strict=True)]
    return Page(whose, people, Place(*max(places, default=START)))
