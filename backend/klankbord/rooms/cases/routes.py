"""Cases (teacher, location manager) or the queue (social worker): the list, one case, passing on."""

from collections.abc import Sequence
from dataclasses import dataclass
from gettext import NullTranslations
from typing import Annotated, NamedTuple
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from klankbord.house.door import Signed, Visit, count_badges, read
from klankbord.house.errors import NotHere, Unfit
from klankbord.house.language import mark, spoken_by, translator
from klankbord.house.pages import render
from klankbord.house.plain_route import PlainRoute
from klankbord.house.who import Who
from klankbord.rooms.cases import actions, looking, story_queries, telling, waiting
from klankbord.rooms.cases.act_page import visible
from klankbord.rooms.cases.direction_routes import router as directing
from klankbord.rooms.cases.handing import HandoverForm, handover_form, may_hand_over
from klankbord.rooms.cases.moving_routes import router as moving
from klankbord.rooms.cases.page import CasePart, case_part
from klankbord.rooms.cases.reading_routes import router as reading
from klankbord.rooms.people import queries as people
from klankbord.rooms.people.models import RoleKind

router = APIRouter()
router.routes.extend([*directing.routes, *moving.routes, *reading.routes])  # before the address with any id
Typed = Annotated[str, Form()]
SECTIONS = (mark("Waits for you"), mark("Waits for somebody else"), mark("On schedule"))
LAST_PAGE = 2000


class Row(NamedTuple):
    """A line of the list and what it waits for, in the reader's language."""

    line: waiting.Line
    waits: str
    is_lead: bool


@dataclass(frozen=True)
class Section:
    """One part of the list; `title` is English source. `late`: its waiting time is worth showing."""

    title: str
    late: bool
    rows: Sequence[Row]


@dataclass(frozen=True)
class Queue:
    """The list and, beside it, the open case if there is one. `mine`: how many wait for the reader (see
    Waiting). `swapped`: the list was there already, so that focus moves to the case."""

    sections: Sequence[Section]
    mine: int
    page: int
    more: bool
    case: CasePart | None
    swapped: bool
    badges: dict[str, int]


async def cases(request: Request) -> Response:
    """What waits, longest first. It only reads, so one statement does it all."""
    page = _asked(request.query_params.get("page", "1"))
    who, row = await read(request, waiting.queue(page))
    return _queue(request, who, waiting.waiting(row["queue"]), page, None)


router.routes.append(PlainRoute("/cases", cases, "GET"))


@router.get("/cases/{case_id}")
async def case(visit: Signed, case_id: UUID, page: int = 1) -> Response:
    """One case; that it was read is written down, also when only the fragment is asked for."""
    return await _case(visit, case_id, page, None)


@router.post("/cases/{case_id}/handover")
async def hand_over(visit: Signed, case_id: UUID, to: Typed = "", question: Typed = "") -> Response:
    """Pass it on to a social worker."""
    place = await visible(visit, case_id)
    who, house = visit.who, visit.house
    workers = await people.with_role(visit.db, who.organisation_id, RoleKind.SOCIAL_WORKER)
    if not may_hand_over(who, place.case, workers):
        raise NotHere
    by = {"organisation_id": who.organisation_id, "from_id": who.person_id, "case_id": case_id}
    try:
        await actions.hand_over(visit.db, house.keys, **by, to_id=_person(to), question=question, now=visit.now)
    except Unfit as problem:
        sentence = translator(spoken_by(visit.request)).gettext(problem.sentence)
        amiss = {getattr(problem, "field", "question"): sentence}
        form = await handover_form(visit, place.case, workers, to=to, question=question, amiss=amiss)
        return await _case(visit, case_id, 1, form, problem.status)
    return RedirectResponse(f"/cases/{case_id}", 303)


@router.post("/cases/{case_id}/class-teacher")
async def told_class_teacher(visit: Signed, case_id: UUID, back: Typed = "") -> Response:
    """The class teacher knows."""
    await visible(visit, case_id)
    org, me = visit.who.organisation_id, visit.who.person_id
    await telling.tick_off(visit.db, organisation_id=org, teacher_id=me, case_id=case_id, now=visit.now)
    return RedirectResponse("/today" if back == "today" else f"/cases/{case_id}", 303)


async def _case(visit: Visit, case_id: UUID, page: int, form: HandoverForm | None, status: int = 200) -> Response:
    """The last view is that of the reader before this one."""
    last = await story_queries.views_of(visit.db, visit.who.organisation_id, case_id, 1)
    place = await looking.look(visit.db, visit.who, case_id, visit.now)
    await count_badges(visit)  # a first look may end what stood under Today
    part = await case_part(visit, place, form, last[0] if last else None)
    page = _within(page)
    found = await waiting.list_of(visit.db, visit.who, page)
    return _queue(visit.request, visit.who, found, page, part, status)


def _asked(page: str) -> int:
    try:
        return _within(int(page))
    except ValueError:
        raise Unfit from None


def _within(page: int) -> int:
    return min(max(page, 1), LAST_PAGE)


def _queue(
    request: Request, who: Who, found: waiting.Waiting, page: int, part: CasePart | None, status: int = 200
) -> Response:
    if not (who.is_teacher or who.is_location_manager or who.is_social_worker):
        raise NotHere
    swapped = "hx-request" in request.headers
    shown = _sections(who, found.lines[: waiting.PAGE], translator(spoken_by(request)))
    more = len(found.lines) > waiting.PAGE
    queue = Queue(shown, found.mine, page, more, part, swapped, {"cases": found.mine})
    return render(request, "cases/_swap.html" if swapped else "cases/cases.html", queue, status)


def _sections(who: Who, found: Sequence[waiting.Line], say: NullTranslations) -> list[Section]:
    rows: dict[int, list[Row]] = {}
    for line in found:
        on_me = line.section == waiting.FOR_ME
        text = waiting.waits_text(line.waits_for, on_me, line.waits_on, line.asker, say)
        rows.setdefault(line.section, []).append(Row(line, text, line.lead_id == who.person_id))
    return [Section(SECTIONS[key], key != waiting.ON_SCHEDULE, rows[key]) for key in sorted(rows)]


def _person(text: str) -> UUID | None:
    """Nonsense is nobody, and then the action asks whom."""
    try:
        return UUID(text) if text else None
    except ValueError:
        return UUID(int=0)
