"""A case says itself whom it was passed on to, so that who may see it is asked of one row."""

from pathlib import Path

from klankbord.migrations.scripts import run_sql

revision = "0008_handed"
down_revision = "0007_adding"


def upgrade() -> None:
    """Run the SQL beside this file."""
    run_sql(Path(__file__).with_suffix(".sql"))
