"""The verdict on what was written, from outside: what people were told against what the database holds."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

from klankbord.house.content import SIGNALS
from klankbord.rooms.notes.rules import tidy
from tests.chaos.findings import Findings
from tests.chaos.held import Held
from tests.chaos.ledger import OVER, Answered, Kept, Ledger

SHOWN_FOR = {"sent": ("stored", "mended"), "filed": ("attention",)}
Phones = Mapping[str, Iterable[Mapping[str, Any]]]  # the rows of each phone's outbox at the end


def judge(ledger: Ledger, there: Held, phones: Phones) -> Findings:
    """Hold every acknowledged Bewaar, and every word a phone said about it, against the database."""
    missing = ((kept, missing_of(kept, there)) for kept in ledger.kept.values())
    lost = [f"{kept.kind} {kept.id} on {kept.phone}: {problem}" for kept, problem in missing if problem]
    unknown = [(id, phone) for id, phone in ledger.read.items() if id not in ledger.kept and id not in there.items]
    lost += [f"{id} on {phone}: 'op deze telefoon' was shown, not in the database" for id, phone in unknown]
    lost += _overtaken(ledger, there)
    return Findings(lost=lost, duplicated=list(_twice(ledger, there)), lied=list(_lies(ledger, there, phones)))


def missing_of(kept: Kept, there: Held) -> str | None:
    """What is wrong with this one; None when it is there as it was written."""
    item = there.items.get(kept.id)
    if item is None:
        return "not in the database"
    if (item.person_id, item.kind) != (kept.person, kept.kind):
        return "kept as somebody else's, or as something else"
    if item.state == "attention":
        same = there.payloads[kept.id] == {"kind": kept.kind, **kept.body}
        return None if same else "under Vraagt aandacht, but not as it was written"
    return _CHECKS[kept.kind](kept, there)


def _note(kept: Kept, there: Held) -> str | None:
    if kept.id not in there.notes:
        return "stored, but there is no note"
    row, texts = there.notes[kept.id]
    place = (str(row.group_id), str(row.pupil_id), row.writer_id)
    if place != (kept.body["group"], kept.body["pupil"], kept.person):
        return "under another writer or child"
    signals = [signal.id for signal in SIGNALS if signal.id in kept.body["signals"]]
    return None if (texts, list(row.signal_ids)) == (_typed(kept), signals) else "with other words"


def _correction(kept: Kept, there: Held) -> str | None:
    row, texts = there.corrections.get(kept.id, (None, None))
    if row is None or (row.writer_id, str(row.note_id)) != (kept.person, kept.body["note"]):
        return "no correction of this note by this writer"
    return None if texts == _typed(kept) else "with other words"


def _share(kept: Kept, there: Held) -> str | None:
    return None if (UUID(kept.body["note"]), kept.person) in there.reports else "the note is not shared"


def _answer(kept: Kept, there: Held) -> str | None:
    return None if there.answers.get(UUID(kept.body["watch_lesson"])) else "the lesson has no answer"


_CHECKS: dict[str, Callable[[Kept, Held], str | None]] = {
    "note": _note,
    "correction": _correction,
    "share": _share,
    "lesson_answer": _answer,
}


def _overtaken(ledger: Ledger, there: Held) -> Iterator[str]:
    """Of several answers about a lesson from one phone the last one stands that was kept; or one that was given after
    it, on a page that was gone before it could say whether it kept it."""
    about: dict[UUID, list[Answered]] = defaultdict(list)
    for one in ledger.answered:
        about[one.lesson].append(one)
    for lesson, given in about.items():
        stored = [n for n, one in enumerate(given) if one.id in there.items and there.items[one.id].state == "stored"]
        if not stored or len({one.phone for one in given}) > 1:
            continue
        last, *later = given[stored[-1] :]
        may_stand = {last.answer, *(one.answer for one in later if one.id is None)}
        if there.answers.get(lesson) not in may_stand:
            yield f"lesson_answer {last.id} on {last.phone}: an older answer took its place"


def _lies(ledger: Ledger, there: Held, phones: Phones) -> Iterator[str]:
    """`sent` and `filed` before the server had it, and what phones show at the end that is not so; each item once."""
    early = {one.id: one for one in ledger.said if one.had is False}
    for one in early.values():
        yield f"{one.id} on {one.phone}: '{one.state}' was shown before the server had it"
    shown = {one.id: (one.phone, one.state) for one in ledger.said if one.state in OVER}
    shown |= {UUID(item["id"]): (phone, item["state"]) for phone, items in phones.items() for item in items}
    for id, (phone, state) in shown.items():
        there_is = there.items[id].state if id in there.items else "nothing"
        if there_is not in SHOWN_FOR.get(state, ()) and id not in early:
            yield f"{id} on {phone}: it shows '{state}', the database has {there_is}"


def _twice(ledger: Ledger, there: Held) -> Iterator[str]:
    """A mark stands once for each child it was written about; what was never acknowledged may stand there once."""
    found: dict[tuple[str, str], list[UUID]] = defaultdict(list)
    for id, (row, texts) in there.notes.items():
        found[texts[0].split(" ")[0], str(row.pupil_id)].append(id)
    for id, (row, texts) in there.corrections.items():
        found[texts[0].split(" ")[0], str(row.note_id)].append(id)
    for id, payload in there.payloads.items():
        if payload.get("observation"):
            about = payload.get("pupil") or payload.get("note")
            found[str(payload["observation"]).split(" ")[0], str(about)].append(id)
    for (mark, about), ids in found.items():
        if len(ids) > 1:
            yield f"{mark} about {about}: {len(ids)} times"
        elif mark not in ledger.tried:
            yield f"{mark} about {about}: nobody wrote this"
    yield from (f"note {note} shared {count} times" for (note, _), count in there.reports.items() if count > 1)


def _typed(kept: Kept) -> tuple[str, str]:
    return tidy(kept.body["observation"]), tidy(kept.body["interpretation"])
