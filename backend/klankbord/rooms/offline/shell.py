"""The public shell: writing a note, answering about a lesson, help; all without a session."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from fastapi.responses import HTMLResponse

from klankbord.house.content import (
    MELDCODE,
    NUMBERS,
    SIGNALS,
    STEPS,
    MeldcodeStep,
    Number,
    Signal,
    Step,
)
from klankbord.house.pages import pages


@dataclass(frozen=True)
class SignalChoice:
    """A signal chip, as the note form knows it."""

    id: str
    label: str
    look: str
    ticked: bool = False


@dataclass(frozen=True)
class EmptyForm:
    """The note form before anybody has touched it; the phone adds group and names."""

    signals: tuple[SignalChoice, ...]
    observation: str = ""
    interpretation: str = ""


@dataclass(frozen=True)
class Shell:
    """All of the shell's page."""

    form: EmptyForm
    numbers: tuple[Number, ...]
    meldcode: tuple[MeldcodeStep, ...]
    steps: tuple[Step, ...]


def shell(language: str, now: datetime) -> HTMLResponse:
    """The page in `language` ("nl" or "en"), whoever asks."""
    chips = tuple(_choice(signal, language) for signal in SIGNALS)
    page = Shell(EmptyForm(chips), NUMBERS, MELDCODE, STEPS)
    nobody: dict[str, Any] = {"who": None, "boot": None, "place": None, "tabs": [], "badges": {}}
    context = {field.name: getattr(page, field.name) for field in fields(page)}
    html = pages().html("offline/shell.html", language, context | nobody | {"language": language, "now": now})
    return HTMLResponse(html)


def _choice(signal: Signal, language: str) -> SignalChoice:
    return SignalChoice(signal.id, signal.label(language), signal.look)
