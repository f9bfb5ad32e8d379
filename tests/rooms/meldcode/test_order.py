"""The order of the five steps, from examples and from whatever a machine can think of."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from klankbord.house.errors import Unfit
from klankbord.house.ids import new_id
from klankbord.rooms.meldcode import rules
from klankbord.rooms.meldcode.models import MeldcodeKind as Kind
from klankbord.rooms.meldcode.rules import Mark
from tests.support.steps import steps

TODAY = date(2026, 10, 5)
WORDS = {Kind.SKIPPED, Kind.ENDED, Kind.NEED_TO_REPORT, Kind.HELP_POSSIBLE}


def made(kind: Kind, step: int, **more: object) -> Mark:
    """A mark with everything it needs."""
    answer = "yes" if kind in (Kind.WEIGHING, Kind.NEED_TO_REPORT, Kind.HELP_POSSIBLE) else None
    consulted = False if (kind, step) == (Kind.STEP, 2) else None
    values: dict[str, object] = {"answer": answer, "veilig_thuis": consulted, "words": kind in WORDS, "id": new_id()}
    return Mark(kind, step, **(values | more))  # type: ignore[arg-type]


def recorded(*marks: Mark, special: bool = False) -> list[Mark]:
    there: list[Mark] = []
    for mark in marks:
        rules.check(there, mark, special=special, today=TODAY)
        there.append(mark)
    return there


WHOLE = (
    *(made(Kind.STEP, step) for step in (1, 2, 3)),
    *(made(Kind.WEIGHING, 4, question=question) for question in rules.QUESTIONS),
    made(Kind.NEED_TO_REPORT, 5),
    made(Kind.HELP_POSSIBLE, 5),
)


def test_the_whole_road_is_walked_in_order_and_then_ended():
    marks = recorded(*WHOLE, made(Kind.ENDED, 5))
    assert rules.current(marks) == 6
    assert rules.ended(marks)


@pytest.mark.parametrize(
    ("before", "new", "problem"),
    [
        (0, made(Kind.STEP, 2), rules.StepBefore),
        (3, made(Kind.NEED_TO_REPORT, 5), rules.StepBefore),
        (7, made(Kind.NEED_TO_REPORT, 5), rules.StepBefore),
        (8, made(Kind.HELP_POSSIBLE, 5), rules.ReportFirst),
        (1, made(Kind.STEP, 1), rules.DoneBefore),
        (1, made(Kind.SKIPPED, 1), rules.DoneBefore),
        (1, made(Kind.STEP, 2, veilig_thuis=None), rules.VeiligThuisNeeded),
        (1, made(Kind.SKIPPED, 2, words=False), rules.ReasonNeeded),
        (3, made(Kind.WEIGHING, 4, question=1, answer=None), rules.AnswerNeeded),
        (3, made(Kind.WEIGHING, 4), rules.NotThisStep),
        (3, made(Kind.STEP, 4), rules.NotThisStep),
        (8, made(Kind.SKIPPED, 5), rules.NotThisStep),
        (1, made(Kind.STEP, 2, done_on=TODAY + timedelta(days=1)), rules.DayToCome),
        (1, made(Kind.STEP, 1, corrects=UUID(int=9)), rules.NothingToCorrect),
    ],
)
def test_what_is_out_of_order_is_refused_with_its_reason(before: int, new: Mark, problem: type[Unfit]):
    there = recorded(*WHOLE[:before])
    with pytest.raises(problem):
        rules.check(there, new, special=False, today=TODAY)


def test_a_skipped_step_is_behind_us_and_says_so():
    marks = recorded(made(Kind.STEP, 1), made(Kind.SKIPPED, 2), made(Kind.STEP, 3), made(Kind.SKIPPED, 4))
    assert rules.current(marks) == 5


def test_in_a_special_case_veilig_thuis_comes_first():
    there = recorded(made(Kind.STEP, 2, veilig_thuis=True), special=True)
    assert rules.current(there) == 1
    with pytest.raises(rules.StepBefore):
        rules.check(there, made(Kind.STEP, 3), special=True, today=TODAY)


def test_a_correction_is_added_to_what_it_corrects_and_after_the_end_nothing_is():
    first = made(Kind.STEP, 1)
    there = recorded(first, made(Kind.STEP, 1, corrects=first.id), made(Kind.ENDED, 1))
    with pytest.raises(rules.HasEnded):
        rules.check(there, made(Kind.STEP, 1, corrects=first.id), special=False, today=TODAY)


class Walk(RuleBasedStateMachine):
    """Anybody records anything, in any order. Whatever was let in must be in an order the law allows."""

    def __init__(self) -> None:
        super().__init__()
        self.special = False
        self.marks: list[Mark] = []

    @rule(special=st.booleans())
    @precondition(lambda self: not self.marks)
    def begin(self, special: bool) -> None:
        self.special = special

    @rule(
        kind=st.sampled_from(Kind),
        step=st.integers(0, 6),
        question=st.none() | st.integers(0, 6),
        answer=st.none() | st.sampled_from(["yes", "no", "doubt", "perhaps"]),
        veilig_thuis=st.none() | st.booleans(),
        words=st.booleans(),
        days=st.integers(-30, 2),
    )
    def anything(self, kind, step, question, answer, veilig_thuis, words, days) -> None:  # type: ignore[no-untyped-def]
        self._try(Mark(kind, step, question, answer, veilig_thuis, words, TODAY + timedelta(days=days), new_id()))

    @rule(data=st.data())
    def what_is_next(self, data: st.DataObject) -> None:
        """Something that is likely to fit, so that walks get far."""
        step = min(rules.current(self.marks), 5)
        if step == 4:
            return self._try(made(Kind.WEIGHING, 4, question=data.draw(st.integers(1, 5))))
        if step == 5:
            return self._try(made(data.draw(st.sampled_from([Kind.NEED_TO_REPORT, Kind.HELP_POSSIBLE])), 5))
        return self._try(made(data.draw(st.sampled_from([Kind.STEP, Kind.SKIPPED])), step))

    @rule(data=st.data())
    @precondition(lambda self: self.marks)
    def correct(self, data: st.DataObject) -> None:
        old = data.draw(st.sampled_from(self.marks))
        self._try(made(old.kind, old.step, question=old.question, corrects=old.id))

    def _try(self, mark: Mark) -> None:
        try:
            rules.check(self.marks, mark, special=self.special, today=TODAY)
        except Unfit:
            return
        self.marks.append(mark)

    @invariant()
    def nothing_comes_after_the_end(self) -> None:
        kinds = [mark.kind for mark in self.marks]
        assert Kind.ENDED not in kinds[:-1]

    @invariant()
    def the_second_decision_comes_after_the_first(self) -> None:
        kinds = [mark.kind for mark in self.marks]
        if Kind.HELP_POSSIBLE in kinds:
            assert kinds.index(Kind.NEED_TO_REPORT) < kinds.index(Kind.HELP_POSSIBLE)

    @invariant()
    def every_step_follows_the_ones_before_it(self) -> None:
        """Written out apart from the rules: at each mark, every lower step was done, skipped or wholly weighed."""
        for place, mark in enumerate(self.marks):
            if mark.kind == Kind.ENDED or (self.special and mark.step == 2):
                continue
            before = self.marks[:place]
            for step in range(1, mark.step):
                here = [one for one in before if one.step == step]
                skipped = any(one.kind == Kind.SKIPPED for one in here)
                weighed = len({one.question for one in here if one.kind == Kind.WEIGHING}) == 5
                done = weighed if step == 4 else any(one.kind == Kind.STEP for one in here)
                assert skipped or done, f"step {mark.step} before step {step}"

    @invariant()
    def what_is_skipped_has_a_reason_and_nothing_was_recorded_twice(self) -> None:
        first = [(mark.kind, mark.step, mark.question) for mark in self.marks if mark.corrects is None]
        assert len(first) == len(set(first))
        assert all(mark.words for mark in self.marks if mark.kind == Kind.SKIPPED)


TestWalk = Walk.TestCase
TestWalk.settings = steps(2000)
