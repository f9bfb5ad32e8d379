"""Each test has an engine of its own; what SQLAlchemy makes of a statement is the same for all of them."""

from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.engine import Engine


class Compiled(dict[Any, Any]):
    """By statement, without the dialect in front of it: ours all have the same settings on the same PostgreSQL."""

    def get(self, key: Any, default: Any = None) -> Any:
        return super().get(key[1:], default)

    def __setitem__(self, key: Any, compiled: Any) -> None:
        super().__setitem__(key[1:], compiled)


_SHARED = Compiled()


def share_compiled() -> None:
    """From now on no engine of this process compiles what another one has."""
    event.listen(Engine, "engine_connect", _share)


def _share(connection: Connection) -> None:
    connection.execution_options(compiled_cache=_SHARED)
