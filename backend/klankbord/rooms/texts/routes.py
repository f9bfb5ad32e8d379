"""The organisation's own words: the administrator and the social worker look after them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response

from klankbord.house.content import Words
from klankbord.house.door import Signed, Visit
from klankbord.house.errors import NotHere, Unfit
from klankbord.house.language import spoken_by, translator
from klankbord.house.pages import render
from klankbord.rooms.people import queries as people
from klankbord.rooms.texts import actions, queries
from klankbord.rooms.texts.catalogue import TEXTS, Text

router = APIRouter()
Typed = Annotated[str, Form()]


@dataclass(frozen=True)
class Row:
    """A text and what it says here; `own`: in the organisation's own words."""

    text: Text
    words: Words
    own: bool


@dataclass(frozen=True)
class Texts:
    """Every text that can be said otherwise."""

    rows: Sequence[Row]


@dataclass(frozen=True)
class Change:
    """One text: what the product says, what was typed, and who said what before (name, moment)."""

    text: Text
    nl: str
    en: str
    before: Sequence[tuple[str, object]]
    amiss: dict[str, str]


@router.get("/texts")
async def texts(visit: Signed) -> Response:
    """The list."""
    _keeper(visit)
    own = {row.key for row in await queries.newest(visit.db, visit.who.organisation_id) if row.nl or row.en}
    said = await queries.said(visit.db, visit.who.organisation_id)
    return render(visit, "texts/texts.html", Texts([Row(text, said[key], key in own) for key, text in TEXTS.items()]))


@router.get("/texts/{key}")
async def text(visit: Signed, key: str) -> Response:
    """One text, with the words that count now."""
    _keeper(visit)
    _known(key)
    before = await queries.history(visit.db, visit.who.organisation_id, key)
    return await _page(visit, key, before[0].nl if before else "", before[0].en if before else "")


@router.post("/texts/{key}")
async def say(visit: Signed, key: str, nl: Typed = "", en: Typed = "") -> Response:
    """Say it otherwise, or (empty) as the product does."""
    _keeper(visit)
    who = visit.who
    try:
        by = {"organisation_id": who.organisation_id, "by_id": who.person_id}
        await actions.say(visit.db, **by, key=key, nl=nl, en=en, now=visit.now)
    except Unfit as problem:
        sentence = translator(spoken_by(visit.request)).gettext(problem.sentence)
        return await _page(visit, key, nl, en, {getattr(problem, "field", "nl"): sentence}, problem.status)
    return RedirectResponse("/texts", 303)


async def _page(
    visit: Visit, key: str, nl: str, en: str, amiss: dict[str, str] | None = None, status: int = 200
) -> Response:
    _known(key)
    rows = await queries.history(visit.db, visit.who.organisation_id, key)
    names = await people.first_names(visit.db, visit.who.organisation_id, {row.by_id for row in rows})
    before = [(names.get(row.by_id, ""), row.at) for row in rows]
    return render(visit, "texts/text.html", Change(TEXTS[key], nl, en, before, amiss or {}), status)


def _known(key: str) -> None:
    if key not in TEXTS:
        raise NotHere


def _keeper(visit: Visit) -> None:
    if not (visit.who.is_administrator or visit.who.is_social_worker):
        raise NotHere
