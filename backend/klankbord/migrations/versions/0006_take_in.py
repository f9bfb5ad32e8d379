"""Notes of many teachers are judged and kept by one function, whose plan stays good while tables grow."""

from pathlib import Path

from klankbord.migrations.scripts import run_sql

revision = "0006_take_in"
down_revision = "0005_due"


def upgrade() -> None:
    """Run the SQL beside this file."""
    run_sql(Path(__file__).with_suffix(".sql"))
