"""A run says what it did not do: a seed that broke off, a fault that nobody met."""

import shutil
from collections import Counter
from pathlib import Path

import pytest

from tests.chaos.__main__ import run_seeds
from tests.chaos.findings import Findings
from tests.chaos.kept_logs import kept_logs, logs_of
from tests.chaos.plan import GIVEN_UP, LINE, make_plan
from tests.chaos.seed import Outcome
from tests.chaos.size import Size
from tests.chaos.tally import DEEDS, Tally

FULL, SMALL = Size(notes=200), Size(notes=60)
PARTS = Counter(web=2, worker=2, postgres=2)


def an_outcome(size: Size, *without: str) -> Outcome:
    """A seed in which nothing was wrong and everything was met but this."""
    met = Counter({name: 1 for name in (*LINE, GIVEN_UP, *DEEDS) if name not in without})
    return Outcome(make_plan(1, size), Findings(), Counter(note=size.notes), PARTS, met)


def test_a_full_run_in_which_everything_was_met_is_good() -> None:
    tally = Tally(FULL)
    tally.add(an_outcome(FULL))
    assert (tally.never_met, tally.good, tally.lines()[-1]) == ([], True, str(Findings()))


@pytest.mark.parametrize("fault", [*LINE, GIVEN_UP, *DEEDS])
def test_a_fault_that_nobody_met_fails_a_full_run_and_a_small_one_only_says_so(fault: str) -> None:
    for size in (FULL, SMALL):
        tally = Tally(size)
        tally.add(an_outcome(size, fault))
        assert (tally.never_met, tally.good) == ([fault], size is SMALL)
        assert any("never met" in line and fault in line for line in tally.lines())
        assert tally.lines()[-1].endswith("never met 1") is (size is FULL)


def test_a_fault_met_in_one_of_the_seeds_was_met() -> None:
    tally = Tally(FULL)
    tally.add(an_outcome(FULL, "refused"))
    tally.add(an_outcome(FULL, "update"))
    assert (tally.never_met, tally.good) == ([], True)


def test_a_part_that_nobody_killed_is_named() -> None:
    tally = Tally(SMALL)
    outcome = an_outcome(SMALL)
    outcome.kills = Counter(web=1, worker=1)
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
