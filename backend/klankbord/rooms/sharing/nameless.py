"""Texts without the child (option C), and without other children (always): what the roster knows is taken out."""

from collections.abc import Iterable
from dataclasses import dataclass

import regex

from klankbord.house import first_name_guard
from klankbord.house.errors import Unfit
from klankbord.rooms.sharing.spelled import bare, found_in, replaced, visible

_PLAIN = """basisschool blazers college de en groep het instrumenten klas koper les lyceum muziek muziekles muziekschool
            obs orkest school schoolorkest slagwerk strijkers the van"""
PLAIN_WORDS = frozenset(_PLAIN.split())  # in many names of groups and schools, so they lead nowhere


class LeadsToTheChild(Unfit):
    """Something here leads to the child. Without a name means: no name, no group and no school. Leave it out."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


class NamesAnotherChild(Unfit):
    """There is the name of another child here. Leave it out: this is about one child."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


@dataclass(frozen=True)
class Roster:
    """What the app knows around one child: its name, the names of others, and of group and location."""

    child: str
    others: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()

    def without_others(self, text: str, instead: str) -> str:
        """The text in which other children are `instead` ("another child"). A namesake of the child stays."""
        return replaced(text, instead, self._others())

    def names_others(self, text: str) -> bool:
        """Whether another child stands in the text."""
        return bool(found_in(text, self._others()))

    def _others(self) -> list[str]:
        return [name for name in self.others if bare(name) != bare(self.child)]

    def without_child(self, text: str, child: str, place: str) -> str:
        """The text in which the child is `child` and its group and school are `place`."""
        return replaced(replaced(text, child, [self.child], short=0), place, [], _words(self.places))

    def traces(self, text: str) -> list[str]:
        """What in the text leads to the child; empty when nothing does that the app can know."""
        own = found_in(text, [self.child], _words(self.places), short=0)
        seen = first_name_guard.look(visible(text), [self.child, *self.others])
        return [*own, *found_in(text, self.others), *(found.words for found in seen)]


def must_lead_nowhere(roster: Roster, **texts: str) -> None:
    """Raises LeadsToTheChild for the first of these fields that does lead to the child."""
    for field, text in texts.items():
        if roster.traces(text):
            raise LeadsToTheChild(field)


def must_name_no_other(roster: Roster, **texts: str) -> None:
    """Raises NamesAnotherChild for the first of these fields in which another child stands."""
    for field, text in texts.items():
        if roster.names_others(text):
            raise NamesAnotherChild(field)


def _words(places: Iterable[str]) -> list[str]:
    """The whole names, and the words in them that are no plain words: De Wielewaal → Wielewaal, Strijkers 6B → 6B."""
    parts = (word for name in places for word in regex.findall(r"[\p{L}\p{N}]+", visible(name)))
    telling = {word for word in parts if len(word) > 1 and bare(word) not in PLAIN_WORDS}
    return [*places, *telling]
