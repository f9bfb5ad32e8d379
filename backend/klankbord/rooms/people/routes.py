"""The first page by role, signing in and out, the account page, the language."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from klankbord.house.cookies import drop_add_token, drop_session
from klankbord.house.door import Anyone, Signed, house_of
from klankbord.house.errors import Unfit
from klankbord.house.language import COOKIE, LANGUAGES, mark, translator
from klankbord.house.pages import render
from klankbord.house.tabs import tabs_for
from klankbord.house.who import Who
from klankbord.rooms.people import actions, queries

router = APIRouter()

ROLE_WORDS = {
    "teacher": mark("music teacher"),
    "location_manager": mark("location manager"),
    "social_worker": mark("social worker"),
    "administrator": mark("administrator"),
}


@dataclass(frozen=True)
class SignIn:
    """The door. `demo`: made-up people may be picked here."""

    demo: bool


@dataclass(frozen=True)
class SignedOut:
    """Nobody is signed in any more. `phone`: empty, kept (sealed notes wait here), or unknown (no script told us)."""

    phone: str


@dataclass(frozen=True)
class Account:
    """Who you are here."""

    first_name: str
    roles_words: list[str]


def home_of(who: Who) -> str:
    """The first page of a person: the first of their places."""
    tabs = tabs_for(who)
    return tabs[0].url if tabs else "/account"


@router.get("/")
async def home(visit: Anyone) -> Response:
    """To one's own first page, or to the door."""
    return RedirectResponse(home_of(visit.who) if visit else "/sign-in", 303)


@router.get("/sign-in")
async def sign_in_page(request: Request, visit: Anyone) -> Response:
    """The door; whoever is in goes on."""
    if visit:
        return RedirectResponse(home_of(visit.who), 303)
    return render(request, "people/sign_in.html", SignIn(demo=house_of(request).settings.demo))


@router.get("/account")
async def account(visit: Signed) -> Response:
    """Name, roles, language, this phone, sign out."""
    words = translator(visit.who.language)
    kinds = dict.fromkeys(role.kind for role in visit.who.roles)
    page = Account(visit.who.first_name, [words.gettext(ROLE_WORDS[kind]) for kind in kinds])
    return render(visit, "people/account.html", page)


@router.post("/sign-out")
async def sign_out(visit: Signed, waits: Annotated[str, Form()] = "") -> Response:
    """End the session. Only when the phone says that nothing waits on it (`waits=none`) is it wiped, by this answer:
    an address that wipes could be called by any other page."""
    who = visit.who
    if who.session_id is None or who.device_id is None:
        raise Unfit
    empty = waits == "none"
    await actions.sign_out(visit.db, who.person_id, who.session_id, who.device_id, notes_wait=not empty, now=visit.now)
    phone = "empty" if empty else "kept" if waits == "some" else "unknown"
    answer = RedirectResponse(f"/signed-out?phone={phone}", 303)
    drop_session(answer, visit.house)
    answer.headers["clear-site-data"] = '"cache", "storage"' if empty else '"cache"'
    if empty:
        drop_add_token(answer)
    return answer


@router.get("/signed-out")
async def signed_out(request: Request, phone: str = "unknown") -> Response:
    """No script of ours runs here: it would bring the database and the worker straight back."""
    return render(request, "people/signed_out.html", SignedOut(phone))


@router.post("/language")
async def language(visit: Anyone, language: Annotated[str, Form()], back: Annotated[str, Form()] = "/") -> Response:
    """Read in this language from now on; also for who is not signed in."""
    if language not in LANGUAGES:
        raise Unfit
    if visit:
        await queries.set_language(visit.db, visit.who.person_id, language)
    safe = back if back.startswith("/") and not back.startswith(("//", "/\\")) else "/"
    answer = RedirectResponse(safe, 303)
    answer.set_cookie(COOKIE, language, max_age=31536000, samesite="lax", httponly=True)
    return answer
