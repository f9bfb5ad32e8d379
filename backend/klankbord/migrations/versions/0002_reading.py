"""Reading stays quick however much there is: one door, policies that ask once, indexes in the order of the queue."""

from pathlib import Path

from klankbord.migrations.scripts import run_sql

revision = "0002_reading"
down_revision = "0001_foundation"


def upgrade() -> None:
    """Run the SQL beside this file."""
    run_sql(Path(__file__).with_suffix(".sql"))
