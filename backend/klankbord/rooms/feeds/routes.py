"""My dates in my own calendar: the page, and the address itself, which anybody who knows it may fetch."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from klankbord.house.door import Signed, Visit, house_of
from klankbord.house.errors import NotHere, Unfit
from klankbord.house.language import mark, spoken_by, translator
from klankbord.house.pages import render
from klankbord.house.tokens import digest
from klankbord.rooms.feeds import actions, queries, rules
from klankbord.rooms.feeds.models import Feed

router = APIRouter()
PHRASE = mark("Klankbord: something to do")


@dataclass(frozen=True)
class FeedsPage:
    """The addresses that work; `address` of the one just made, shown this once."""

    feeds: Sequence[Feed]
    address: str = ""
    amiss: str = ""


@router.get("/feeds")
async def feeds(visit: Signed) -> Response:
    """What it is, and my addresses."""
    return await _page(visit)


@router.post("/feeds")
async def make(visit: Signed) -> Response:
    """A new address. The answer shows it, because it cannot be shown again."""
    try:
        token = await actions.make(
            visit.db, organisation_id=visit.who.organisation_id, person_id=visit.who.person_id, now=visit.now
        )
    except Unfit as problem:
        sentence = translator(spoken_by(visit.request)).gettext(problem.sentence)
        return await _page(visit, amiss=sentence, status=problem.status)
    return await _page(visit, address=f"{visit.house.settings.address}/feeds/{token}.ics")


@router.post("/feeds/{feed_id}/end")
async def revoke(visit: Signed, feed_id: UUID) -> Response:
    """This address opens nothing any more."""
    await actions.revoke(visit.db, person_id=visit.who.person_id, feed_id=feed_id, now=visit.now)
    return RedirectResponse("/feeds", 303)


@router.get("/feeds/{token}.ics")
async def feed(request: Request, token: str) -> Response:
    """The dates. The token says whose, and is never written down. Raises NotHere."""
    house = house_of(request)
    async with house.database.transaction() as db:
        opened = await queries.open_feed(db, digest(token))
        if opened is None:
            raise NotHere
        dues = await queries.dues(db, opened.person_id)
    phrase = translator(opened.language).gettext(PHRASE)
    url, now = f"{house.settings.address}/today", house.clock.now()
    body = rules.calendar(dues, name="Klankbord", phrase=phrase, url=url, now=now)
    return Response(body, media_type="text/calendar", headers={"cache-control": "no-store"})


async def _page(visit: Visit, address: str = "", amiss: str = "", status: int = 200) -> Response:
    page = FeedsPage(await queries.feeds_of(visit.db, visit.who.person_id), address, amiss)
    return render(visit, "feeds/feeds.html", page, status)
