"""What was sealed before a new key came, and arrived after it: only then was there anything to try."""

import json
from uuid import UUID

from tests.chaos.held import Held
from tests.chaos.stage import Stage


def came_under_old_keys(stage: Stage, there: Held) -> set[UUID]:
    """Items that were sealed to a key behind which another stood already when PostgreSQL committed them."""
    found = set()
    for asked in stage.line.asked:
        if asked.method != "PUT" or not asked.path.startswith("/outbox/"):
            continue
        since, item = stage.old_seals.get(json.loads(asked.body)["kid"]), there.items.get(UUID(asked.path[-36:]))
        if since and item and item.kept_at and item.kept_at > since:
            found.add(item.id)
    return found
