"""What can be recorded in the Meldcode now: the next step or question, skipping it, ending, or correcting an entry."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from klankbord.house.content import WEIGHING, Words
from klankbord.house.ids import new_id
from klankbord.rooms.meldcode import rules
from klankbord.rooms.meldcode.models import MeldcodeEntry, MeldcodeKind
from klankbord.rooms.places.forms import NOTHING_AMISS, Amiss


@dataclass(frozen=True)
class Form:
    """What can be recorded now (or corrected), and what was typed. `about` is the question asked, if any."""

    kind: str
    step: int
    once: UUID
    question: int | None = None
    corrects: UUID | None = None
    about: Words | None = None
    answer: str = ""
    done_on: str = ""
    veilig_thuis: str = ""
    words: str = ""
    amiss: Amiss = field(default=NOTHING_AMISS)


def question_in(said: Mapping[str, Words], question: int | None) -> Words | None:
    """A weighing question in the organisation's own words."""
    return said[f"meldcode.weighing.{WEIGHING[question - 1].id}"] if question else None


def forms_now(
    marks: Sequence[rules.Mark],
    rows: Sequence[MeldcodeEntry],
    said: Mapping[str, Words],
    correct: UUID | None,
    today: date,
) -> tuple[Form | None, Form | None]:
    """The form for what comes now, and the one to skip it; only the first when an entry is corrected."""
    wrong = next((row for row in rows if row.id == correct), None)
    if wrong is not None and wrong.kind != MeldcodeKind.ENDED:
        about = question_in(said, wrong.question)
        return Form(wrong.kind, wrong.step, new_id(), wrong.question, wrong.id, about, done_on=str(today)), None
    step = rules.current(marks)
    if step > rules.DECIDING:
        return None, None
    skip = Form(MeldcodeKind.SKIPPED, step, new_id()) if step < rules.DECIDING else None
    return _next(marks, step, said, today), skip


def _next(marks: Sequence[rules.Mark], step: int, said: Mapping[str, Words], today: date) -> Form:
    if step == rules.WEIGHING:
        answered = {mark.question for mark in marks if mark.kind == MeldcodeKind.WEIGHING}
        question = next(one for one in rules.QUESTIONS if one not in answered)
        return Form(MeldcodeKind.WEIGHING, step, new_id(), question, about=question_in(said, question))
    if step == rules.DECIDING:
        decided = {mark.kind for mark in marks}
        return Form(next(kind for kind in rules.DECISIONS if kind not in decided), step, new_id(), done_on=str(today))
    return Form(MeldcodeKind.STEP, step, new_id(), done_on=str(today))


def with_typed(
    typed: Form, form: Form | None, skip: Form | None, end: Form | None
) -> tuple[Form | None, Form | None, Form | None]:
    """What was typed goes back into the form it came from."""
    if typed.kind == MeldcodeKind.SKIPPED and skip:
        return form, replace(skip, words=typed.words, amiss=typed.amiss), end
    if typed.kind == MeldcodeKind.ENDED and end:
        return form, skip, replace(end, words=typed.words, amiss=typed.amiss)
    if (
        form
        and (typed.kind, typed.step, typed.question) != (form.kind, form.step, form.question)
        and not typed.corrects
    ):
        return replace(form, words=typed.words, amiss=typed.amiss), skip, end
    return typed, skip, end
