"""What a person does in the logbook: write a note, correct a note. Called alike by form, outbox and mending."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.house.crypto import KeyRing
from klankbord.house.errors import Conflict
from klankbord.rooms.notes import queries, rules
from klankbord.rooms.notes.models import Correction, Note
from klankbord.rooms.places.models import Group


class IdTaken(Conflict):
    """Something else was kept under this number already. Nothing is lost. Save it once more."""


@dataclass(frozen=True)
class Draft:
    """A note as far as its writer made it, sealed; where the child is, is not looked at yet."""

    id: UUID
    pupil_id: UUID
    signal_ids: list[str]
    observation_sealed: bytes | None
    interpretation_sealed: bytes | None


def draft(
    keys: KeyRing,
    note_id: UUID,
    pupil_id: UUID | None,
    signal_ids: Iterable[str],
    observation: str,
    interpretation: str,
) -> Draft:
    """What was written, checked and sealed. Raises NobodyChosen, TooLong, UnknownSignal, NothingNoted."""
    texts = rules.checked_texts(observation, interpretation)
    signals = rules.checked_signals(signal_ids)
    rules.check_something_noted(signals, *texts)
    if pupil_id is None:
        raise rules.NobodyChosen
    return Draft(note_id, pupil_id, signals, **_sealed(keys, "notes", note_id, texts))


async def write_note(
    db: AsyncSession,
    keys: KeyRing,
    *,
    organisation_id: UUID,
    writer_id: UUID,
    note_id: UUID,
    group_id: UUID | None,
    pupil_id: UUID | None,
    signal_ids: Iterable[str],
    observation: str,
    interpretation: str,
    written_at: datetime,
    now: datetime,
    looked_at: bool = False,
) -> Note:
    """Keep one note about one child; the same `note_id` of the same writer again changes nothing.

    `written_at` is what the phone's clock claims and is only kept; `now` is when it arrived. `looked_at` says that
    a person looked at the child again: then it does not matter that the child left or the group ended.
    Raises NobodyChosen, PupilNotInYourGroup, PupilLeft, GroupClosed, TooLong, UnknownSignal, NothingNoted, IdTaken.
    """
    drafted = draft(keys, note_id, pupil_id, signal_ids, observation, interpretation)
    group = await _group_of(db, organisation_id, writer_id, drafted.pupil_id, group_id, looked_at)
    note = Note(
        organisation_id=organisation_id,
        writer_id=writer_id,
        group_id=group.id,
        location_id=group.location_id,
        **vars(drafted),
        written_at=written_at,
        received_at=now,
    )
    if not await queries.add_note(db, note) and not await queries.own_ids(db, organisation_id, writer_id, [note_id]):
        raise IdTaken
    return note


async def correct_note(
    db: AsyncSession,
    keys: KeyRing,
    *,
    organisation_id: UUID,
    writer_id: UUID,
    correction_id: UUID,
    note_id: UUID,
    observation: str,
    interpretation: str,
    written_at: datetime,
    now: datetime,
) -> Correction:
    """Add what should have stood in an own note; the note itself stays as it was (rule 5).

    Raises NoteNotYours, TooLong, NothingNoted, IdTaken.
    """
    texts = rules.checked_texts(observation, interpretation)
    rules.check_something_noted([], *texts)
    if not await queries.own_ids(db, organisation_id, writer_id, [note_id]):
        raise rules.NoteNotYours
    correction = Correction(
        id=correction_id,
        organisation_id=organisation_id,
        note_id=note_id,
        writer_id=writer_id,
        **_sealed(keys, "corrections", correction_id, texts),
        written_at=written_at,
        received_at=now,
    )
    if not await queries.add_correction(db, correction):
        there = await queries.corrections_of(db, organisation_id, note_id)
        if correction_id not in {each.id for each in there if each.writer_id == writer_id}:
            raise IdTaken
    return correction


def opened(keys: KeyRing, row: Note | Correction) -> tuple[str, str]:
    """The texts of a note or correction: observation, interpretation; empty when nothing was written."""
    table = "notes" if isinstance(row, Note) else "corrections"
    observation = keys.open(row.observation_sealed, table=table, row=row.id, column="observation_sealed")
    interpretation = keys.open(row.interpretation_sealed, table=table, row=row.id, column="interpretation_sealed")
    return observation or "", interpretation or ""


def _sealed(keys: KeyRing, table: str, row: UUID, texts: tuple[str, str]) -> dict[str, bytes | None]:
    columns = ("observation_sealed", "interpretation_sealed")
    return {
        column: keys.seal(text, table=table, row=row, column=column)
        for column, text in zip(columns, texts, strict=True)
    }


async def _group_of(
    db: AsyncSession,
    organisation_id: UUID,
    writer_id: UUID,
    pupil_id: UUID,
    meant: UUID | None,
    looked_at: bool,
) -> Group:
    """The child's group, when the writer may write about it there. Raises what `rules.check_place` raises."""
    place = await queries.pupil_place(db, organisation_id, writer_id, pupil_id)
    if place is None:
        raise rules.PupilNotInYourGroup
    rules.check_place(
        taught=place.taught,
        group_id=place.group.id,
        meant=meant,
        gone=place.pupil.left_at is not None,
        closed=place.group.closed_at is not None,
        looked_at=looked_at,
    )
    return place.group
