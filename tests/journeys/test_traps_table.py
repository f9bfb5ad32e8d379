"""The table of traps in README.md: all fifteen are there, and every test it names exists."""

import re
from pathlib import Path

HERE = Path(__file__).parent
ROWS = dict(re.findall(r"^\| (\d+) \|.*?\| (`test_.*`) \|$", (HERE / "README.md").read_text(), flags=re.MULTILINE))


def test_each_of_the_fifteen_traps_has_a_test() -> None:
    assert [int(number) for number in ROWS] == list(range(1, 16))


def test_every_test_in_the_table_exists() -> None:
    there = "\n".join(path.read_text() for path in HERE.parent.rglob("test_*.py"))
    named = re.findall(r"`(test_\w+)`", " ".join(ROWS.values()))
    assert [name for name in named if f"def {name}(" not in there] == []
