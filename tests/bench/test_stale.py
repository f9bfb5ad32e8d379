"""A cost under deploy/CAPACITY.md that is no longer true is told, and fails nothing."""

import pytest

from tests.bench.capacity.machine import MEASURED
from tests.bench.capacity.stale import stale, tell


@pytest.mark.parametrize("times", [0.7, 1, 1.4])
def test_a_cost_that_is_about_what_was_typed_in_is_not_told(times: float) -> None:
    assert not stale({"page_web": times * MEASURED.page_web, "note_bytes": times * MEASURED.note_bytes})


@pytest.mark.parametrize("times", [0.6, 1.6])
def test_a_cost_far_from_what_was_typed_in_is_told_by_its_name(times: float) -> None:
    (sentence,) = stale({"page_web": times * MEASURED.page_web, "note_web": MEASURED.note_web})
    assert sentence.startswith("page_web was")
    assert f"{times:.1f} times" in sentence


def test_it_is_said_where_the_bench_says_what_it_is_doing(capsys: pytest.CaptureFixture[str]) -> None:
    tell({"note_web": 2 * MEASURED.note_web})
    assert "note_web was 0.0008 here" in capsys.readouterr().err
