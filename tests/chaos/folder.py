"""Where a run keeps its database and its logs."""

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def a_folder(name: str) -> Iterator[Path]:
    """Gone at the end of the block. The database user may walk through it, and nobody may look around in it."""
    folder = Path(tempfile.mkdtemp(prefix=f"klankbord-chaos-{name}-"))
    folder.chmod(0o711)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
