"""When a decision holds, on paper; against a slow reading of seed 002."""

from datetime import UTC, date, datetime, timedelta
from itertools import product
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klankbord.rooms.lessons.rules import Closure
from klankbord.rooms.sharing.models import ChildAge, Option, SharingDecision
from klankbord.rooms.sharing.rules import Verdict, holds, term_end, who_is_missing
from tests.support.sharing_rows import ME, NOON, OTHER, decision
from tests.support.story import at

AGES, YES_NO = st.sampled_from([None, *ChildAge, "nonsense"]), st.booleans()
DAYS = st.none() | st.dates(date(2026, 11, 15), date(2026, 11, 25))
TAKEN = st.integers(0, 200).map(lambda ago: at(date(2026, 11, 20) - timedelta(days=ago)))
PEOPLE: st.SearchStrategy[UUID | None] = st.sampled_from([None, ME, OTHER])


def slowly(one: SharingDecision, objected: bool, withdrawn: bool, today: date) -> bool:
    """As one would read it aloud."""
    if withdrawn or one.at < at(today - timedelta(days=90), 0):
        return False
    if one.option == "c":
        return True
    if one.option == "d":
        return one.reason_sealed is not None and one.consulted_id is not None and one.consulted_id != ME
    agreed = {
        "under_12": one.parents_asked,
        "from_12": one.parents_asked and one.child_asked,
        "from_16": one.child_asked,
    }.get(one.age or "", False)
    if objected or not agreed or one.asked_on is None or one.asked_on > today:
        return False
    return one.option == "a" or (one.option == "b" and one.term_ends_on is not None and one.term_ends_on < today)


@given(st.sampled_from("abcdx"), AGES, YES_NO, YES_NO, DAYS, DAYS, PEOPLE, YES_NO, YES_NO, YES_NO, TAKEN)
def test_a_decision_holds_exactly_when_one_would_say_so(
    option: str,
    age: str | None,
    child: bool,
    parents: bool,
    asked_on: date | None,
    ends: date | None,
    consulted: UUID | None,
    reason: bool,
    objected: bool,
    withdrawn: bool,
    taken: datetime,
) -> None:
    one = decision(
        option, at=taken, age=age, child_asked=child, parents_asked=parents, asked_on=asked_on, term_ends_on=ends,
        consulted_id=consulted, reason_sealed=b"x" if reason else None,
    )  # fmt: skip
    said = holds(one, [object()] * objected, [object()] * withdrawn, NOON)
    assert (said == Verdict.HOLDS) == slowly(one, objected, withdrawn, date(2026, 11, 20))


@pytest.mark.parametrize(
    ("moment", "verdict"),
    [
        (at(date(2026, 11, 9), 23, 59), Verdict.TERM_RUNS),
        (datetime(2026, 11, 9, 23, 30, tzinfo=UTC), Verdict.HOLDS),  # half past midnight on the wall here
        (at(date(2026, 11, 10), 0), Verdict.HOLDS),
    ],
)
def test_the_last_day_of_the_term_lasts_until_midnight_on_the_wall(moment: datetime, verdict: Verdict) -> None:
    assert holds(decision("b"), [], [], moment) == verdict


def test_an_objection_ends_what_rests_on_the_will_of_others_and_nothing_else() -> None:
    said = {option: holds(decision(option), [object()], [], NOON) for option in "abcd"}
    assert said == {"a": "objected", "b": "objected", "c": "holds", "d": "holds"}


def test_under_12_the_parents_decide_then_both_and_from_16_the_child() -> None:
    enough = {
        age: {
            (child, parents)
            for child, parents in product((0, 1), repeat=2)
            if not who_is_missing(age, bool(child), bool(parents))
        }
        for age in ChildAge
    }
    assert enough == {"under_12": {(0, 1), (1, 1)}, "from_12": {(1, 1)}, "from_16": {(1, 0), (1, 1)}}


@given(
    st.dates(date(2026, 1, 1), date(2028, 12, 31)),
    st.integers(1, 4),
    st.lists(st.tuples(st.dates(date(2026, 1, 1), date(2028, 12, 31)), st.integers(0, 50)), max_size=5),
)
def test_the_term_ends_on_the_first_open_day_from_whole_weeks_later(
    asked_on: date, weeks: int, shut: list[tuple[date, int]]
) -> None:
    closures = [Closure(first, first + timedelta(days=length)) for first, length in shut]

    def is_open(day: date) -> bool:
        return day.weekday() < 5 and not any(one.first_day <= day <= one.last_day for one in closures)

    ends, earliest = term_end(asked_on, weeks, closures), asked_on + timedelta(days=7 * weeks)
    assert ends >= earliest
    assert is_open(ends)
    assert not any(is_open(earliest + timedelta(days=more)) for more in range((ends - earliest).days))


def test_the_words_of_every_option_and_verdict_are_there() -> None:
    from klankbord.rooms.sharing import words
    from klankbord.rooms.sharing.models import AskedHow, Recipient

    kinds = (Option, Recipient, ChildAge, AskedHow, Verdict)
    for kind, said in zip(kinds, (words.OPTIONS, words.RECIPIENTS, words.AGES, words.HOW, words.STANDS), strict=True):
        assert set(said) == set(kind)
