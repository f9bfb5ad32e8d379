"""What a push says: one declarative message that Safari, Firefox and Chromium all understand.

`app_badge` and `mutable` moved out of `notification` in 2025; both places are written, so that old and new Safari read
them. Nothing in it may tell whose phone this is or why it buzzes: the text comes from a list of fixed phrases.
The `id` lets a phone know a message that comes twice; a declarative push hands over only the notification's `data`.
"""

import hmac
import json
from datetime import UTC, datetime
from functools import lru_cache
from uuid import UUID

HERE = "\0"  # where the id comes; nothing else in a message holds it
LARGEST = 3993  # 4096 - 86 (header) - 1 (delimiter) - 16 (tag): RFC 8188, one record


def payload(
    body: str,
    *,
    language: str,
    address: str,
    tag: str,
    badge: int,
    message_id: str,
    path: str = "/today",
    stays: bool = False,
) -> bytes:
    """UTF-8 JSON. `body` is a fixed phrase, `address` the app's origin, `badge` how many things are due.

    `tag` and `message_id` are opaque; the second is the same only for the same message sent again. `path` is the page
    that opens; a message that `stays` does not leave the screen by itself.
    """
    return json.dumps(message_id).join(_around(body, language, address, tag, badge, path, stays)).encode()


@lru_cache(maxsize=256)  # a whole afternoon says a few things, to thousands of phones
def _around(body: str, language: str, address: str, tag: str, badge: int, path: str, stays: bool) -> list[str]:
    """What stands before, between and after the places of the message's id."""
    notification: dict[str, object] = {
        "title": "Klankbord",
        "body": body,
        "lang": language,
        "navigate": f"{address}{path}",
        "tag": tag,
        "silent": False,
        "app_badge": badge,
        "mutable": True,
        "data": {"id": HERE},
    }
    if stays:
        notification["require_interaction"] = True
    message = {"web_push": 8030, "id": HERE, "notification": notification, "app_badge": badge, "mutable": True}
    return json.dumps(message, ensure_ascii=False, separators=(",", ":")).split(json.dumps(HERE))


def opaque(word: str, secret: str) -> str:
    """22 letters that stand for `word`, as Topic and tag: the push service reads the Topic and must learn nothing."""
    return hmac.digest(secret.encode(), b"klankbord/topic|" + word.encode(), "sha256").hex()[:22]


def repeatable_id(reminder: UUID, moment: datetime, secret: str) -> str:
    """22 letters for one message: this reminder at the (aware) moment it came due or was put off to."""
    return opaque(f"message|{reminder}|{moment.astimezone(UTC).isoformat()}", secret)
