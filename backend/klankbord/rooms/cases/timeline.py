"""The story of a case, told by whoever knows a part of it: one explicit list of sources."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from gettext import NullTranslations

from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.house.content import signals_by_id
from klankbord.house.crypto import KeyRing
from klankbord.house.language import translator
from klankbord.house.who import Who
from klankbord.rooms.cases import queries, story_queries
from klankbord.rooms.cases.actions import opened_question
from klankbord.rooms.cases.models import Case
from klankbord.rooms.notes.actions import opened
from klankbord.rooms.notes.rules import shown_moment
from klankbord.rooms.people import queries as people


@dataclass(frozen=True)
class Entry:
    """One thing that happened: what, when, by whom; facts apart from what somebody thought. Already in the reader's
    language. `seen`: who read it first, and when."""

    at: datetime
    icon: str
    title: str
    by: str
    facts: tuple[str, ...] = ()
    thought: str = ""
    tone: str = ""
    seen: tuple[str, datetime] | None = None


@dataclass(frozen=True)
class Story:
    """What a source needs to tell its part. `reader`: to whom; without one a source tells what everybody may read."""

    db: AsyncSession
    keys: KeyRing
    case: Case
    language: str
    reader: Who | None = None

    @property
    def say(self) -> NullTranslations:
        return translator(self.language)


async def notes(story: Story) -> list[Entry]:
    """The notes that were reported, each with its signals, and who saw it first."""
    _ = story.say.gettext
    rows = await story_queries.reported_notes(story.db, story.case.organisation_id, story.case.id)
    seen = await story_queries.seen_by(story.db, [note.id for note, _name in rows])
    entries = []
    for note, name in rows:
        observation, interpretation = opened(story.keys, note)
        labels = [signals_by_id[key].label(story.language) for key in note.signal_ids if key in signals_by_id]
        signs = ", ".join(labels)
        facts = tuple(filter(None, (signs[:1].upper() + signs[1:], observation)))
        at = shown_moment(note.written_at, note.received_at)
        entries.append(Entry(at, "pen", _("Note"), name, facts, interpretation, seen=seen.get(note.id)))
    return entries


async def corrections(story: Story) -> list[Entry]:
    """What was added to those notes later."""
    _ = story.say.gettext
    entries = []
    for row, name in await story_queries.corrections(story.db, story.case.organisation_id, story.case.id):
        observation, interpretation = opened(story.keys, row)
        facts = tuple(filter(None, (observation,)))
        at = shown_moment(row.written_at, row.received_at)
        entries.append(Entry(at, "undo", _("Correction of a note"), name, facts, interpretation))
    return entries


async def handovers(story: Story) -> list[Entry]:
    """To whom it was passed on, with the question."""
    _ = story.say.gettext
    rows = await queries.handovers_of(story.db, story.case.organisation_id, story.case.id)
    ids = {row.from_id for row in rows} | {row.to_id for row in rows}
    names = await people.first_names(story.db, story.case.organisation_id, ids)
    entries = []
    for row in rows:
        question = opened_question(story.keys, row)
        asks, passes = _("%(name)s asks advice"), _("Passed on to %(name)s")
        title = asks % {"name": names[row.from_id]} if question else passes % {"name": names[row.to_id]}
        entries.append(Entry(row.handed_at, "talk", title, names[row.from_id], tuple(filter(None, (question,)))))
    return entries


async def class_teacher(story: Story) -> list[Entry]:
    """That the class teacher was told."""
    _ = story.say.gettext
    rows = await queries.tellings_of(story.db, story.case.organisation_id, story.case.id)
    names = await people.first_names(story.db, story.case.organisation_id, {row.teacher_id for row in rows})
    title = _("The class teacher knows")
    return [Entry(row.told_at, "people", title, names[row.teacher_id]) for row in rows if row.told_at]


Source = Callable[[Story], Awaitable[list[Entry]]]
# `path_story` and rooms to our right add theirs.
TIMELINE: list[Source] = [notes, corrections, handovers, class_teacher]


async def tell(story: Story) -> list[Entry]:
    """Everything that happened, newest first."""
    told = [entry for source in TIMELINE for entry in await source(story)]
    return sorted(told, key=lambda entry: entry.at, reverse=True)
