"""What may be sealed in an item, by kind; and what a person can still read in something that is none of these."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from klankbord.rooms.outbox.rules import Unreadable

UNKNOWN = "unknown"


class Payload(BaseModel):
    """Unknown fields are refused: what they hold would be lost without a word."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, hide_input_in_errors=True)


def _no_nul(text: object) -> object:
    if isinstance(text, str) and "\0" in text:
        raise ValueError("nobody types this")
    return text


Text = Annotated[str, BeforeValidator(_no_nul)]


class NotePayload(Payload):
    """A note about one child; `first_name` was typed by hand when the phone knew no names."""

    kind: Literal["note"]
    group: UUID | None
    pupil: UUID | None
    signals: list[Text]
    observation: Text
    interpretation: Text
    first_name: Text | None = None


class CorrectionPayload(Payload):
    """What should have stood in an own note."""

    kind: Literal["correction"]
    note: UUID
    observation: Text
    interpretation: Text


class LessonAnswerPayload(Payload):
    """How a lesson of a watch went."""

    kind: Literal["lesson_answer"]
    watch_lesson: UUID
    answer: Literal["better", "same", "worse", "not_seen"]


class SharePayload(Payload):
    """An own note goes to the location manager."""

    kind: Literal["share"]
    note: UUID


class ConversationPayload(Payload):
    """What came of a talk about one child. Whom, when and which questions are checked where they are kept."""

    kind: Literal["conversation"]
    pupil: UUID | None
    talked_with: Text
    held_on: Text
    questions: list[Text]
    said: Text
    thought: Text
    small_plan: Text


KINDS: dict[str, type[Payload]] = {
    "note": NotePayload,
    "correction": CorrectionPayload,
    "lesson_answer": LessonAnswerPayload,
    "share": SharePayload,
    "conversation": ConversationPayload,
}


def as_text(plain: bytes) -> str:
    """Readable text of whatever was sealed; half characters (an emoji cut in two) are made whole."""
    return plain.decode("utf-8", "backslashreplace")


def kind_of(text: str) -> str:
    """The kind a payload says it is, or `unknown`."""
    said = _object(text).get("kind")
    return said if isinstance(said, str) and said in KINDS else UNKNOWN


def read(text: str) -> Payload:
    """The typed payload. Raises Unreadable."""
    found = _object(text)
    try:
        return KINDS[kind_of(text)].model_validate_json(json.dumps(_whole(found)))
    except (KeyError, ValueError, ValidationError, RecursionError):
        raise Unreadable from None


@dataclass(frozen=True)
class Readable:
    """What can be shown of a payload, right or wrong. `rest` is what has no field of its own."""

    kind: str
    pupil: UUID | None = None
    note: UUID | None = None
    watch_lesson: UUID | None = None
    answer: str = ""
    first_name: str = ""
    signals: list[str] = field(default_factory=list)
    observation: str = ""
    interpretation: str = ""
    talked_with: str = ""
    held_on: str = ""
    questions: list[str] = field(default_factory=list)
    said: str = ""
    thought: str = ""
    small_plan: str = ""
    rest: str = ""


def readable(text: str) -> Readable:
    """As much as a person can read of it; nothing that was written is left out."""
    try:
        found = _whole(_object(text))
        rest = "\n".join(_rest(found))
    except RecursionError:
        found = {}
    if not found:
        return Readable(UNKNOWN, rest=_clean(text))
    return Readable(
        kind=kind_of(text),
        pupil=_uuid(found.get("pupil")),
        note=_uuid(found.get("note")),
        watch_lesson=_uuid(found.get("watch_lesson")),
        answer=_text(found.get("answer")),
        first_name=_text(found.get("first_name")),
        signals=_texts(found.get("signals")),
        observation=_text(found.get("observation")),
        interpretation=_text(found.get("interpretation")),
        talked_with=_text(found.get("talked_with")),
        held_on=_text(found.get("held_on")),
        questions=_texts(found.get("questions")),
        said=_text(found.get("said")),
        thought=_text(found.get("thought")),
        small_plan=_text(found.get("small_plan")),
        rest=_clean(rest),
    )


LISTS = ("signals", "questions")
TYPES = {"observation": str, "interpretation": str, "first_name": str, "answer": str, "signals": list}
TYPES |= {"talked_with": str, "held_on": str, "questions": list, "said": str, "thought": str, "small_plan": str}
IDS = ("kind", "group", "pupil", "note", "watch_lesson")


def _rest(found: dict[str, Any]) -> Iterator[str]:
    for name, value in found.items():
        shown = isinstance(value, TYPES[name]) if name in TYPES else name in IDS and isinstance(value, str | None)
        if not shown or (name in LISTS and not all(isinstance(each, str) for each in value)):
            yield f"{name}: {value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}"


def _object(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _whole(value: Any) -> Any:
    """The same with every text made of whole characters."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [_whole(each) for each in value]
    if isinstance(value, dict):
        return {_whole(name): _whole(each) for name, each in value.items()}
    return value


def _clean(text: str) -> str:
    return str(_whole(text)).replace("\0", "\ufffd")


def _text(value: object) -> str:
    return value.replace("\0", "\ufffd") if isinstance(value, str) else ""


def _texts(value: object) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _uuid(value: object) -> UUID | None:
    try:
        return UUID(value) if isinstance(value, str) else None
    except ValueError:
        return None
