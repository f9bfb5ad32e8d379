"""Hand-written SQL, run as a migration."""

from pathlib import Path

from alembic import op


def run_sql(*scripts: Path) -> None:
    """Run these files, many statements a file, in the migration's own transaction."""
    connection = op.get_bind().connection.dbapi_connection
    if connection is None:
        raise RuntimeError("migrations run on an open connection")
    for script in scripts:
        connection.run_async(lambda raw, sql=script.read_text(): raw.execute(sql))
