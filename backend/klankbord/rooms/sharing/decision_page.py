"""What stands on the page of one decision, for everybody of the case."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fastapi.responses import Response

from klankbord.house.dates import Dates
from klankbord.house.door import Visit
from klankbord.house.errors import NotHere
from klankbord.house.ids import new_id
from klankbord.house.language import spoken_by, translator
from klankbord.house.pages import render
from klankbord.rooms.cases.queries import CasePlace
from klankbord.rooms.people import queries as people
from klankbord.rooms.places.forms import NOTHING_AMISS, Amiss
from klankbord.rooms.sharing import hears, opening, queries, words
from klankbord.rooms.sharing.models import Option
from klankbord.rooms.sharing.queries import Decided
from klankbord.rooms.sharing.rules import Verdict


@dataclass(frozen=True)
class DecisionPage:
    """One decision. `asked`, `reason`, `consulted`: what it rests on; `objections` and `withdrawal`: what ended it
    (words, by whom); `may_object`, `may_withdraw`, `may_share`, `decide_again`: what the reader can do now."""

    about: CasePlace
    row: hears.Row
    asked: str
    reason: str
    consulted: str
    reference: str
    recipient: str
    objections: Sequence[str]
    withdrawal: str
    left: int
    may_object: bool
    may_withdraw: bool
    may_share: bool
    decide_again: bool
    once: UUID
    typed: dict[str, str]
    amiss: Amiss = NOTHING_AMISS


async def decision_page(
    visit: Visit,
    place: CasePlace,
    decision_id: UUID,
    typed: dict[str, str] | None = None,
    wrong: Amiss = NOTHING_AMISS,
    status: int = 200,
) -> Response:
    """The page of one decision of this case. Raises NotHere."""
    case = place.case
    found = await queries.decision_of(visit.db, case.organisation_id, case.id, decision_id)
    if found is None:
        raise NotHere
    (row,) = await hears.rows(visit, case, [found])
    is_open = case.closed_at is None
    decides = is_open and await queries.carries(visit.db, visit.who, case)
    page = DecisionPage(
        about=place,
        row=row,
        **_grounds(visit, found),
        consulted=await _consulted(visit, found),
        left=len(found.disclosures),
        may_object=is_open and found.decision.option == Option.NO_OBJECTION and not found.withdrawals,
        may_withdraw=is_open and not found.withdrawals,
        may_share=decides and row.holds,
        decide_again=decides and found.verdict(visit.now) == Verdict.TOO_OLD,
        once=new_id(),
        typed={"words": "", "reason": ""} | (typed or {}),
        amiss=wrong,
    )
    return render(visit, "sharing/decision.html", page, status)


def _grounds(visit: Visit, found: Decided) -> dict[str, Any]:
    """What the decision rests on, and what ended it."""
    keys, language = visit.house.keys, spoken_by(visit.request)
    return {
        "asked": words.asked(found.decision, translator(language), Dates(language)),
        "reason": opening.opened_reason(keys, found.decision),
        "reference": words.reference(found.decision),
        "recipient": found.decision.recipient,
        "objections": [opening.opened_objection(keys, one) for one in found.objections],
        "withdrawal": "".join(opening.opened_withdrawal(keys, one) for one in found.withdrawals),
    }


async def _consulted(visit: Visit, found: Decided) -> str:
    who = found.decision.consulted_id
    names = await people.first_names(visit.db, found.decision.organisation_id, {who} if who else set())
    return names.get(who, "") if who else ""
