"""Reading stays quick however much there is: one door, policies that ask once, indexes in the order of the queue."""

from pathlib import Path

from alembic import op

revision = "0002_reading"
down_revision = "0001_foundation"


def upgrade() -> None:
    """Run the SQL beside this file."""
    connection = op.get_bind().connection.dbapi_connection
    if connection is None:
        raise RuntimeError("migrations run on an open connection")
    script = Path(__file__).with_suffix(".sql").read_text()
    connection.run_async(lambda raw: raw.execute(script))
