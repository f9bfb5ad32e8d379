"""What the processes said: no child's name and no word of a note may stand in it."""

from collections.abc import Iterable
from pathlib import Path

from tests.chaos.findings import Findings


def judge_logs(files: Iterable[Path], words: Iterable[str]) -> Findings:
    """Every line of these files against words that only stand in notes and in groups."""
    words = sorted(words)
    told = []
    for file in files:
        for number, line in enumerate(file.read_text(errors="replace").splitlines(), 1):
            if any(word in line for word in words):
                told.append(f"{file.name}, line {number} holds a name or a text")
    return Findings(told=told)
