"""What a person was reminded of in years before costs nothing to pass by."""

from pathlib import Path

from klankbord.migrations.scripts import run_sql

revision = "0009_open_reminders"
down_revision = "0008_handed"


def upgrade() -> None:
    """Run the SQL beside this file."""
    run_sql(Path(__file__).with_suffix(".sql"))
