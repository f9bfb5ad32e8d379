"""A run says what it did not do: a seed that broke off, a fault that nobody met."""

import shutil
from collections import Counter
from pathlib import Path

import pytest

from tests.chaos.__main__ import run_seeds
from tests.chaos.findings import Findings
from tests.chaos.kept_logs import kept_logs, logs_of
from tests.chaos.plan import GIVEN_UP, LINE, make_plan
from tests.chaos.seed import KINDS, Outcome
from tests.chaos.size import Size
from tests.chaos.tally import DEEDS, Tally

FULL, SMALL = Size(notes=200), Size(notes=60)
COUNTS = {"reminders due": 3, "pushes": 3}


def an_outcome(size: Size, *without: str) -> Outcome:
    """A seed in which nothing was wrong and everything was met but this."""
    plan, judged = make_plan(1, size), Counter({f"{kind} (fits)": 2 for kind in KINDS})
    met = Counter({name: 1 for name in (*LINE, GIVEN_UP, *DEEDS) if name not in without})
    findings = Findings(judged=judged)
    counts = {**COUNTS, "notes of the plan": size.notes}
    return Outcome(plan, findings, Counter(note=size.notes), Counter(plan.kills), met, Counter(), counts)


def told(size: Size, *outcomes: Outcome) -> Tally:
    tally = Tally(size)
    for outcome in outcomes:
        tally.add(outcome)
    return tally


def test_a_full_run_in_which_everything_was_met_is_good() -> None:
    tally = Tally(FULL)
    tally.add(an_outcome(FULL))
    assert (tally.never_met, tally.too_little) == ([], [])
    assert (tally.good, tally.lines()[-1]) == (True, str(Findings()))


@pytest.mark.parametrize("fault", [*LINE, GIVEN_UP, *DEEDS])
def test_a_fault_that_nobody_met_fails_a_full_run_and_a_small_one_only_says_so(fault: str) -> None:
    for size in (FULL, SMALL):
        tally = Tally(size)
        tally.add(an_outcome(size, fault))
        assert (tally.never_met, tally.good) == ([fault], size is SMALL)
        assert any("never met" in line and fault in line for line in tally.lines())
        assert tally.lines()[-1].endswith("never met 1") is (size is FULL)


def test_a_seed_that_is_played_again_need_not_meet_everything_and_a_run_cut_short_neither() -> None:
    again, short = Tally(FULL, replayed=True), Tally(Size(notes=200, minutes=0.2))
    for tally in (again, short):
        tally.add(an_outcome(tally.size, "refused"))
        assert (tally.never_met, tally.good) == (["refused"], True)
        assert not tally.lines()[-1].endswith("never met 1")
    longer = Size(notes=200, minutes=3)
    assert not told(longer, an_outcome(longer, "refused")).good


@pytest.mark.parametrize("size", [FULL, SMALL])
def test_notes_that_were_not_written_are_too_little_whatever_the_size(size: Size) -> None:
    first, second = an_outcome(size), an_outcome(size)
    second.counts["notes of the plan"] -= 1
    second.kept["note"] += 20  # what others wrote besides is not what was planned
    tally = told(size, first, second)
    assert tally.too_little == [f"{2 * size.notes - 1} of {2 * size.notes} notes kept"]
    assert not tally.good
    assert tally.lines()[-1].endswith("too little 1")
    assert any(line == f"too little: {tally.too_little[0]}" for line in tally.lines())


@pytest.mark.parametrize("part", ["web", "worker", "postgres"])
def test_kills_that_did_not_happen_are_too_little_unless_it_had_ended_by_itself(part: str) -> None:
    outcome = an_outcome(SMALL)
    outcome.kills[part] -= 1
    assert told(SMALL, outcome).too_little == [f"1 of 2 times kill -9 of {part}"]
    outcome.by_themselves[part] += 1
    assert told(SMALL, outcome).good


@pytest.mark.parametrize("name", [*COUNTS])
def test_a_full_run_without_reminders_or_pushes_is_too_little_and_a_small_one_may_be(name: str) -> None:
    for size in (FULL, SMALL):
        outcome = an_outcome(size)
        outcome.counts[name] = 0
        assert told(size, outcome).too_little == ([f"no {name}"] if size is FULL else [])


@pytest.mark.parametrize("kind", [*KINDS])
def test_a_full_run_in_which_nothing_of_a_kind_was_judged_is_too_little(kind: str) -> None:
    for size in (FULL, SMALL):
        outcome = an_outcome(size)
        del outcome.findings.judged[f"{kind} (fits)"]
        assert told(size, outcome).too_little == ([f"no {KINDS[kind]} judged"] if size is FULL else [])
        outcome.findings.judged[f"{kind} (nobody)"] = 1
        assert told(size, outcome).good


def test_a_full_run_that_cannot_tell_since_when_something_was_sent_is_too_little() -> None:
    outcome = an_outcome(FULL)
    outcome.findings.unverifiable.append("one")
    assert not told(FULL, outcome).good


def test_a_run_in_which_every_seed_broke_off_did_nothing_and_is_not_good() -> None:
    assert Tally(FULL).too_little[:2] == ["no reminders due", "no pushes"]


def test_a_fault_met_in_one_of_the_seeds_was_met() -> None:
    tally = Tally(FULL)
    tally.add(an_outcome(FULL, "refused"))
    tally.add(an_outcome(FULL, "update"))
    assert (tally.never_met, tally.good) == ([], True)


def test_a_part_that_nobody_killed_is_named() -> None:
    tally = Tally(SMALL)
    outcome = an_outcome(SMALL)
    outcome.kills = Counter(web=2, worker=2)
    tally.add(outcome)
    assert tally.never_met == ["kill -9 of postgres"]


async def test_a_seed_that_breaks_off_is_counted_and_the_next_one_begins(capsys: pytest.CaptureFixture[str]) -> None:
    tally = Tally(Size(notes=5, minutes=float("nan")))  # of which no plan can be made
    await run_seeds([-1, -2], tally)
    assert (tally.broke_off, tally.good) == (["seed -1", "seed -2"], False)
    assert tally.lines()[-1].endswith("broke off 2")
    said = capsys.readouterr().out
    for seed in (-1, -2):
        assert said.index(f"seed {seed} begins") < said.index("ValueError", said.index(f"seed {seed} begins"))
        assert f"seed {seed} broke off" in said
        assert "ValueError" in (logs_of(seed) / "broke_off.log").read_text()
        shutil.rmtree(logs_of(seed))


def test_logs_stay_of_what_was_wrong_and_go_with_what_was_not(tmp_path: Path) -> None:
    (tmp_path / "web.log").write_text("said")
    with pytest.raises(ZeroDivisionError), kept_logs(tmp_path, tmp_path / "raised"):
        raise ZeroDivisionError
    with kept_logs(tmp_path, tmp_path / "good") as wrong:
        wrong.nothing = True
    with kept_logs(tmp_path, tmp_path / "lost"):
        pass
    assert (tmp_path / "raised" / "web.log").read_text() == (tmp_path / "lost" / "web.log").read_text() == "said"
    assert "ZeroDivisionError" in (tmp_path / "raised" / "broke_off.log").read_text()
    assert not (tmp_path / "good").exists()
