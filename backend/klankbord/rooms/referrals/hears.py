"""What this room adds to the page and the story of a case, and to what is due today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.house.clock import AMSTERDAM
from klankbord.house.crypto import KeyRing
from klankbord.house.door import Visit
from klankbord.house.language import spoken_by, translator
from klankbord.rooms.cases import path, path_queries
from klankbord.rooms.cases import queries as cases
from klankbord.rooms.cases.models import Case
from klankbord.rooms.cases.queries import CasePlace
from klankbord.rooms.cases.sections import SECTIONS, Ask, Section
from klankbord.rooms.cases.timeline import TIMELINE, Entry, Story
from klankbord.rooms.people import queries as people
from klankbord.rooms.referrals import actions, queries, reminding, words
from klankbord.rooms.referrals.models import ReferralState
from klankbord.rooms.referrals.queries import Followed
from klankbord.rooms.reminders.lines import LINES, Line
from klankbord.rooms.sharing import queries as sharing
from klankbord.rooms.sharing.reminding import answering, asked_of

RANK, ASK_RANK = 65, 42


@dataclass(frozen=True)
class Row:
    """A referral in the list. `state`: English source; `follow_up_on`: when somebody asks again."""

    id: UUID
    partner: str
    state: str
    icon: str
    purpose: str
    follow_up_on: date | None
    by: str
    at: datetime


@dataclass(frozen=True)
class ReferralPart:
    """The referrals of a case, newest first; `may_refer`: the reader can make another."""

    case_id: UUID
    rows: Sequence[Row]
    may_refer: bool


async def section(visit: Visit, place: CasePlace) -> Section | None:
    """The referrals, and what is asked of who follows them."""
    case = place.case
    found = await queries.referrals_of(visit.db, case.organisation_id, case.id)
    may_refer = case.closed_at is None and case.step >= 3 and await sharing.carries(visit.db, visit.who, case)
    if not found and not may_refer:
        return None
    part = ReferralPart(case.id, await rows(visit, found), may_refer)
    return Section("referrals/_section.html", part, RANK, await _asks(visit, case, found), "referrals")


async def rows(visit: Visit, found: Sequence[Followed]) -> list[Row]:
    """The referrals as they are shown."""
    names = await people.first_names(visit.db, visit.who.organisation_id, {one.referral.by_id for one in found})
    shown = []
    for one in found:
        row, stands = one.referral, one.standing
        purpose = actions.opened_purpose(visit.house.keys, row)
        state, icon = words.STATES[stands.state], words.ICONS[stands.state]
        by = names[row.by_id]
        shown.append(Row(row.id, one.partner.name, state, icon, purpose, stands.follow_up_on, by, row.at))
    return shown


async def _asks(visit: Visit, case: Case, found: Sequence[Followed]) -> list[Ask]:
    """Only what is due: a day in the future asks nothing now."""
    _, today = translator(spoken_by(visit.request)).gettext, visit.now.astimezone(AMSTERDAM).date()
    due = [one for one in found if (day := one.standing.follow_up_on) and day <= today and case.closed_at is None]
    there = answering(await cases.readers(visit.db, case) if due else [])
    asked = []
    for one in due:
        if person_id := asked_of(there, case, one.referral.by_id):
            text = _("Ask how it goes with %(partner)s") % {"partner": one.partner.name}
            url = f"/cases/{case.id}/referrals/{one.referral.id}"
            by = one.standing.follow_up_on
            asked.append(Ask(there[person_id], text, url, person_id, by, ASK_RANK))
    return asked


async def story(told: Story) -> list[Entry]:
    """Every referral and each step of it."""
    _, found = told.say.gettext, await queries.referrals_of(told.db, told.case.organisation_id, told.case.id)
    acts = [act for one in found for act in (one.referral, *one.steps)]
    names = await people.first_names(told.db, told.case.organisation_id, {act.by_id for act in acts})
    entries = []
    for one in found:
        row, to = one.referral, {"partner": one.partner.name}
        way = _("The team told the partner.") if row.decision_id else _("The parents go there themselves.")
        facts = (actions.opened_purpose(told.keys, row), way)
        entries.append(Entry(row.at, "fork", _("Referred to %(partner)s") % to, names[row.by_id], facts))
        for step in one.steps:
            state = ReferralState(step.state)
            said = tuple(filter(None, (actions.opened_words(told.keys, step),)))
            title = f"{one.partner.name}: {_(words.STATES[state])}"
            tone = "green" if state == ReferralState.STARTED else ""
            entries.append(Entry(step.at, words.ICONS[state], title, names[step.by_id], said, tone=tone))
    return entries


async def lines(db: AsyncSession, keys: KeyRing, ids: Sequence[UUID], language: str) -> dict[UUID, Line]:
    """Under Vandaag: how does it go with this partner, about whom."""
    _ = translator(language).gettext
    found = await queries.referrals_by_ids(db, ids)
    places = await path_queries.places_of(db, {one.referral.case_id for one in found})
    shown = {}
    for one in found:
        row, place = one.referral, places.get(one.referral.case_id)
        if place:
            text = _("Ask how it goes with %(partner)s") % {"partner": one.partner.name}
            shown[row.id] = Line(place.pupil.first_name, text, f"/cases/{row.case_id}/referrals/{row.id}")
    return shown


async def case_moved(db: AsyncSession, case: Case, now: datetime) -> None:
    """Closed, opened again, or in other hands: the reminders follow."""
    await reminding.all_of(db, case, now)


TIMELINE.append(story)
SECTIONS.append(section)
LINES[reminding.KIND] = lines
path.after_move.append(case_moved)
