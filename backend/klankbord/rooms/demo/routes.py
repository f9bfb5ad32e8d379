"""Being somebody made-up, letting time pass, seeing what was sent, starting anew. On this machine only."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.house.cookies import drop_session, give_add_token, give_session
from klankbord.house.database import Database
from klankbord.house.door import house_of
from klankbord.house.errors import NotHere, Unfit
from klankbord.house.house import House
from klankbord.house.language import spoken_by, translator
from klankbord.house.pages import render
from klankbord.rooms.demo import parts, queries
from klankbord.rooms.demo.guard import only_here
from klankbord.rooms.demo.people import PEOPLE, SEPARATOR
from klankbord.rooms.demo.seed import seed
from klankbord.rooms.people import actions as people

router = APIRouter(dependencies=[Depends(only_here)])
router.include_router(parts.router)

STEPS = {"hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(days=7)}


@dataclass(frozen=True)
class Persona:
    """One made-up person on the page where you pick who you are."""

    first_name: str
    what: str
    person_id: UUID


@dataclass(frozen=True)
class Pick:
    """Everybody one can be."""

    people: list[Persona]


@dataclass(frozen=True)
class Sent:
    """One push message as it left, or is still owed."""

    to: str
    at: datetime
    body: str
    state: str
    arrived: bool


@dataclass(frozen=True)
class SentPage:
    """The push messages of the last days, newest first."""

    messages: list[Sent]


@asynccontextmanager
async def as_owner(house: House) -> AsyncIterator[AsyncSession]:
    """The owner's view of the made-up organisation; a real web process does not have this address."""
    database = Database(house.settings.database_url.get_secret_value(), 1)
    try:
        async with database.transaction() as db:
            yield db
    finally:
        await database.close()


@router.get("/demo")
async def pick(request: Request) -> Response:
    """Who are you today?"""
    language = 0 if spoken_by(request) == "nl" else 1
    what = {made_up.first_name: made_up.what.split(SEPARATOR)[language] for made_up in PEOPLE}
    async with as_owner(house_of(request)) as db:
        found = await queries.made_up_people(db)
    order = list(what)
    personas = [Persona(name, what[name], person_id) for person_id, name, _ in found if name in what]
    return render(request, "demo/pick.html", Pick(sorted(personas, key=lambda one: order.index(one.first_name))))


@router.post("/demo/sign-in")
async def sign_in(request: Request, person: Annotated[UUID, Form()]) -> Response:
    """Be this person from now on, on this browser."""
    house = house_of(request)
    async with as_owner(house) as db:
        organisations = {person_id: organisation for person_id, _, organisation in await queries.made_up_people(db)}
    if person not in organisations:
        raise NotHere
    async with house.database.transaction() as db:
        tokens = await people.sign_in(db, organisations[person], person, house.clock.now())
    answer = RedirectResponse("/", 303)
    give_session(answer, house, tokens.session_token)
    give_add_token(answer, tokens.add_token)
    return answer


@router.post("/demo/clock")
async def clock(request: Request, to: Annotated[str, Form()]) -> Response:
    """Let time pass for everybody; a session that is over by then asks to pick again, as it would in the morning."""
    house = house_of(request)
    if to == "now":
        house.clock.move_back()
    elif to in STEPS:
        house.clock.move_to(house.clock.now() + STEPS[to])
    else:
        raise Unfit
    return RedirectResponse("/demo", 303)


@router.get("/demo/sent")
async def sent(request: Request) -> Response:
    """What left for which made-up person, word for word."""
    words = translator(spoken_by(request))
    async with as_owner(house_of(request)) as db:
        rows = await queries.pushes(db, house_of(request).clock.now())
    messages = [
        Sent(row.first_name, row.at, words.gettext(row.body), words.gettext(row.state), row.arrived) for row in rows
    ]
    return render(request, "demo/sent.html", SentPage(messages))


@router.post("/demo/reset")
async def reset(request: Request) -> Response:
    """Everything back to the start, the clock too."""
    house = house_of(request)
    house.clock.move_back()
    await seed(house)
    answer = RedirectResponse("/demo", 303)
    drop_session(answer, house)
    return answer
