"""Built files under /static. A name with a hash never changes, so it may stay for a year."""

import re

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

HASHED = re.compile(r"-[A-Za-z0-9]{8,}\.\w+$")
FOREVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"


class BuiltFiles(StaticFiles):
    """Hashed names are immutable; the rest is asked for again each time."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """As in Starlette, plus the caching rule. Nothing but the built files is reachable."""
        response = await super().get_response(path, scope)
        response.headers["cache-control"] = FOREVER if HASHED.search(path) else ASK_AGAIN
        return response
