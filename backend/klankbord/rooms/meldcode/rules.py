"""The order of the five steps, and nothing about what the outcome should be. No clock, no database.

Source: Besluit verplichte meldcode (Stb. 2013, 324; with the weighing framework since 2019), in our own words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from klankbord.house.errors import Unfit
from klankbord.rooms.meldcode.models import MeldcodeKind

STEPS = range(1, 6)
QUESTIONS = range(1, 6)
CONSULTING, TALKING, WEIGHING, DECIDING = 2, 3, 4, 5
ANSWERED = (MeldcodeKind.WEIGHING, MeldcodeKind.NEED_TO_REPORT, MeldcodeKind.HELP_POSSIBLE)
DECISIONS = (MeldcodeKind.NEED_TO_REPORT, MeldcodeKind.HELP_POSSIBLE)


class Answer(StrEnum):
    YES = "yes"
    NO = "no"
    DOUBT = "doubt"


class StepBefore(Unfit):
    """An earlier step is not done yet. Do it first, or say why you skip it."""


class DoneBefore(Unfit):
    """This was recorded already. Correct it, so that both stay."""


class NothingToCorrect(Unfit):
    """What you want to correct is not there."""


class ReportFirst(Unfit):
    """First decide whether it must be reported, then whether help is possible."""


class HasEnded(Unfit):
    """This Meldcode was ended. Start it again if needed."""


class ReasonNeeded(Unfit):
    """Say why, in a few words."""

    field = "words"


class AnswerNeeded(Unfit):
    """Choose an answer."""

    field = "answer"


class VeiligThuisNeeded(Unfit):
    """Say whether Veilig Thuis was consulted."""

    field = "veilig_thuis"


class NotThisStep(Unfit):
    """This does not belong to this step."""


class DayToCome(Unfit):
    """This day is still to come."""

    field = "done_on"


@dataclass(frozen=True)
class Mark:
    """Something recorded, or about to be: the parts that the order depends on."""

    kind: MeldcodeKind
    step: int
    question: int | None = None
    answer: str | None = None
    veilig_thuis: bool | None = None
    words: bool = False
    done_on: date | None = None
    id: UUID | None = None
    corrects: UUID | None = None


def settled(marks: Sequence[Mark], step: int) -> bool:
    """Whether a step is behind us: done, skipped, or (weighing, deciding) everything in it is answered."""
    here = [mark for mark in marks if mark.step == step]
    if any(mark.kind == MeldcodeKind.SKIPPED for mark in here):
        return True
    if step == WEIGHING:
        return {mark.question for mark in here if mark.kind == MeldcodeKind.WEIGHING} >= set(QUESTIONS)
    if step == DECIDING:
        return all(any(mark.kind == kind for mark in here) for kind in DECISIONS)
    return any(mark.kind == MeldcodeKind.STEP for mark in here)


def current(marks: Sequence[Mark]) -> int:
    """The first step that is not behind us; 6 when all are."""
    return next((step for step in STEPS if not settled(marks, step)), 6)


def ended(marks: Sequence[Mark]) -> bool:
    """Whether somebody ended it."""
    return any(mark.kind == MeldcodeKind.ENDED for mark in marks)


def check(marks: Sequence[Mark], new: Mark, *, special: bool, today: date) -> None:
    """Raises the reason why `new` cannot be recorded after `marks`. `special`: Veilig Thuis is called at once, so step
    2 need not wait for step 1."""
    if ended(marks):
        raise HasEnded
    _has_what_it_needs(new, today)
    if new.kind == MeldcodeKind.ENDED:
        return
    if new.corrects is not None:
        if not any(mark.id == new.corrects and _same_place(mark, new) for mark in marks):
            raise NothingToCorrect
        return
    if any(_same_place(mark, new) for mark in marks) or (_closes(new) and settled(marks, new.step)):
        raise DoneBefore
    if not all(settled(marks, step) for step in range(1, new.step)) and not (special and new.step == CONSULTING):
        raise StepBefore
    if new.kind == MeldcodeKind.HELP_POSSIBLE and not any(m.kind == MeldcodeKind.NEED_TO_REPORT for m in marks):
        raise ReportFirst


def _closes(mark: Mark) -> bool:
    return mark.kind in (MeldcodeKind.STEP, MeldcodeKind.SKIPPED)


def _same_place(one: Mark, other: Mark) -> bool:
    return (one.kind, one.step, one.question) == (other.kind, other.step, other.question)


BELONGS = {
    MeldcodeKind.STEP: range(1, WEIGHING),
    MeldcodeKind.SKIPPED: range(1, DECIDING),
    MeldcodeKind.WEIGHING: range(WEIGHING, WEIGHING + 1),
    MeldcodeKind.NEED_TO_REPORT: range(DECIDING, DECIDING + 1),
    MeldcodeKind.HELP_POSSIBLE: range(DECIDING, DECIDING + 1),
    MeldcodeKind.ENDED: STEPS,
}


def _has_what_it_needs(new: Mark, today: date) -> None:
    asks = new.question in QUESTIONS if new.kind == MeldcodeKind.WEIGHING else new.question is None
    if new.step not in BELONGS[new.kind] or not asks:
        raise NotThisStep
    if new.kind in (MeldcodeKind.WEIGHING, *DECISIONS) and new.answer not in set(Answer):
        raise AnswerNeeded
    if new.kind == MeldcodeKind.STEP and new.step == CONSULTING and new.veilig_thuis is None:
        raise VeiligThuisNeeded
    if new.kind in (MeldcodeKind.SKIPPED, MeldcodeKind.ENDED, *DECISIONS) and not new.words:
        raise ReasonNeeded
    if new.done_on is not None and new.done_on > today:
        raise DayToCome
