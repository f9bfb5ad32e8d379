"""The five steps as the page shows them: what each asks, and who did what in it, when and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from klankbord.house.content import STEPS
from klankbord.house.crypto import KeyRing
from klankbord.house.language import mark, translator
from klankbord.rooms.cases import moving
from klankbord.rooms.cases.path_models import StepEntry, StepReason

# What people did that a step was entered by, or that was done in it.
DID = {
    StepReason.NOTED: mark("noted something"),
    StepReason.REPORTED: mark("shared it with the location manager"),
    StepReason.TALKED: mark("talked with the child"),
    StepReason.WATCHING: mark("watches extra in the lessons"),
    StepReason.PASSED_ON: mark("asked the social worker"),
    StepReason.CONTACT: mark("wrote down that there was contact"),
    StepReason.AGREED: mark("made an agreement"),
    StepReason.PLANNED: mark("made a plan"),
    StepReason.REFERRED: mark("found help elsewhere"),
    StepReason.EVALUATING: mark("looks back"),
    StepReason.GONE_BACK: mark("went back to this step"),
    StepReason.REOPENED: mark("opened the case again"),
}


@dataclass(frozen=True)
class Did:
    """One thing somebody did in a step; `what` and `why` in the reader's language or their own words."""

    who: str
    what: str
    at: datetime
    why: str


@dataclass(frozen=True)
class StepPart:
    """One step: what it asks of people, and what was done in it, oldest first. `here`: the case stands in it."""

    number: int
    title: str
    summary: str
    todo: Sequence[str]
    done: Sequence[Did]
    here: bool


def step_parts(
    entries: Sequence[StepEntry], names: Mapping[UUID, str], at: int, keys: KeyRing, language: str
) -> list[StepPart]:
    """All five, in order."""
    return [
        StepPart(
            step.number,
            step.title(language),
            step.summary(language),
            step.todo(language),
            [_did(one, names, keys, language) for one in entries if one.step == step.number],
            step.number == at,
        )
        for step in STEPS
    ]


def done_here(entries: Sequence[StepEntry]) -> set[StepReason]:
    """What was done since the case last went back."""
    back = max((n for n, one in enumerate(entries) if one.because == StepReason.GONE_BACK), default=-1)
    return {StepReason(one.because) for one in entries[back + 1 :]}


def _did(row: StepEntry, names: Mapping[UUID, str], keys: KeyRing, language: str) -> Did:
    what = translator(language).gettext(DID[StepReason(row.because)])
    return Did(names.get(row.by_id, ""), what, row.at, moving.opened_reason(keys, row))
