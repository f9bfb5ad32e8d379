"""What was measured, in a file: written after each instrument, so that what breaks later takes nothing away."""

import json
from collections.abc import Sequence
from pathlib import Path

from tests.bench.figure import Figure


def keep(figures: Sequence[Figure], file: Path) -> None:
    """Each in the place of the row with its name, or after the rest. There is a whole file at every moment."""
    rows = {row["name"]: row for row in json.loads(file.read_text())} if file.exists() else {}
    rows |= {figure.name: figure.as_row() for figure in figures}
    file.parent.mkdir(exist_ok=True)
    new = file.with_suffix(".new")
    new.write_text(json.dumps(list(rows.values()), indent=1) + "\n")
    new.replace(file)
