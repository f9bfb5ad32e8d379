"""The foundation: tables, job queue, functions, grants and row-level security."""

from pathlib import Path

from klankbord.migrations.scripts import run_sql

revision = "0001_foundation"
down_revision = None

HERE = Path(__file__).parent


def upgrade() -> None:
    """Run the SQL beside this file."""
    run_sql(HERE / "0001_tables.sql", HERE.parent / "pgqueuer.sql", HERE / "0001_access.sql")
