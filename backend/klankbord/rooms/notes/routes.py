"""Noteren and the logbook over HTTP. What a phone sends goes through the outbox; these forms work without script."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response

from klankbord.house.door import Signed, Visit
from klankbord.house.errors import NotHere, Unfit
from klankbord.house.ids import new_id
from klankbord.house.language import translator
from klankbord.house.pages import render
from klankbord.rooms.notes import actions, beside, rules
from klankbord.rooms.notes.form import NoteForm, Typed, note_form
from klankbord.rooms.notes.logbook import CorrectionForm, logbook, note_page

router = APIRouter()
Text = Annotated[str, Form()]
Texts = Annotated[list[str], Form()]


@dataclass(frozen=True)
class WritePage:
    """The page Noteren. `once` makes a second tap on the button harmless."""

    form: NoteForm
    once: UUID


@router.get("/notes/new")
async def write(visit: Signed, group: str = "") -> Response:
    """The form, with the group of the lesson that is now or was last."""
    return await _form(visit, _uuid(group) if group else None)


@router.post("/notes")
async def add_notes(
    visit: Signed,
    group: Text = "",
    pupil: Texts = [],  # noqa: B006  FastAPI copies it
    signal: Texts = [],  # noqa: B006
    observation: Text = "",
    interpretation: Text = "",
    once: Text = "",
) -> Response:
    """One note for each child, all or none; the same form again keeps them once."""
    typed = Typed(pupil, signal, observation, interpretation)
    try:
        async with visit.db.begin_nested():
            await _write(visit, _uuid(group), _uuid(once), typed)
    except Unfit as problem:
        return await _form(visit, _uuid(group), _uuid(once), typed, problem)
    return RedirectResponse("/notes", 303)


@router.get("/notes")
async def own_notes(visit: Signed, pupil: str = "", before: str = "") -> Response:
    """The logbook, of one child when asked."""
    if pupil and _uuid(pupil) is None:
        raise NotHere
    return render(visit, "notes/logbook.html", await logbook(visit, _uuid(pupil), _uuid(before)))


@router.get("/notes/{note_id}")
async def own_note(visit: Signed, note_id: UUID) -> Response:
    """One own note. One that arrived but did not fit is read where it can be mended."""
    try:
        return render(visit, "notes/note.html", await note_page(visit, note_id))
    except NotHere:
        who = visit.who
        if address := await beside.address_of_filed(visit.db, who.organisation_id, who.person_id, note_id):
            return RedirectResponse(address, 303)
        raise


@router.post("/notes/{note_id}/corrections")
async def correct(
    visit: Signed, note_id: UUID, observation: Text = "", interpretation: Text = "", once: Text = ""
) -> Response:
    """Add what should have stood there; the note itself stays."""
    identity = rules.form_note_id(_uuid(once) or new_id(), note_id, [], observation, interpretation)
    try:
        await actions.correct_note(
            visit.db,
            visit.house.keys,
            organisation_id=visit.who.organisation_id,
            writer_id=visit.who.person_id,
            correction_id=identity,
            note_id=note_id,
            observation=observation,
            interpretation=interpretation,
            written_at=visit.now,
            now=visit.now,
        )
    except Unfit as problem:
        form = CorrectionForm(observation, interpretation, translator(visit.who.language).gettext(problem.sentence))
        return render(visit, "notes/note.html", await note_page(visit, note_id, form), problem.status)
    return RedirectResponse(f"/notes/{note_id}", 303)


async def _write(visit: Visit, group_id: UUID | None, once: UUID | None, typed: Typed) -> None:
    if not typed.pupils:
        raise rules.NobodyChosen
    once = once or new_id()
    for pupil in dict.fromkeys(map(_uuid, typed.pupils)):
        if pupil is None:
            raise rules.PupilNotInYourGroup
        await actions.write_note(
            visit.db,
            visit.house.keys,
            organisation_id=visit.who.organisation_id,
            writer_id=visit.who.person_id,
            note_id=rules.form_note_id(once, pupil, list(typed.signals), typed.observation, typed.interpretation),
            group_id=group_id,
            pupil_id=pupil,
            signal_ids=typed.signals,
            observation=typed.observation,
            interpretation=typed.interpretation,
            written_at=visit.now,
            now=visit.now,
        )


async def _form(
    visit: Visit,
    group_id: UUID | None,
    once: UUID | None = None,
    typed: Typed | None = None,
    problem: Unfit | None = None,
) -> Response:
    who = visit.who
    if not who.is_teacher:
        raise NotHere
    sentence = translator(who.language).gettext(problem.sentence) if problem else None
    form = await note_form(visit.db, who, visit.now, group_id=group_id, typed=typed, problem=sentence)
    page = WritePage(form, once or new_id())
    return render(visit, "notes/new.html", page, problem.status if problem else 200)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
