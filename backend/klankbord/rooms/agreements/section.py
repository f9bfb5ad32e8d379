"""The agreements on the page of a case: what is open, what became of the rest, and what is asked of whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from gettext import NullTranslations
from uuid import UUID

from klankbord.house.door import Visit
from klankbord.house.language import spoken_by, translator
from klankbord.rooms.agreements import actions, queries, rules
from klankbord.rooms.agreements.models import Agreement, AgreementEnding, EndingKind
from klankbord.rooms.agreements.story import ENDINGS
from klankbord.rooms.cases import queries as cases
from klankbord.rooms.cases.queries import CasePlace, Reader
from klankbord.rooms.cases.sections import Ask, Section
from klankbord.rooms.people import queries as people
from klankbord.rooms.people.models import RoleKind
from klankbord.rooms.places import queries as places

SHORT = 48
RANK, LATE_RANK, TODAY_RANK, LATER_RANK = 40, 8, 22, 45


@dataclass(frozen=True)
class Row:
    """One agreement as it is read. `owner` is empty when it is the reader; `unseen`: the owner cannot see the case any
    more; `ending`: kind and English source of what became of it; `may_end`: the reader may say so."""

    id: UUID
    what: str
    owner: str
    due_on: date
    with_child: bool
    late: bool
    unseen: bool
    may_end: bool
    ending: tuple[str, str] | None = None
    reason: str = ""


@dataclass(frozen=True)
class Agreements:
    """Open ones first due first; ended ones newest first. `more`: a new one may be added."""

    case_id: UUID
    open: Sequence[Row]
    ended: Sequence[Row]
    more: bool


async def agreements_of(visit: Visit, place: CasePlace) -> Section | None:
    """The part of the page; nothing in a closed case without agreements."""
    case, who = place.case, visit.who
    found = await queries.of_case(visit.db, case.organisation_id, case.id)
    if not found and case.closed_at is not None:
        return None
    readers = await cases.readers(visit.db, case)
    seeing = {reader.person.id for reader in readers}
    lead = rules.lead_of(case.lead_id, seeing)
    names = await people.first_names(visit.db, case.organisation_id, {row.owner_id for row, _ending in found})
    words = await actions.whats(visit.db, visit.house.keys, [row for row, _ending in found]) if found else {}
    today = await places.day_of(visit.db, case.organisation_id, visit.now)
    manages = case.location_id in who.managed_location_ids

    def shown(row: Agreement, ending: AgreementEnding | None) -> Row:
        mine = rules.may_end(row.owner_id, lead, manages, who.person_id)
        return Row(
            id=row.id,
            what=words[row.id],
            owner="" if row.owner_id == who.person_id else names[row.owner_id],
            due_on=row.due_on,
            with_child=row.with_child,
            late=ending is None and row.due_on < today,
            unseen=ending is None and row.owner_id not in seeing,
            may_end=mine and ending is None and case.closed_at is None,
            ending=(ending.kind, ENDINGS[EndingKind(ending.kind)][2]) if ending else None,
            reason=actions.opened_reason(visit.house.keys, ending) if ending else "",
        )

    ended = sorted((pair for pair in found if pair[1]), key=lambda pair: pair[1].at if pair[1] else pair[0].at)
    still = [row for row, ending in found if ending is None]
    data = Agreements(
        case.id,
        [shown(row, None) for row in still],
        [shown(*pair) for pair in reversed(ended)],
        case.closed_at is None,
    )
    say = translator(spoken_by(visit.request))
    asks = _asks(place, still, words, readers, lead, today, say) if case.closed_at is None else []
    return Section("agreements/_section.html", data, RANK, asks, "agreements")


def _asks(
    place: CasePlace,
    still: Sequence[Agreement],
    words: Mapping[UUID, str],
    readers: Sequence[Reader],
    lead: UUID | None,
    today: date,
    say: NullTranslations,
) -> list[Ask]:
    """Of each owner what was agreed; of who holds direction what nobody can keep any more."""
    roles = {reader.person.id: RoleKind(reader.kind) for reader in reversed(readers)}
    asks = []
    for row in still:
        what, url = short(words[row.id]), f"/cases/{place.case.id}/agreements/{row.id}"
        late = row.due_on < today
        rank = LATE_RANK if late else TODAY_RANK if row.due_on == today else LATER_RANK
        if row.owner_id not in roles:
            text = say.gettext("Nobody can keep this agreement any more: %(what)s") % {"what": what}
            asks.append(Ask(RoleKind.LOCATION_MANAGER, text, url, lead, row.due_on, LATE_RANK))
            continue
        again = say.gettext("Come back to it, one to one: %(what)s")
        text = (again if row.with_child else say.gettext("Agreed: %(what)s")) % {"what": what}
        asks.append(Ask(roles[row.owner_id], text, url, row.owner_id, None if row.with_child else row.due_on, rank))
    return asks


def short(text: str) -> str:
    """The first line, cut between words where it is long."""
    line = text.split("\n")[0]
    return line if len(line) <= SHORT else line[:SHORT].rsplit(" ", 1)[0] + " …"
