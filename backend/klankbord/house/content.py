"""The manual as data (decision 18): Dutch and English side by side in content/*.toml, with stable ids."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from klankbord.house.web_files import PACKAGE

CONTENT = PACKAGE / "content"


@dataclass(frozen=True)
class Words:
    """One text in both languages."""

    nl: str
    en: str

    def __call__(self, language: str) -> str:
        """The text in `language`; anything but English is Dutch."""
        return self.en if language == "en" else self.nl


@dataclass(frozen=True)
class Signal:
    """Something a teacher may see. `look` is good (counter-signal), open (something else) or empty."""

    id: str
    label: Words
    explanation: Words
    look: str = ""


@dataclass(frozen=True)
class Step:
    """One of the five steps of the route; `todo_nl` and `todo_en` are short instructions."""

    number: int
    id: str
    title: Words
    summary: Words
    todo_nl: tuple[str, ...]
    todo_en: tuple[str, ...]

    def todo(self, language: str) -> tuple[str, ...]:
        """What to do in this step."""
        return self.todo_en if language == "en" else self.todo_nl


@dataclass(frozen=True)
class Question:
    """A question, or another single line, with a stable id."""

    id: str
    text: Words


@dataclass(frozen=True)
class Tip:
    """What to do in a talk, or when something difficult happens in it; `todo_nl` and `todo_en` are short lines."""

    id: str
    title: Words
    todo_nl: tuple[str, ...]
    todo_en: tuple[str, ...]

    def todo(self, language: str) -> tuple[str, ...]:
        """The lines in `language`."""
        return self.todo_en if language == "en" else self.todo_nl


@dataclass(frozen=True)
class Number:
    """A telephone number for everybody: `phone` dials, `shown` is read."""

    id: str
    phone: str
    shown: str
    name: Words
    text: Words


@dataclass(frozen=True)
class MeldcodeStep:
    """One of the five steps Dutch law gives (Besluit verplichte meldcode)."""

    title: Words
    text: Words


def _entries(file: str, table: str) -> Iterator[dict[str, Any]]:
    """The entries of one content file, with each nl/en pair as Words."""
    content = tomllib.loads((CONTENT / f"{file}.toml").read_text(encoding="utf-8"))
    for entry in content[table]:
        yield {key: Words(**value) if _is_pair(value) else value for key, value in entry.items()}


def _is_pair(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(text, str) for text in value.values())


def _step(entry: dict[str, Any]) -> Step:
    todo = entry.pop("todo")
    return Step(**entry, todo_nl=tuple(todo["nl"]), todo_en=tuple(todo["en"]))


def _tip(entry: dict[str, Any]) -> Tip:
    todo = entry.pop("todo")
    return Tip(**entry, todo_nl=tuple(todo["nl"]), todo_en=tuple(todo["en"]))


SIGNALS = tuple(Signal(**entry) for entry in _entries("signals", "signal"))
STEPS = tuple(_step(entry) for entry in _entries("steps", "step"))
QUESTIONS = tuple(Question(**entry) for entry in _entries("questions", "question"))
TIPS = tuple(_tip(entry) for entry in _entries("tips", "tip"))
NUMBERS = tuple(Number(**entry) for entry in _entries("help", "number"))
MELDCODE = tuple(MeldcodeStep(**entry) for entry in _entries("help", "meldcode"))
WEIGHING = tuple(Question(**entry) for entry in _entries("meldcode", "weighing"))
SPECIAL_CASES = tuple(Question(**entry) for entry in _entries("meldcode", "special"))
signals_by_id = {signal.id: signal for signal in SIGNALS}
