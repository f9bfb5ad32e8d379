"""The foundation: tables, job queue, functions, grants and row-level security."""

from pathlib import Path

from alembic import op

revision = "0001_foundation"
down_revision = None

HERE = Path(__file__).parent


def upgrade() -> None:
    """Run the SQL beside this file, many statements a file, in the migration's own transaction."""
    connection = op.get_bind().connection.dbapi_connection
    if connection is None:
        raise RuntimeError("migrations run on an open connection")
    for script in (HERE / "0001_tables.sql", HERE.parent / "pgqueuer.sql", HERE / "0001_access.sql"):
        connection.run_async(lambda raw, sql=script.read_text(): raw.execute(sql))
