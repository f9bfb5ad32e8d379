"""Built files under /static. A name with a hash never changes, so it may stay for a year.

They go gzipped to every browser that takes that: they are public and the same for everybody (pages: see `compression`).
"""

import gzip
import os
import re
from functools import lru_cache
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import FileResponse, Response
from starlette.staticfiles import NotModifiedResponse, PathLike, StaticFiles
from starlette.types import Scope

HASHED = re.compile(r"-[A-Za-z0-9]{8,}\.\w+$")
FOREVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"
WORTH_IT = 0.9  # of its own length; a picture is compressed already, and what is smaller still gains nothing


class BuiltFiles(StaticFiles):
    """Hashed names are immutable; the rest is asked for again each time."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """As in Starlette, plus the caching rule. Nothing but the built files is reachable."""
        response = await super().get_response(path, scope)
        response.headers["cache-control"] = FOREVER if HASHED.search(path) else ASK_AGAIN
        response.headers.add_vary_header("Accept-Encoding")
        return response

    def file_response(
        self, full_path: PathLike, stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        """The file, gzipped if that is asked for and helps. A part of a file is always a part of the plain one."""
        asked = Headers(scope=scope)
        if "range" not in asked and takes_gzip(asked.get("accept-encoding", "")):
            small = gzipped(str(full_path), stat_result.st_mtime_ns)
            if len(small) < WORTH_IT * stat_result.st_size:
                return self._gzipped(FileResponse(full_path, status_code, stat_result=stat_result), small, scope)
        return super().file_response(full_path, stat_result, scope, status_code)

    def _gzipped(self, plain: FileResponse, small: bytes, scope: Scope) -> Response:
        """Other bytes, so another ETag (RFC 9110, 8.8.3.3)."""
        headers = plain.headers
        del headers["accept-ranges"]
        headers["etag"] = headers["etag"].removesuffix('"') + '-gzip"'
        headers["content-encoding"] = "gzip"
        headers["content-length"] = str(len(small))
        if self.is_not_modified(headers, Headers(scope=scope)):
            return NotModifiedResponse(headers)
        return Response(small, plain.status_code, headers)  # of which the server leaves out the body for HEAD


@lru_cache(maxsize=64)
def gzipped(path: str, _changed: int) -> bytes:
    """This file as small as gzip makes it: once, and again when it was changed (nanoseconds)."""
    return gzip.compress(Path(path).read_bytes(), 9, mtime=0)


def takes_gzip(accepted: str) -> bool:
    """Whether this Accept-Encoding names gzip and gives it any weight."""
    offers = (offer.partition(";") for offer in accepted.lower().split(","))
    return any(name.strip() == "gzip" and weight.strip(" 0.") != "q=" for name, _, weight in offers)
