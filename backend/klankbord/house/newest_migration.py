"""Which migration is the newest; read from the files' names, because importing alembic takes longer than starting."""

from pathlib import Path

MIGRATIONS = Path(__file__).parent.parent / "migrations"


def newest() -> str:
    """The revision of a database that is up to date: files are numbered (0001_….py), so it is the last one's name."""
    return max(path.stem for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))
