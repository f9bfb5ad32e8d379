"""The route: what moves a case along its path, and everything that hangs on it."""

from pathlib import Path

from alembic import op

revision = "0004_route"
down_revision = "0003_together"

HERE = Path(__file__).parent


def upgrade() -> None:
    """Run the SQL beside this file: the tables, who may do what with them, and whom a row may name."""
    connection = op.get_bind().connection.dbapi_connection
    if connection is None:
        raise RuntimeError("migrations run on an open connection")
    for name in ("0004_route_tables.sql", "0004_route_access.sql", "0004_route_walls.sql"):
        script = (HERE / name).read_text()
        connection.run_async(lambda raw, sql=script: raw.execute(sql))
