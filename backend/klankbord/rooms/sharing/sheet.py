"""What can stand on the one page for a conversation, gathered for who makes it: facts first, and nobody else's name."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from klankbord.house.content import signals_by_id
from klankbord.house.dates import Dates
from klankbord.house.door import Visit
from klankbord.house.language import translator
from klankbord.rooms.cases import queries as cases
from klankbord.rooms.cases.models import Case
from klankbord.rooms.cases.queries import CasePlace
from klankbord.rooms.notes.actions import opened
from klankbord.rooms.notes.models import Note
from klankbord.rooms.notes.rules import shown_moment
from klankbord.rooms.people.models import Person, RoleKind
from klankbord.rooms.sharing import actions, queries
from klankbord.rooms.sharing.models import Option, SharingDecision
from klankbord.rooms.sharing.nameless import Roster

AGREED = "what_sealed"


@dataclass(frozen=True)
class Seen:
    """One note as it would stand on paper: the day, signals and facts (with later corrections), and what somebody
    thought, apart."""

    id: UUID
    on: datetime
    signals: str
    facts: str
    thought: str


@dataclass(frozen=True)
class Sheet:
    """What there is to choose from, in the language of the page. `child` is empty when it is without a name."""

    language: str
    child: str
    place: str
    seen: Sequence[Seen]
    agreed: str
    callers: Sequence[Person]
    roster: Roster
    nameless: bool


async def sheet(visit: Visit, place: CasePlace, decision: SharingDecision, language: str) -> Sheet:
    """Everything that may be put on a page under this decision."""
    case, nameless = place.case, decision.option == Option.ANONYMOUS
    roster = await actions.roster_of(visit.db, case)
    cleaner = _Cleaner(roster, nameless, language)
    return Sheet(
        language=language,
        child="" if nameless else place.pupil.first_name,
        place="" if nameless else f"{place.group.name}, {place.location.name}",
        seen=await _seen(visit, case, cleaner),
        agreed=cleaner(await _agreed(visit, case, language)),
        callers=await _callers(visit, case),
        roster=roster,
        nameless=nameless,
    )


@dataclass(frozen=True)
class _Cleaner:
    """Takes out who else is named; without a name also the child itself."""

    roster: Roster
    nameless: bool
    language: str

    def __call__(self, text: str) -> str:
        _ = translator(self.language).gettext
        if self.nameless:
            text = self.roster.without_child(text, _("the child"), "…")
        return self.roster.without_others(text, _("another child"))


async def _seen(visit: Visit, case: Case, clean: _Cleaner) -> list[Seen]:
    """The reported notes, oldest first."""
    db, keys, org = visit.db, visit.house.keys, case.organisation_id
    mended: dict[UUID, list[tuple[str, str]]] = {}
    for row, _name in sorted(await cases.corrections(db, org, case.id), key=lambda one: one[0].received_at):
        mended.setdefault(row.note_id, []).append(opened(keys, row))
    notes = sorted((note for note, _name in await cases.reported_notes(db, org, case.id)), key=_written)
    return [_shown(note, opened(keys, note), mended.get(note.id, ()), clean) for note in notes]


def _shown(note: Note, words: tuple[str, str], mended: Collection[tuple[str, str]], clean: _Cleaner) -> Seen:
    _ = translator(clean.language).gettext
    signs = [signals_by_id[key].label(clean.language) for key in note.signal_ids if key in signals_by_id]
    facts, thoughts = [words[0]], [words[1]]
    for fact, thought in mended:
        facts += [_("Correction: %(text)s") % {"text": fact}] if fact else []
        thoughts += [thought]
    joined = ["\n".join(filter(None, texts)) for texts in (facts, thoughts)]
    at = shown_moment(note.written_at, note.received_at)
    return Seen(note.id, at, ", ".join(signs), clean(joined[0]), clean(joined[1]))


def _written(note: Note) -> tuple[datetime, UUID]:
    return shown_moment(note.written_at, note.received_at), note.id


async def _agreed(visit: Visit, case: Case, language: str) -> str:
    """What was agreed and is still open, a line each; without whose it is."""
    dates, lines = Dates(language), []
    for row in await queries.open_agreements(visit.db, case.organisation_id, case.id):
        what = visit.house.keys.open(row.what_sealed, table="agreements", row=row.id, column=AGREED) or ""
        lines.append(f"{what} ({dates.day(row.due_on)})")
    return "\n".join(lines)


async def _callers(visit: Visit, case: Case) -> list[Person]:
    """Who can be called about it: managers and social workers of the case, who makes the page first."""
    carry = [one.person for one in await cases.readers(visit.db, case) if one.kind != RoleKind.TEACHER]
    unique = {person.id: person for person in carry}
    return sorted(unique.values(), key=lambda one: (one.id != visit.who.person_id, one.first_name))
