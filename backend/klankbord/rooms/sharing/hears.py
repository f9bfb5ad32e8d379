"""What this room adds to the page and the story of a case, and to what is due today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.house.crypto import KeyRing
from klankbord.house.dates import Dates
from klankbord.house.door import Visit
from klankbord.house.language import mark, spoken_by, translator
from klankbord.rooms.cases import path, path_queries
from klankbord.rooms.cases import queries as cases
from klankbord.rooms.cases.models import Case
from klankbord.rooms.cases.queries import CasePlace
from klankbord.rooms.cases.sections import SECTIONS, Ask, Section
from klankbord.rooms.cases.timeline import TIMELINE, Entry, Story
from klankbord.rooms.people import queries as people
from klankbord.rooms.reminders.lines import LINES, Line
from klankbord.rooms.sharing import opening, queries, reminding, words
from klankbord.rooms.sharing.models import DisclosureKind
from klankbord.rooms.sharing.queries import Decided
from klankbord.rooms.sharing.rules import Verdict

RANK, ASK_RANK = 60, 9
LEFT = {DisclosureKind.PAGE: mark("Made a page for a conversation"), DisclosureKind.REFERRAL: mark("Told the partner")}


@dataclass(frozen=True)
class Row:
    """A decision in the list, in the reader's language."""

    id: UUID
    title: str
    stands: str
    holds: bool
    what: str
    by: str
    at: datetime


@dataclass(frozen=True)
class SharingPart:
    """The decisions of a case, newest first; `may_decide`: the reader can make another."""

    case_id: UUID
    rows: Sequence[Row]
    may_decide: bool


async def section(visit: Visit, place: CasePlace) -> Section | None:
    """The decisions, and what is asked of who waited for the end of a term."""
    found = await queries.decisions_of(visit.db, place.case.organisation_id, place.case.id)
    may_decide = place.case.closed_at is None and await queries.carries(visit.db, visit.who, place.case)
    if not found and not may_decide:
        return None
    part = SharingPart(place.case.id, await rows(visit, place.case, found), may_decide)
    return Section("sharing/_section.html", part, RANK, await _asks(visit, place.case, found), "sharing")


async def rows(visit: Visit, case: Case, found: Sequence[Decided]) -> list[Row]:
    """The decisions as they are shown."""
    language = spoken_by(visit.request)
    say, dates = translator(language), Dates(language)
    names = await people.first_names(visit.db, case.organisation_id, {one.decision.by_id for one in found})
    shown = []
    for one in found:
        row, verdict = one.decision, one.verdict(visit.now)
        sentence = words.stands(verdict, row, say, dates)
        what = opening.opened_what(visit.house.keys, row)
        holds = verdict == Verdict.HOLDS
        shown.append(Row(row.id, words.title_of(row, say), sentence, holds, what, names[row.by_id], row.at))
    return shown


async def _asks(visit: Visit, case: Case, found: Sequence[Decided]) -> list[Ask]:
    _ = translator(spoken_by(visit.request)).gettext
    due = [one for one in found if reminding.asks(case, one) and one.verdict(visit.now) == Verdict.HOLDS]
    there = reminding.answering(await cases.readers(visit.db, case) if due else [])
    asked = []
    for one in due:
        if person_id := reminding.asked_of(there, case, one.decision.by_id):
            url = f"/cases/{case.id}/sharing/{one.decision.id}"
            text = _("Nobody objected: share it now")
            asked.append(Ask(there[person_id], text, url, person_id, rank=ASK_RANK))
    return asked


async def story(told: Story) -> list[Entry]:
    """Every decision, objection and withdrawal, and each time that something left."""
    say, dates = told.say, Dates(told.language)
    _, found = say.gettext, await queries.decisions_of(told.db, told.case.organisation_id, told.case.id)
    acts = [act for one in found for act in (one.decision, *one.objections, *one.withdrawals, *one.disclosures)]
    names = await people.first_names(told.db, told.case.organisation_id, {act.by_id for act in acts})
    entries = []
    for one in found:
        row, title = one.decision, words.title_of(one.decision, say)
        facts = filter(None, (title, words.asked(row, say, dates), opening.opened_what(told.keys, row)))
        entries.append(Entry(row.at, "send", _("Decided about sharing"), names[row.by_id], tuple(facts)))
        for objection in one.objections:
            said = tuple(filter(None, (title, opening.opened_objection(told.keys, objection))))
            entries.append(
                Entry(objection.at, "circle-alert", _("An objection"), names[objection.by_id], said, tone="brass")
            )
        for gone in one.withdrawals:
            said = (title, opening.opened_withdrawal(told.keys, gone))
            entries.append(
                Entry(gone.at, "undo", _("Withdrew a decision to share"), names[gone.by_id], said, tone="brass")
            )
        for left in one.disclosures:
            entries.append(Entry(left.at, "send", _(LEFT[DisclosureKind(left.kind)]), names[left.by_id], (title,)))
    return entries


async def lines(db: AsyncSession, keys: KeyRing, ids: Sequence[UUID], language: str) -> dict[UUID, Line]:
    """Under Vandaag: the term is over, about whom."""
    say = translator(language).gettext("The term for an objection is over")
    rows = await queries.decisions_by_ids(db, ids)
    places = await path_queries.places_of(db, {row.case_id for row in rows})
    return {
        row.id: Line(places[row.case_id].pupil.first_name, say, f"/cases/{row.case_id}/sharing/{row.id}")
        for row in rows
        if row.case_id in places
    }


async def case_moved(db: AsyncSession, case: Case, now: datetime) -> None:
    """Closed, opened again, or in other hands: the reminders follow."""
    await reminding.all_of(db, case, now)


TIMELINE.append(story)
SECTIONS.append(section)
LINES[reminding.KIND] = lines
path.after_move.append(case_moved)
