"""What is typed: notes that fit, and notes that cannot; each text with a mark and a word no log may hold."""

import random
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from klankbord.house.content import QUESTIONS, SIGNALS
from klankbord.house.ids import new_id
from tests.chaos.ledger import SECRET_WORD, Ledger
from tests.chaos.plan import FITS, UNFIT, Event
from tests.chaos.town import Teacher

SENTENCES = ("Zat stil in de hoek 🎻.", "Zei: “nee hoor”.", "Lachte om de trom.", "Wilde niet mee\nmet de rest.")


@dataclass(frozen=True)
class Tap:
    """One tap on Bewaar: a note for each ticked child, as the form makes them."""

    mark: str
    notes: list[dict[str, Any]]


def a_tap(event: Event, teacher: Teacher, others: list[Teacher], ledger: Ledger, dice: random.Random) -> Tap:
    """What this teacher writes now; `how` says whether and why it does not fit."""
    mark, how = ledger.new_mark(), event.more["how"]
    seen = f"{mark} {SECRET_WORD} " + " ".join(dice.choices(SENTENCES, k=dice.randint(0, 12)))
    if how == "too long":
        seen = _too_long(seen)
    thought = f"{SECRET_WORD}: {dice.choice(SENTENCES)}" if dice.random() < 0.4 else ""
    signals = [signal.id for signal in dice.sample(SIGNALS, dice.randint(0, 3))]
    shared = {"signals": signals, "observation": seen.strip(), "interpretation": thought.strip()}
    chosen = dice.sample(_children(how, teacher, others, dice), event.more["children"])
    return Tap(mark, [{"group": str(group), "pupil": str(child), **shared} for group, child in chosen])


WITH = ("child", "parent", "colleague")


@dataclass(frozen=True)
class Talked:
    """A conversation as its form makes it."""

    mark: str
    body: dict[str, Any]


def a_talk(teacher: Teacher, others: list[Teacher], ledger: Ledger, dice: random.Random, today: date) -> Talked:
    """What this teacher writes down of a talk with somebody about one child; now and then it does not fit."""
    mark, how = ledger.new_mark(), FITS if dice.random() < 0.9 else dice.choice(UNFIT)
    _, child = dice.choice(_children(how, teacher, others, dice))
    said = f"{mark} {SECRET_WORD}"
    words = {name: f"{SECRET_WORD}: {dice.choice(SENTENCES)}" for name in ("thought", "small_plan")}
    texts = {name: text if dice.random() < 0.5 else "" for name, text in words.items()}
    body = {
        "pupil": str(child), "talked_with": dice.choice(WITH), **texts,
        "said": _too_long(said) if how == "too long" else said,
        "held_on": (today - timedelta(days=dice.randint(0, 3))).isoformat(),
        "questions": [question.id for question in dice.sample(QUESTIONS, dice.randint(0, 3))],
    }  # fmt: skip
    return Talked(mark, body)


def _too_long(text: str) -> str:
    return ((text + " ") * (4100 // len(text) + 1)).strip()


def _children(how: str, teacher: Teacher, others: list[Teacher], dice: random.Random) -> list[tuple[Any, Any]]:
    if how == "a stranger":
        return list(dice.choice(others).children)
    if how == "left":
        return [*teacher.left, *teacher.children[:2]]
    if how == "nobody":
        return [(teacher.children[0][0], new_id()) for _ in range(3)]
    return list(teacher.children)
