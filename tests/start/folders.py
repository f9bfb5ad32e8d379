"""Folders outside pytest's own, which only their maker may enter: PostgreSQL's service user must get through."""

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def a_public_folder() -> Iterator[Path]:
    """A temporary folder everyone may walk through, gone at the end."""
    folder = Path(tempfile.mkdtemp(prefix="klankbord-start-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
