"""What is due is walked through an index, however much waits behind it."""

from pathlib import Path

from klankbord.migrations.scripts import run_sql

revision = "0005_due"
down_revision = "0004_route"


def upgrade() -> None:
    """Run the SQL beside this file."""
    run_sql(Path(__file__).with_suffix(".sql"))
