"""A real PostgreSQL on one machine, as our own child process (decision 1).

Only the programs come from elsewhere (a wheel or the system); who runs them, where and how they stop is decided here,
because ready-made launchers open private folders, trust pid files and leave servers behind.
"""

from klankbord.house.embedded_postgres.cluster import EmbeddedPostgres

__all__ = ["EmbeddedPostgres"]
