"""Going back, closing, opening again, the level of care: each a page with a form; and the list of closed cases."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form
from fastapi.responses import Response

from klankbord.house.content import STEPS, Step
from klankbord.house.door import Signed, Visit
from klankbord.house.errors import NotHere
from klankbord.house.ids import new_id
from klankbord.house.pages import render
from klankbord.house.written import read_id
from klankbord.rooms.cases import caring, moving, path_queries, queries
from klankbord.rooms.cases.act_page import acted, holding_it, moving_it
from klankbord.rooms.cases.path_story import CLOSED_BECAUSE
from klankbord.rooms.cases.queries import CasePlace
from klankbord.rooms.places.forms import NOTHING_AMISS, Amiss, read_number

router = APIRouter()
Typed = Annotated[str, Form()]


@dataclass(frozen=True)
class Back:
    """To an earlier step, and why."""

    about: CasePlace
    steps: Sequence[Step]
    once: UUID
    step: str = ""
    reason: str = ""
    amiss: Amiss = NOTHING_AMISS


@dataclass(frozen=True)
class Close:
    """Why it is closed: one of `reasons` (id, English source), and words."""

    about: CasePlace
    reasons: Sequence[tuple[str, str]]
    once: UUID
    why: str = ""
    words: str = ""
    amiss: Amiss = NOTHING_AMISS


@dataclass(frozen=True)
class OpenAgain:
    """Why it is opened again."""

    about: CasePlace
    once: UUID
    reason: str = ""
    amiss: Amiss = NOTHING_AMISS


@dataclass(frozen=True)
class Level:
    """How much care. `levels`: name and meaning (English source), from 0 up."""

    about: CasePlace
    levels: Sequence[tuple[str, str]]
    once: UUID
    level: str = ""
    reason: str = ""
    amiss: Amiss = NOTHING_AMISS


@dataclass(frozen=True)
class ClosedCases:
    """The cases that were closed last, as far as the reader may see them."""

    found: Sequence[CasePlace]


@router.get("/cases/closed")
async def closed_cases(visit: Signed) -> Response:
    """For who wants to read one, or open it again."""
    who = visit.who
    if not (who.is_teacher or who.is_location_manager or who.is_social_worker):
        raise NotHere
    return render(visit, "cases/closed.html", ClosedCases(await queries.closed_for(visit.db, who)))


@router.get("/cases/{case_id}/return")
async def back(visit: Signed, case_id: UUID) -> Response:
    """The form."""
    return render(visit, "cases/back.html", _back(await moving_it(visit, case_id)))


@router.post("/cases/{case_id}/returns")
async def go_back(visit: Signed, case_id: UUID, step: Typed = "", reason: Typed = "", once: Typed = "") -> Response:
    """To an earlier step."""
    page, by = _back(await moving_it(visit, case_id)), _by(visit, case_id, once)
    return await acted(
        visit,
        lambda: moving.go_back(visit.db, visit.house.keys, **by, step=read_number(step), reason=reason),
        page,
        "cases/back.html",
        f"/cases/{case_id}#steps",
        step=step,
        reason=reason,
    )


@router.get("/cases/{case_id}/closing")
async def closing(visit: Signed, case_id: UUID) -> Response:
    """The form."""
    return render(visit, "cases/closing.html", _close(await moving_it(visit, case_id)))


@router.post("/cases/{case_id}/closings")
async def close(visit: Signed, case_id: UUID, why: Typed = "", words: Typed = "", once: Typed = "") -> Response:
    """Nothing is to be done any more."""
    page, by = _close(await moving_it(visit, case_id)), _by(visit, case_id, once)
    return await acted(
        visit,
        lambda: moving.close(visit.db, visit.house.keys, **by, reason=why, words=words),
        page,
        "cases/closing.html",
        f"/cases/{case_id}#closed",
        why=why,
        words=words,
    )


@router.get("/cases/{case_id}/reopening")
async def reopening(visit: Signed, case_id: UUID) -> Response:
    """The form."""
    return render(visit, "cases/reopening.html", OpenAgain(await moving_it(visit, case_id), new_id()))


@router.post("/cases/{case_id}/reopenings")
async def open_again(visit: Signed, case_id: UUID, reason: Typed = "", once: Typed = "") -> Response:
    """Go on where it stood."""
    page, by = OpenAgain(await moving_it(visit, case_id), new_id()), _by(visit, case_id, once)
    return await acted(
        visit,
        lambda: moving.open_again(visit.db, visit.house.keys, **by, reason=reason),
        page,
        "cases/reopening.html",
        f"/cases/{case_id}",
        reason=reason,
    )


@router.get("/cases/{case_id}/care-level")
async def care_level(visit: Signed, case_id: UUID) -> Response:
    """The form."""
    return render(visit, "cases/care_level.html", await _level(visit, case_id))


@router.post("/cases/{case_id}/care-levels")
async def see_level(visit: Signed, case_id: UUID, level: Typed = "", reason: Typed = "", once: Typed = "") -> Response:
    """This much care, as the reader sees it now."""
    page, by = await _level(visit, case_id), _by(visit, case_id, once)
    return await acted(
        visit,
        lambda: caring.see_level(visit.db, visit.house.keys, **by, level=read_number(level), reason=reason),
        page,
        "cases/care_level.html",
        f"/cases/{case_id}#facts",
        level=level,
        reason=reason,
    )


def _back(place: CasePlace) -> Back:
    return Back(place, [step for step in STEPS if step.number < place.case.step], new_id())


def _close(place: CasePlace) -> Close:
    return Close(place, [(str(key), word) for key, word in CLOSED_BECAUSE.items()], new_id())


async def _level(visit: Visit, case_id: UUID) -> Level:
    place = (await holding_it(visit, case_id)).place
    known = await path_queries.levels_of(visit.db, place.case.organisation_id, case_id)
    return Level(place, caring.LEVELS, new_id(), str(known[-1].level) if known else "")


def _by(visit: Visit, case_id: UUID, once: str) -> dict[str, Any]:
    who = visit.who
    mine = {"organisation_id": who.organisation_id, "case_id": case_id, "by_id": who.person_id}
    return {**mine, "now": visit.now, "once": read_id(once)}
