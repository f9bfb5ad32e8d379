"""Structured logs: one JSON object a line, with ids and numbers, never with content (rule 2).

Only the fields that were given on purpose are written; an exception leaves its type and place, not its message,
because a message may quote what somebody typed.
"""

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from typing import Any

FIELDS = "klankbord_fields"


class JsonLines(logging.Formatter):
    """One JSON object per record: time, level, logger, event and the given fields."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "log": record.name,
            "event": record.msg if isinstance(record.msg, str) else type(record.msg).__name__,
        }
        line.update(getattr(record, FIELDS, {}))
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
            line["where"] = [f"{f.filename}:{f.lineno}" for f in traceback.extract_tb(record.exc_info[2])][-6:]
        return json.dumps(line, default=str)


def log(logger: logging.Logger, level: int, event: str, **fields: object) -> None:
    """Write one event. `event` is a fixed phrase; `fields` are ids, numbers and kinds."""
    logger.log(level, event, extra={FIELDS: fields})


def set_up_logs() -> None:
    """Let everything in this process speak JSON lines on standard error; libraries only when something is wrong."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("klankbord").setLevel(logging.INFO)
    for noisy in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logging.getLogger(noisy).handlers.clear()
        logging.getLogger(noisy).propagate = True
    logging.getLogger("uvicorn.access").disabled = True
