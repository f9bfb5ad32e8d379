"""What makes a conversation: with whom, on which day, and what was said, thought and planned. No clock, no database."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from klankbord.house.content import QUESTIONS
from klankbord.house.errors import Conflict, NotHere, Unfit
from klankbord.rooms.conversations.models import EndingKind, TalkedWith
from klankbord.rooms.notes.rules import TEXT_LENGTH, tidy

DAY = timedelta(days=1)
WAITS_AT_MOST = timedelta(days=366)  # further back is a slip of the finger
TEXTS = ("said", "thought", "small_plan")


class NobodyTalkedTo(Unfit):
    """Choose with whom you talked: the child, a parent or a colleague."""

    field = "talked_with"


class NotADay(Unfit):
    """Choose the day on which you talked."""

    field = "held_on"


class DayToCome(Unfit):
    """This day is still to come. Choose the day on which you talked."""

    field = "held_on"


class DayLongAgo(Unfit):
    """This is more than a year ago. Choose the day on which you talked."""

    field = "held_on"


class UnknownQuestion(Unfit):
    """One of the questions is not on the list. Choose again which helped."""

    field = "question"


class SaidTooMuch(Unfit):
    """This text is longer than 4000 characters. Make it shorter, or make two conversations of it."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


class ReasonMissing(Unfit):
    """Say in a few words why."""

    field = "reason"


class NotAnEnding(Unfit):
    """Choose what became of it: kept, changed or dropped."""

    field = "kind"


class PlanEndedBefore(Conflict):
    """You said before what became of this small plan. Nothing is lost: it stands below."""


class ConversationNotYours(NotHere):
    """There is no conversation like this, or it is not yours to see."""


@dataclass(frozen=True)
class Talk:
    """A conversation as it was written, checked: `questions` helped, the texts are tidy and may be empty."""

    talked_with: TalkedWith
    held_on: date
    questions: list[str]
    said: str
    thought: str
    small_plan: str


def checked(
    *,
    talked_with: str,
    held_on: str,
    question_ids: Iterable[str],
    said: str,
    thought: str,
    small_plan: str,
    today: date,
) -> Talk:
    """The conversation, when it can be true. `held_on` is `2026-11-23`; a phone east of here may be a day ahead.

    Nothing but whom and when is needed. Raises NobodyTalkedTo, NotADay, DayToCome, DayLongAgo, UnknownQuestion,
    SaidTooMuch.
    """
    texts = {name: tidy(text) for name, text in zip(TEXTS, (said, thought, small_plan), strict=True)}
    for name, text in texts.items():
        if len(text) > TEXT_LENGTH:
            raise SaidTooMuch(name)
    return Talk(_whom(talked_with), _day(held_on, today), checked_questions(question_ids), **texts)


def checked_ending(text: str) -> EndingKind:
    """Raises NotAnEnding."""
    try:
        return EndingKind(text)
    except ValueError:
        raise NotAnEnding from None


def checked_questions(question_ids: Iterable[str]) -> list[str]:
    """The questions once each, in the order of the list. Raises UnknownQuestion."""
    chosen = set(question_ids)
    known = [question.id for question in QUESTIONS]
    if not chosen <= set(known):
        raise UnknownQuestion
    return [key for key in known if key in chosen]


def _whom(text: str) -> TalkedWith:
    try:
        return TalkedWith(text)
    except ValueError:
        raise NobodyTalkedTo from None


def _day(text: str, today: date) -> date:
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        raise NotADay from None
    if day > today + DAY:
        raise DayToCome
    if day < today - WAITS_AT_MOST:
        raise DayLongAgo
    return min(day, today)
