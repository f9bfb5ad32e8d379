"""Where an alarm stands, in one sentence and what it means: on the screen, and what a screen reader hears."""

from collections.abc import Sequence
from datetime import datetime

from klankbord.house.dates import Dates
from klankbord.house.language import mark, translator
from klankbord.rooms.alarms.rules import Standing

NOBODY_ANY_MORE = mark("At %(time)s. Nobody is called any more.")
SAID = {
    Standing.CALLED: (mark("On its way"), mark("Nobody has read it yet. You see here who does.")),
    Standing.NOBODY_ON_DUTY: (
        mark("Nobody works now. Phone."),
        mark("Everybody is called all the same, but do not wait for it."),
    ),
    Standing.NOT_GOING_OUT: (mark("It reaches nobody yet. Phone."), mark("We keep trying, but do not wait for it.")),
    Standing.UNSEEN: (mark("Not read yet. Phone."), mark("We call again, and more people each time.")),
    Standing.SEEN: (mark("Read by %(names)s"), mark("Nobody has taken it up yet. We go on calling.")),
    Standing.SEEN_ONLY: (
        mark("Read by %(names)s, but not taken up. Phone."),
        mark("Do not wait any longer. We go on calling."),
    ),
    Standing.OVER: (
        mark("Nobody has taken this up. Phone."),
        mark("Is there danger? Phone 112. Otherwise one of the numbers below."),
    ),
    Standing.TAKEN: (mark("%(name)s takes this up"), NOBODY_ANY_MORE),
    Standing.WITHDRAWN: (mark("Taken back by %(name)s"), NOBODY_ANY_MORE),
}
YOURS = mark("You have taken this up")


def said(
    language: str, standing: Standing, readers: Sequence[str], name: str, at: datetime | None, *, mine: bool
) -> tuple[str, str]:
    """(title, text) in `language`. `name` and `at` (aware) of who ended it, if anybody; `mine`: that is who reads."""
    dates, say = Dates(language), translator(language).gettext
    title, text = SAID[standing]
    if standing == Standing.TAKEN and mine:
        title = YOURS
    about = {"names": dates.joined(readers), "name": name, "time": dates.clock_time(at) if at else ""}
    return say(title) % about, say(text) % about
