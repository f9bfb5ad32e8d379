"""Jobs in PostgreSQL (pgqueuer), put there by the same transaction as what they are about (decision 4)."""

import json
from collections.abc import Mapping

from sqlmodel.ext.asyncio.session import AsyncSession


async def enqueue(db: AsyncSession, job: str, payload: Mapping[str, str], *, once: str | None = None) -> None:
    """Hand `job` to the worker when this transaction commits; nothing happens when it does not.

    `payload` holds ids and kinds, never content: it also stands in the queue's log. With `once`, a second job with
    the same key is not added while the first waits or runs.
    """
    # pgqueuer takes 0.4 s to import, and a web process must be ready in three
    from klankbord.house.session_driver import queue_of

    body = json.dumps(dict(payload)).encode()
    await queue_of(db).enqueue(job, body, dedupe_key=once and f"{job}:{once}", on_conflict="skip")
