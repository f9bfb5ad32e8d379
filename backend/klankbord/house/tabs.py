"""The places of the bar: which a person sees, and which one is open."""

from dataclasses import dataclass, replace

from klankbord.house.language import mark
from klankbord.house.who import Who


@dataclass(frozen=True)
class Tab:
    """One place: stable id, where it leads, its symbol and its word (English source)."""

    id: str
    url: str
    icon: str
    word: str


WRITE = Tab("write", "/notes/new", "pen", mark("Write"))
TODAY = Tab("today", "/today", "sun", mark("Today"))
LOGBOOK = Tab("logbook", "/notes", "book", mark("Logbook"))
CASES = Tab("cases", "/cases", "route", mark("Cases"))
QUEUE = replace(CASES, icon="queue", word=mark("Queue"))
REACH = Tab("reach", "/reachability", "bell", mark("Reach"))
LOCATIONS = Tab("locations", "/locations", "map-pin", mark("Locations"))

# The longest address that fits wins, so /notes/new is not the logbook.
_BY_ADDRESS = sorted([WRITE, TODAY, LOGBOOK, CASES, REACH, LOCATIONS], key=lambda tab: len(tab.url), reverse=True)


def tabs_for(who: Who) -> list[Tab]:
    """The places of this person, by role; the order is that of their day."""
    wanted: list[Tab] = []
    if who.is_teacher:
        wanted += [WRITE, TODAY, LOGBOOK, CASES]
    if who.is_social_worker:
        wanted += [QUEUE, TODAY]
    if who.is_location_manager:
        wanted += [CASES, TODAY, REACH]
    if who.is_administrator:
        wanted += [LOCATIONS, REACH]
    once: dict[str, Tab] = {}
    for tab in wanted:
        once.setdefault(tab.id, tab)
    return list(once.values())


def open_tab(path: str) -> str | None:
    """The id of the place that holds this address, if any."""
    fitting = (tab.id for tab in _BY_ADDRESS if path == tab.url or path.startswith(tab.url + "/"))
    return next(fitting, None)
