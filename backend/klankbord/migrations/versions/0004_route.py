"""The route: what moves a case along its path, and everything that hangs on it."""

from pathlib import Path

from klankbord.migrations.scripts import run_sql

revision = "0004_route"
down_revision = "0003_together"

HERE = Path(__file__).parent


def upgrade() -> None:
    """Run the SQL beside this file: the tables, who may do what with them, and whom a row may name."""
    run_sql(HERE / "0004_route_tables.sql", HERE / "0004_route_access.sql", HERE / "0004_route_walls.sql")
