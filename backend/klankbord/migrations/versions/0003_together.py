"""Notes of many teachers are kept in one statement."""

from pathlib import Path

from klankbord.migrations.scripts import run_sql

revision = "0003_together"
down_revision = "0002_reading"


def upgrade() -> None:
    """Run the SQL beside this file."""
    run_sql(Path(__file__).with_suffix(".sql"))
