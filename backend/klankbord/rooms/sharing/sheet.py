"""What can stand on the one page for a conversation, gathered for who makes it: facts first, and nobody else's name."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from klankbord.house.content import signals_by_id
from klankbord.house.dates import Dates
from klankbord.house.door import Visit
from klankbord.house.grouped import grouped
from klankbord.house.language import translator
from klankbord.rooms.cases import queries as cases
from klankbord.rooms.cases.models import Case
from klankbord.rooms.cases.queries import CasePlace
from klankbord.rooms.notes.actions import opened
from klankbord.rooms.notes.models import Note
from klankbord.rooms.notes.rules import shown_moment
from klankbord.rooms.people.models import Person, RoleKind
from klankbord.rooms.sharing import actions
from klankbord.rooms.sharing.known import Known, known_at
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
    """What there is to choose from, in the language of the page. `child` is empty when it is without a name. `later`:
    something was written that who decided did not know yet, so it is not among it. `only_outside`: nothing of what was
    seen or agreed may leave (option B, seed 002 3.2)."""

    language: str
    child: str
    place: str
    seen: Sequence[Seen]
    agreed: str
    callers: Sequence[Person]
    roster: Roster
    nameless: bool
    later: bool
    only_outside: bool


async def sheet(visit: Visit, place: CasePlace, decision: SharingDecision, language: str) -> Sheet:
    """Everything that may be put on a page under this decision: what the team knew when it was taken."""
    case, nameless, outside = place.case, decision.option == Option.ANONYMOUS, decision.option == Option.NO_OBJECTION
    roster = await actions.roster_of(visit.db, case)
    cleaner = _Cleaner(roster, nameless, language)
    known = await known_at(visit.db, case, decision.at)
    return Sheet(
        language=language,
        child="" if nameless else place.pupil.first_name,
        place="" if nameless else f"{place.group.name}, {place.location.name}",
        seen=[] if outside else _seen(visit, known, cleaner),
        agreed="" if outside else cleaner(_agreed(visit, known, language)),
        callers=await _callers(visit, case),
        roster=roster,
        nameless=nameless,
        later=known.more and not outside,
        only_outside=outside,
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


def _seen(visit: Visit, known: Known, clean: _Cleaner) -> list[Seen]:
    """The reported notes, oldest first."""
    keys, mended = visit.house.keys, grouped(known.corrections, lambda one: one.note_id)
    notes = sorted(known.notes, key=_written)
    return [_shown(note, opened(keys, note), [opened(keys, one) for one in mended[note.id]], clean) for note in notes]


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


def _agreed(visit: Visit, known: Known, language: str) -> str:
    """What was agreed and is still open, a line each; without whose it is."""
    dates, lines = Dates(language), []
    for row in known.agreements:
        what = visit.house.keys.open(row.what_sealed, table="agreements", row=row.id, column=AGREED) or ""
        lines.append(f"{what} ({dates.day(row.due_on)})")
    return "\n".join(lines)


async def _callers(visit: Visit, case: Case) -> list[Person]:
    """Who can be called about it: managers and social workers of the case, who makes the page first."""
    carry = [one.person for one in await cases.readers(visit.db, case) if one.kind != RoleKind.TEACHER]
    unique = {person.id: person for person in carry}
    return sorted(unique.values(), key=lambda one: (one.id != visit.who.person_id, one.first_name))
