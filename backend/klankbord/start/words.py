"""What the parent says on the console."""

import sys

from klankbord.rooms.demo.people import PEOPLE
from klankbord.start.wishes import Wishes


def say(sentence: str) -> None:
    """One line, at once, also into a file or pipe."""
    sys.stdout.write(sentence + "\n")
    sys.stdout.flush()


def address_of(wishes: Wishes, port: int) -> str:
    """Where a browser on this machine finds us."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(wishes.host, wishes.host).strip("[]")  # noqa: S104
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def ready(address: str, seconds: float, demo: bool) -> str:
    """The address and, in the demo, who one can be."""
    lines = [f"Klankbord is klaar · ready: {address}  ({seconds:.1f} s)"]
    if demo:
        lines += ["Kies wie je bent · pick who you are:", *(f"  {one.first_name:<8} {one.what}" for one in PEOPLE)]
    return "\n".join([*lines, "Stoppen · stop: Ctrl-C"])
