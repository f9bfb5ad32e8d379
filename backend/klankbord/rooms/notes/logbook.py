"""What the logbook shows: own notes by day, and one note with its corrections."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby
from uuid import UUID

from klankbord.house.clock import AMSTERDAM
from klankbord.house.content import QUESTIONS, signals_by_id
from klankbord.house.crypto import KeyRing
from klankbord.house.door import Visit
from klankbord.house.errors import NotHere
from klankbord.house.first_name_guard import Found, look_through
from klankbord.house.ids import new_id
from klankbord.rooms.notes import actions, beside, queries
from klankbord.rooms.notes.beside import Shared
from klankbord.rooms.notes.models import Correction, Note
from klankbord.rooms.notes.queries import PAGE, NoteRow
from klankbord.rooms.notes.rules import shown_moment
from klankbord.rooms.places import queries as places
from klankbord.rooms.places.models import Pupil

FOUR_WEEKS = timedelta(weeks=4)
OFTEN = 3


@dataclass(frozen=True)
class Told:
    """A note or correction as it is read: when it was written, and its words."""

    id: UUID
    at: datetime
    observation: str
    interpretation: str


@dataclass(frozen=True)
class Entry:
    """One note in the logbook; `signals` are labels in the reader's language."""

    told: Told
    pupil: Pupil
    group: str
    location: str
    signals: list[str]
    corrections: int
    shared: Shared | None


@dataclass(frozen=True)
class Logbook:
    """A page of the logbook. `older`: the note behind which the next page begins, if there is more."""

    days: list[tuple[date, list[Entry]]]
    pupils: Sequence[Pupil]
    pupil: Pupil | None
    older: UUID | None
    attention: int


@dataclass(frozen=True)
class CorrectionForm:
    """What was typed, and what is wrong with it in the reader's language."""

    observation: str = ""
    interpretation: str = ""
    problem: str = ""


@dataclass(frozen=True)
class NotePage:
    """One own note. `often`: how often one of its signals was chosen for this child in the four weeks before, when
    that is three times or more. `found`: what looks like more than a first name. `once` makes a second tap harmless."""

    entry: Entry
    corrections: list[Told]
    found: list[Found]
    often: int
    questions: list[str]
    form: CorrectionForm = field(default_factory=CorrectionForm)
    once: UUID = field(default_factory=new_id)


async def logbook(visit: Visit, pupil_id: UUID | None, before: UUID | None) -> Logbook:
    """Own notes, newest first, in a constant number of queries. Raises NotHere for a child never written about."""
    who, db = visit.who, visit.db
    pupils = await queries.noted_pupils(db, who.organisation_id, who.person_id)
    chosen = next((pupil for pupil in pupils if pupil.id == pupil_id), None)
    if pupil_id is not None and chosen is None:
        raise NotHere
    rows = await queries.own_notes(db, who.organisation_id, who.person_id, pupil_id=pupil_id, before=before)
    page = rows[:PAGE]
    shared = await beside.shared(db, who.organisation_id, [row.note.id for row in page])
    entries = [entry(visit.house.keys, row, who.language, shared) for row in page]
    attention = await beside.asking_attention(db, who.organisation_id, who.person_id)
    older = page[-1].note.id if len(rows) > PAGE else None
    return Logbook(_by_day(entries), pupils, chosen, older, attention)


async def note_page(visit: Visit, note_id: UUID, form: CorrectionForm | None = None) -> NotePage:
    """One own note. Raises NotHere."""
    who, db, keys = visit.who, visit.db, visit.house.keys
    row = await queries.own_note(db, who.organisation_id, who.person_id, note_id)
    if row is None:
        raise NotHere
    shared = await beside.shared(db, who.organisation_id, [note_id])
    corrections = await queries.corrections_of(db, who.organisation_id, note_id)
    telling = [told(keys, each) for each in corrections]
    told_first = entry(keys, row, who.language, shared)
    names = [pupil.first_name for pupil in await places.roster(db, who.organisation_id, [row.group.id])]
    return NotePage(
        entry=told_first,
        corrections=telling,
        found=_found([told_first.told, *telling], [row.pupil.first_name, *names]),
        often=await _often(visit, row),
        questions=[question.text(who.language) for question in QUESTIONS],
        form=form or CorrectionForm(),
    )


def told(keys: KeyRing, row: Note | Correction) -> Told:
    """The words of a note or correction, opened."""
    return Told(row.id, shown_moment(row.written_at, row.received_at), *actions.opened(keys, row))


def entry(keys: KeyRing, row: NoteRow, language: str, shared: Mapping[UUID, Shared]) -> Entry:
    """One note as the logbook shows it."""
    return Entry(
        told=told(keys, row.note),
        pupil=row.pupil,
        group=row.group.name,
        location=row.location.name,
        signals=[signals_by_id[signal].label(language) for signal in row.note.signal_ids if signal in signals_by_id],
        corrections=row.corrections,
        shared=shared.get(row.note.id),
    )


async def _often(visit: Visit, row: NoteRow) -> int:
    since = row.note.received_at - FOUR_WEEKS
    who, note = visit.who, row.note
    counted = await queries.signals_of_pupil(
        visit.db, who.organisation_id, who.person_id, note.pupil_id, since, note.received_at
    )
    worrying = (counted.get(s, 0) for s in note.signal_ids if s in signals_by_id and not signals_by_id[s].look)
    most = max(worrying, default=0)
    return most if most >= OFTEN else 0


def _found(texts: Iterable[Told], names: Sequence[str]) -> list[Found]:
    return look_through((text for each in texts for text in (each.observation, each.interpretation)), names)


def _by_day(entries: Iterable[Entry]) -> list[tuple[date, list[Entry]]]:
    days = groupby(entries, key=lambda each: each.told.at.astimezone(AMSTERDAM).date())
    return [(day, list(of_day)) for day, of_day in days]
