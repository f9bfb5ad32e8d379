"""With what a page seals what is typed in it until it is saved.

It stands in pages only, which nothing keeps (`no-store`), never in a file on the phone; so what waits there can be read
by whoever is signed in as this person again, and by nobody else.
"""

import base64
from functools import lru_cache
from uuid import UUID

from klankbord.house.crypto import KeyRing
from klankbord.house.who import Who


def typing_key(keys: KeyRing, who: Who) -> str:
    """32 bytes as base64url: the same for one person as long as the first data key is."""
    return _derived(keys, who.person_id)


@lru_cache(maxsize=4096)  # people who were here last; each is asked again for every page
def _derived(keys: KeyRing, person: UUID) -> str:
    return base64.urlsafe_b64encode(keys.key_for(f"klankbord/typing/1|{person}")).rstrip(b"=").decode()
