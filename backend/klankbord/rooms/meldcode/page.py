"""What stands on the page of the Meldcode, gathered for one reader."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from klankbord.house.content import NUMBERS, SPECIAL_CASES, Number, Words
from klankbord.house.door import Visit
from klankbord.house.ids import new_id
from klankbord.house.language import mark
from klankbord.rooms.cases.queries import CasePlace
from klankbord.rooms.meldcode import actions, queries, rules
from klankbord.rooms.meldcode.forms import Form, forms_now, question_in, with_typed
from klankbord.rooms.meldcode.models import MeldcodeEntry, MeldcodeKind, MeldcodeSetting, MeldcodeTrack, WhoseCode
from klankbord.rooms.people import queries as people
from klankbord.rooms.places import queries as places
from klankbord.rooms.texts import queries as texts

ANSWERS = ((rules.Answer.YES, mark("yes")), (rules.Answer.NO, mark("no")), (rules.Answer.DOUBT, mark("in doubt")))
WHAT = {
    MeldcodeKind.STEP: mark("Done"),
    MeldcodeKind.SKIPPED: mark("Skipped"),
    MeldcodeKind.WEIGHING: mark("Weighed"),
    MeldcodeKind.NEED_TO_REPORT: mark("Must this be reported to Veilig Thuis?"),
    MeldcodeKind.HELP_POSSIBLE: mark("Can help be given or arranged?"),
    MeldcodeKind.ENDED: mark("Ended"),
}
VEILIG_THUIS: Number = next(number for number in NUMBERS if number.id == "veilig_thuis")


@dataclass(frozen=True)
class Shown:
    """Something recorded, in words: `what` and `answer` are English source, `about` the question in own words."""

    entry: MeldcodeEntry
    what: str
    about: Words | None
    answer: str
    name: str
    words: str
    corrected: bool


@dataclass(frozen=True)
class StepShown:
    """A step: done, skipped, now or later; with what was recorded in it."""

    number: int
    title: Words
    text: Words
    state: str
    shown: Sequence[Shown]


@dataclass(frozen=True)
class MeldcodePage:
    """The Meldcode on a case. `track` is None before it was started; `form` None when everything is recorded.
    `refused`: what was sent and does not fit now."""

    about: CasePlace
    setting: MeldcodeSetting | None
    school: bool
    track: MeldcodeTrack | None
    special: Words | None
    specials: Sequence[tuple[str, Words]]
    steps: Sequence[StepShown]
    form: Form | None
    skip: Form | None
    end: Form | None
    answers: Sequence[tuple[str, str]]
    call: Number
    over: Shown | None
    refused: Form | None


async def page_of(
    visit: Visit, about: CasePlace, typed: Form | None = None, correct: UUID | None = None
) -> MeldcodePage:
    """Everything on the page. `typed`: what did not fit; `correct`: the entry somebody wants to correct."""
    db, org = visit.db, visit.who.organisation_id
    said = await texts.said(db, org)
    tracks = await queries.tracks_of(db, org, about.case.id)
    track = tracks[0] if tracks else None
    rows = await queries.entries_of(db, org, track.id) if track else []
    setting = await queries.setting_of(db, org, about.case.location_id)
    marks = actions.marks_of(rows)
    shown = await _shown(visit, rows, said)
    today = await places.day_of(db, org, visit.now)
    running = track is not None and not rules.ended(marks) and about.case.closed_at is None
    form, skip = forms_now(marks, rows, said, correct, today) if running else (None, None)
    end = Form(MeldcodeKind.ENDED, min(rules.current(marks), 5), new_id()) if running else None
    if typed is not None and running:
        form, skip, end = with_typed(typed, form, skip, end)
    return MeldcodePage(
        about=about,
        setting=setting,
        school=(track.whose if track else setting.whose if setting else "") == WhoseCode.SCHOOL,
        track=track,
        special=said[f"meldcode.special.{track.special}"] if track and track.special else None,
        specials=[(one.id, said[f"meldcode.special.{one.id}"]) for one in SPECIAL_CASES],
        steps=[_step(number, marks, shown, said, running) for number in rules.STEPS],
        form=form,
        skip=skip,
        end=end,
        answers=ANSWERS,
        call=VEILIG_THUIS,
        refused=typed,
        over=next((one for one in shown if one.entry.kind == MeldcodeKind.ENDED), None),
    )


async def _shown(visit: Visit, rows: Sequence[MeldcodeEntry], said: Mapping[str, Words]) -> list[Shown]:
    names = await people.first_names(visit.db, visit.who.organisation_id, {row.by_id for row in rows})
    corrected = {row.correction_of_id for row in rows}
    words = dict(ANSWERS)
    return [
        Shown(
            row,
            WHAT[MeldcodeKind(row.kind)],
            question_in(said, row.question),
            words[rules.Answer(row.answer)] if row.answer else "",
            names.get(row.by_id, ""),
            visit.house.keys.open(row.words_sealed, table="meldcode_entries", row=row.id, column=actions.WORDS) or "",
            row.id in corrected,
        )
        for row in rows
    ]


def _step(
    number: int, marks: Sequence[rules.Mark], shown: Sequence[Shown], said: Mapping[str, Words], running: bool
) -> StepShown:
    skipped = any(one.kind == MeldcodeKind.SKIPPED and one.step == number for one in marks)
    done = rules.settled(marks, number)
    now = running and rules.current(marks) == number
    state = "skipped" if skipped else "done" if done else "now" if now else "later"
    here = [one for one in shown if one.entry.step == number and one.entry.kind != MeldcodeKind.ENDED]
    key = f"meldcode.step_{number}"
    return StepShown(number, said[f"{key}.title"], said[f"{key}.text"], state, here)
