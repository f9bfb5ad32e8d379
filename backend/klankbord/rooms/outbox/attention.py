"""What the pages under *Vraagt aandacht* show."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from klankbord.house.door import Visit
from klankbord.house.language import mark, translator
from klankbord.rooms.cases import queries as cases
from klankbord.rooms.conversations.form import WITH
from klankbord.rooms.notes import queries as notes
from klankbord.rooms.notes.form import SignalChoice, signal_choices
from klankbord.rooms.notes.queries import PupilPlace
from klankbord.rooms.notes.rules import shown_moment
from klankbord.rooms.outbox import payloads, queries, rules
from klankbord.rooms.outbox.actions import PAYLOAD, TABLE
from klankbord.rooms.outbox.models import OutboxItem
from klankbord.rooms.outbox.payloads import Readable
from klankbord.rooms.places import queries as places

KINDS = {
    "note": mark("A note"),
    "correction": mark("A correction"),
    "lesson_answer": mark("An answer after a lesson"),
    "share": mark("Sharing a note"),
    "conversation": mark("A conversation"),
    payloads.UNKNOWN: mark("Something unknown"),
}


@dataclass(frozen=True)
class Row:
    """One line of the list; `kind` and `problem` are in the reader's language."""

    id: UUID
    kind: str
    problem: str
    at: datetime


@dataclass(frozen=True)
class Listed:
    """Everything of this person that asks attention."""

    rows: list[Row]


@dataclass(frozen=True)
class Typed:
    """What was filled in in the mending form."""

    pupil: str = ""
    signals: Sequence[str] = ()
    observation: str = ""
    interpretation: str = ""
    reason: str = ""


@dataclass(frozen=True)
class TypedTalk:
    """What was filled in in the form that mends a conversation."""

    pupil: str = ""
    talked_with: str = ""
    held_on: str = ""
    questions: Sequence[str] = ()
    said: str = ""
    thought: str = ""
    small_plan: str = ""


@dataclass(frozen=True)
class GroupOfChoices:
    """A group and its children as (id, name with hint)."""

    name: str
    pupils: list[tuple[UUID, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Mending:
    """One item: what was written (`written`), what is wrong, and the form to mend it.

    `how` is note, correction, conversation or again. `about`: the child it was about, when this person may see that.
    """

    item: OutboxItem
    kind: str
    at: datetime
    problem: str
    reason_problem: str
    written: Readable
    how: str
    about: str
    groups: list[GroupOfChoices]
    signals: list[SignalChoice]
    unknown_signals: list[str]
    typed: Typed
    talk: TypedTalk
    withs: Sequence[tuple[str, str]] = WITH


async def listed(visit: Visit) -> Listed:
    """The list, oldest first."""
    who, say = visit.who, translator(visit.who.language).gettext
    items = await queries.asking_attention(visit.db, who.organisation_id, who.person_id)
    rows = [Row(item.id, say(KINDS[item.kind]), say(rules.sentence_of(item.problem)), _at(item)) for item in items]
    return Listed(rows)


async def one(
    visit: Visit,
    item: OutboxItem,
    typed: Typed | None,
    problem: str,
    reason_problem: str,
    talk: TypedTalk | None = None,
) -> Mending:
    """One item with its form: filled with what was written, or with what was just typed."""
    who, say = visit.who, translator(visit.who.language).gettext
    text = visit.house.keys.open(item.payload_sealed, table=TABLE, row=item.id, column=PAYLOAD) or ""
    written = payloads.readable(text)
    about = await _about(visit, written)
    form = typed if typed and not typed.reason and not reason_problem else _from(written)
    signals = await signal_choices(visit.db, who, visit.now, form.signals)
    known = {signal.id for signal in signals}
    return Mending(
        item=item,
        kind=say(KINDS[item.kind]),
        at=_at(item),
        problem=problem or say(rules.sentence_of(item.problem)),
        reason_problem=reason_problem,
        written=written,
        how="conversation" if talk else await _how(visit, written),
        about=_name(about) if about else written.first_name,
        groups=await _choices(visit, about),
        signals=signals,
        unknown_signals=[signal for signal in written.signals if signal not in known],
        talk=talk or _talk_from(written),
        typed=form if not typed or not typed.reason else Typed(**{**vars(form), "reason": typed.reason}),
    )


def _from(written: Readable) -> Typed:
    observation = written.observation or (written.rest if written.kind == payloads.UNKNOWN else "")
    return Typed(str(written.pupil or ""), written.signals, observation, written.interpretation)


def _talk_from(written: Readable) -> TypedTalk:
    texts = (written.said, written.thought, written.small_plan)
    return TypedTalk(str(written.pupil or ""), written.talked_with, written.held_on, written.questions, *texts)


async def _how(visit: Visit, written: Readable) -> str:
    """A correction of a note that does not exist can only become a note."""
    if written.kind in ("share", "lesson_answer"):
        return "again"
    if written.kind == "conversation":
        return "conversation"
    if written.kind == "correction" and written.note:
        own = await notes.own_ids(visit.db, visit.who.organisation_id, visit.who.person_id, [written.note])
        return "correction" if own else "note"
    return "note"


async def _about(visit: Visit, written: Readable) -> PupilPlace | None:
    if written.pupil is None:
        return None
    return await notes.pupil_place(visit.db, visit.who.organisation_id, visit.who.person_id, written.pupil)


async def _choices(visit: Visit, about: PupilPlace | None) -> list[GroupOfChoices]:
    """The children this person teaches, and the one it was about, also when that child left or the group ended."""
    who = visit.who
    groups = await places.groups(visit.db, who.organisation_id, who.group_ids)
    pupils = await places.roster(visit.db, who.organisation_id, [group.id for group in groups])
    choices = {group.id: GroupOfChoices(group.name) for group in groups}
    mine = about and (about.taught or await cases.open_case(visit.db, who.organisation_id, about.pupil.id))
    if about and mine and about.pupil.id not in {pupil.id for pupil in pupils}:
        pupils = [about.pupil, *pupils]
        choices = {about.group.id: GroupOfChoices(about.group.name)} | choices
    for pupil in pupils:
        choices[pupil.group_id].pupils.append((pupil.id, _full(pupil.first_name, pupil.hint)))
    return list(choices.values())


def _name(about: PupilPlace) -> str:
    return f"{_full(about.pupil.first_name, about.pupil.hint)}, {about.group.name}"


def _full(first_name: str, hint: str | None) -> str:
    return f"{first_name} ({hint})" if hint else first_name


def _at(item: OutboxItem) -> datetime:
    return shown_moment(item.written_at, item.received_at)
