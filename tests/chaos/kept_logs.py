"""The logs of a seed in which something was wrong stay, for whoever looks into it; the rest of its folder goes."""

import contextlib
import shutil
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.chaos.ledger import Ledger
from tests.chaos.phones import TREE

LOGS = ("web.log", "worker.log", "postgres/postgres.log")


@dataclass
class Wrong:
    """Whether something is, and the ledger once there is one. `nothing` stays False when a block raises."""

    nothing: bool = False
    ledger: Ledger | None = None


def logs_of(seed: int) -> Path:
    """Where the logs of this seed are kept."""
    return TREE / "build" / "chaos" / f"seed-{seed}"


@contextlib.contextmanager
def kept_logs(folder: Path, place: Path) -> Iterator[Wrong]:
    """Unless nothing is wrong at the end of the block, what stands in `folder` is kept in `place`; of a block that
    raises, or is stopped by Ctrl-C, also what it raised."""
    wrong, raised = Wrong(), ""
    try:
        yield wrong
    except BaseException:
        raised = traceback.format_exc()
        raise
    finally:
        if not wrong.nothing:
            _keep(folder, place, wrong.ledger, raised)


def _keep(folder: Path, place: Path, ledger: Ledger | None, raised: str) -> None:
    shutil.rmtree(place, ignore_errors=True)  # of an earlier run
    place.mkdir(parents=True)
    for name in (*LOGS, "phones.log"):
        if (folder / name).exists():
            shutil.copy(folder / name, place)
    if ledger is not None:
        (place / "ledger.log").write_text("\n".join(ledger.lines()))
    if raised:
        (place / "broke_off.log").write_text(raised)
