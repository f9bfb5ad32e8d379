"""What is due is walked through an index, however much waits behind it."""

from pathlib import Path

from alembic import op

revision = "0005_due"
down_revision = "0004_route"


def upgrade() -> None:
    """Run the SQL beside this file."""
    connection = op.get_bind().connection.dbapi_connection
    if connection is None:
        raise RuntimeError("migrations run on an open connection")
    script = Path(__file__).with_suffix(".sql").read_text()
    connection.run_async(lambda raw: raw.execute(script))
