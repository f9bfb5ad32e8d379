"""The verdict on what was written, from outside: what people were told against what the database holds."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from uuid import UUID

from tests.chaos.findings import Findings
from tests.chaos.held import Held
from tests.chaos.ledger import Answered, Ledger
from tests.chaos.lies import Phones, lies, unverifiable
from tests.chaos.stands import missing_of, sort_here

__all__ = ["Phones", "judge"]
MARK = re.compile(r"\bmerk\d{5}\b")  # see Ledger.new_mark


def judge(ledger: Ledger, there: Held, phones: Phones) -> Findings:
    """Hold every acknowledged Bewaar, and every word a phone said about it, against the database."""
    missing = ((kept, missing_of(kept, there)) for kept in ledger.kept.values())
    lost = [f"{kept.kind} {kept.id} on {kept.phone}: {problem}" for kept, problem in missing if problem]
    unknown = [(id, phone) for id, phone in ledger.read.items() if id not in ledger.kept and id not in there.items]
    lost += [f"{id} on {phone}: 'op deze telefoon' was shown, not in the database" for id, phone in unknown]
    lost += _overtaken(ledger, there)
    sorts = ((kept.kind, sort_here(kept, there)) for kept in ledger.kept.values())
    return Findings(
        lost=lost,
        duplicated=[*_twice(ledger, there), *_made_up(ledger, there)],
        lied=list(lies(ledger, there, phones)),
        unverifiable=unverifiable(ledger, there),
        judged=Counter(f"{kind} ({sort})" for kind, sort in sorts if sort),
    )


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


def _made_up(ledger: Ledger, there: Held) -> Iterator[str]:
    """An answer about a lesson that nobody gave, from whatever phone."""
    given = {(one.lesson, one.answer) for one in ledger.answered}
    for lesson, answer in there.answers.items():
        if answer is not None and (lesson, answer) not in given:
            yield f"watch lesson {lesson}: '{answer}' is an answer nobody gave"


def _twice(ledger: Ledger, there: Held) -> Iterator[str]:
    """A mark stands once for each child it was written about; what was never acknowledged may stand there once."""
    found: dict[tuple[str, str], list[UUID]] = defaultdict(list)
    for id, texts, about in _written(there):
        marks = set(MARK.findall(" ".join(texts))) or {f"'{id}', which has no mark,"}
        for mark in marks:
            found[mark, about].append(id)
    for (mark, about), ids in found.items():
        if len(ids) > 1:
            yield f"{mark} about {about}: {len(ids)} times"
        elif mark not in ledger.tried:
            yield f"{mark} about {about}: nobody wrote this"
    yield from (f"note {note} shared {count} times" for (note, _), count in there.reports.items() if count > 1)


def _written(there: Held) -> Iterator[tuple[UUID, tuple[str, ...], str]]:
    """Everything somebody typed, stored or filed: its id, its texts, and what it is about."""
    yield from ((id, texts, str(row.pupil_id)) for id, (row, texts) in (there.notes | there.talks).items())
    yield from ((id, texts, str(row.note_id)) for id, (row, texts) in there.corrections.items())
    for id, payload in there.payloads.items():
        texts = tuple(
            str(payload[name]) for name in ("observation", "said", "thought", "small_plan") if name in payload
        )
        if texts:
            yield id, texts, str(payload.get("pupil") or payload.get("note"))
