"""`pytest -n 2 --dist loadscope`, by folder where one must be: its tests one by one in one process. Elsewhere by file.

What has the most tests goes first, so that small files fill what is left at the end.
"""

from pathlib import PurePosixPath

from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]

# Starts, stories in browsers, storms and tours of all pages: of each one at a time.
TOGETHER = {f"tests/{folder}" for folder in ("start", "journeys", "chaos", "pages")}


class ByFolder(LoadScopeScheduling):  # type: ignore[misc]
    """What a folder shares among its tests (a browser, servers, a start) is made once, and never has two users."""

    def _split_scope(self, nodeid: str) -> str:
        """The folder of `tests/journeys/test_a_note.py::test_…` (`tests/journeys`); a file of another one."""
        file = nodeid.partition("::")[0]
        folder = "/".join(PurePosixPath(file).parts[:2])
        return folder if folder in TOGETHER else file
