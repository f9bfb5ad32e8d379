"""`pytest -n 2 --dist loadscope`, by folder: its tests one by one in one process, another folder's beside them."""

from pathlib import PurePosixPath

from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]


class ByFolder(LoadScopeScheduling):  # type: ignore[misc]
    """What a folder shares among its tests (a browser, servers, a start) is made once, and never has two users."""

    def _split_scope(self, nodeid: str) -> str:
        """The folder of `tests/journeys/test_a_note.py::test_…`: `tests/journeys`."""
        return "/".join(PurePosixPath(nodeid.partition("::")[0]).parts[:2])
