"""build/bench.json: a run of some instruments leaves the figures of the others alone."""

import json
from pathlib import Path

from tests.bench.figure import Figure, Goal
from tests.bench.kept import keep

QUEUE = Figure("queue", "pages/s", 80, limit=100, goal=Goal(at_least=0.6))
START = Figure("start", "s", 3)


def names_and_values(file: Path) -> list[tuple[str, float]]:
    return [(row["name"], row["value"]) for row in json.loads(file.read_text())]


def test_a_figure_that_was_measured_again_takes_its_own_place_and_no_other(tmp_path: Path) -> None:
    file = tmp_path / "build" / "bench.json"
    keep([QUEUE], file)
    keep([START], file)
    keep([Figure("queue", "pages/s", 90, limit=100), Figure("intake", "notes/s", 7)], file)
    assert names_and_values(file) == [("queue", 90), ("start", 3), ("intake", 7)]
    assert [one.name for one in file.parent.iterdir()] == ["bench.json"]


def test_a_row_says_what_it_is_and_whether_it_is_enough(tmp_path: Path) -> None:
    keep([QUEUE, START], tmp_path / "bench.json")
    measured, reported = json.loads((tmp_path / "bench.json").read_text())
    about = {"name": "queue", "unit": "pages/s", "value": 80, "limit": 100}
    assert measured == about | {"ratio": 0.8, "goal": "ratio ≥ 0.6", "holds": True}
    assert reported == {"name": "start", "unit": "s", "value": 3, "limit": None, "ratio": None} | {
        "goal": None,
        "holds": None,
    }
