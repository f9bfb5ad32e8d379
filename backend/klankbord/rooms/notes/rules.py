"""What makes a note: texts of a length, known signals, and a moment that a wrong phone clock cannot spoil."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from klankbord.house.content import SIGNALS, Signal, signals_by_id
from klankbord.house.errors import NotHere, Unfit

TEXT_LENGTH = 4000
# A note may wait on a phone as long as its add-only token lasts, and then some; further back is a wrong clock.
WAITS_AT_MOST = timedelta(days=60)
CLOCKS_DIFFER = timedelta(minutes=5)
FIRST_MOMENT, LAST_MOMENT = datetime(1970, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


class PupilNotInYourGroup(Unfit):
    """This child is not in a group of yours. Choose the child again."""

    field = "pupil"


class PupilLeft(Unfit):
    """This child has left the group. Look whether this is the child you mean."""

    field = "pupil"


class GroupClosed(Unfit):
    """This group has ended. Look whether this is the child you mean."""

    field = "pupil"


class NobodyChosen(Unfit):
    """Choose who this is about."""

    field = "pupil"


class UnknownSignal(Unfit):
    """One of the signals is not on the list. Choose again what you saw."""

    field = "signal"


class NothingNoted(Unfit):
    """Choose a signal or write something."""

    field = "signal"


class TooLong(Unfit):
    """This text is longer than 4000 characters. Make it shorter, or make two notes of it."""

    field = "observation"


class NoteNotYours(NotHere):
    """You have no note like this, so there is nothing to change. Nothing is lost."""


def tidy(text: str) -> str:
    """The text as it is kept: one kind of line end, no white space around it, no half characters."""
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "\ufffd")
    return whole.replace("\r\n", "\n").strip()


def checked_texts(observation: str, interpretation: str) -> tuple[str, str]:
    """Both texts, tidied. Raises TooLong above 4000 characters each; nothing is ever cut."""
    texts = tidy(observation), tidy(interpretation)
    if max(map(len, texts)) > TEXT_LENGTH:
        raise TooLong
    return texts


def checked_signals(signal_ids: Iterable[str]) -> list[str]:
    """The signals once each, in the order of the list. Raises UnknownSignal."""
    chosen = set(signal_ids)
    if not chosen <= signals_by_id.keys():
        raise UnknownSignal
    return [signal.id for signal in SIGNALS if signal.id in chosen]


def check_something_noted(signal_ids: Sequence[str], observation: str, interpretation: str) -> None:
    """Raises NothingNoted when there is no signal and no text."""
    if not (signal_ids or observation or interpretation):
        raise NothingNoted


def check_place(
    *, taught: bool, group_id: UUID, meant: UUID | None, gone: bool, closed: bool, looked_at: bool = False
) -> None:
    """Whether somebody may write about a child where it is now: `group_id`; `meant` by the phone (None: whichever).

    `gone`: the child left; `closed`: the group ended; neither matters when a person looked at it again (`looked_at`).
    Raises PupilNotInYourGroup, PupilLeft, GroupClosed.
    """
    if not taught or meant not in (None, group_id):
        raise PupilNotInYourGroup
    if gone and not looked_at:
        raise PupilLeft
    if closed and not looked_at:
        raise GroupClosed


def by_use(used: Mapping[str, int]) -> list[Signal]:
    """The signals, most used first; the counter-signal and 'something else' keep their place at the end."""
    return sorted(SIGNALS, key=lambda signal: (bool(signal.look), -used.get(signal.id, 0) if not signal.look else 0))


def claimed(milliseconds: int) -> datetime:
    """What a phone's clock said (ms since 1970), as far as a calendar can hold it."""
    try:
        moment = FIRST_MOMENT + timedelta(milliseconds=milliseconds)
    except OverflowError:
        moment = LAST_MOMENT if milliseconds > 0 else FIRST_MOMENT
    return min(max(moment, FIRST_MOMENT), LAST_MOMENT)


def shown_moment(written_at: datetime, received_at: datetime) -> datetime:
    """When to say it was written: what the phone said if that can be true, else when it arrived."""
    believable = received_at - WAITS_AT_MOST <= written_at <= received_at + CLOCKS_DIFFER
    return written_at if believable else received_at


def form_note_id(once: UUID, pupil_id: UUID, signal_ids: Sequence[str], *texts: str) -> UUID:
    """The id (UUIDv7) of a note from a form: the same form with the same content gives the same id, so that a second
    tap keeps one note; other content gives another, so that nothing written is lost."""
    content = "\0".join([str(once), str(pupil_id), *signal_ids, *texts]).encode()
    noise = int.from_bytes(hashlib.sha256(content).digest()[:10], "big")
    version_7, variant = 0x7 << 76, 0b10 << 62
    low = noise & ~(0xF << 76) & ~(0b11 << 62)
    return UUID(int=(once.int >> 80 << 80) | low | version_7 | variant)
