"""What may be written down is asked about its own row, however much the writer may see."""

from pathlib import Path

from klankbord.migrations.scripts import run_sql

revision = "0007_adding"
down_revision = "0006_take_in"


def upgrade() -> None:
    """Run the SQL beside this file."""
    run_sql(Path(__file__).with_suffix(".sql"))
