"""What `make bench` says about itself."""

import re
import sys
from collections.abc import Sequence

import pytest

from tests.bench import __main__ as bench
from tests.bench.figure import Figure
from tests.bench.size import Size


@pytest.mark.parametrize(("arguments", "size"), [(["--small"], "small"), ([], "full")])
def test_the_last_line_says_how_long_it_took(
    arguments: list[str], size: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def measure(_: Sequence[str], __: Size) -> tuple[list[Figure], dict[str, float]]:
        return [Figure("a queue page", "ms", 4)], {"costs": 61.2, "queue": 2.0}

    monkeypatch.setattr(sys, "argv", ["bench", *arguments, "--only", "costs,queue"])
    monkeypatch.setattr(bench, "measure", measure)
    assert bench.main() == 0
    last = capsys.readouterr().out.splitlines()[-1]
    assert re.fullmatch(f"the {size} bench took 63 s: costs 61, queue 2", last)
