"""Texts without the child (option C), and without other children (always): what the roster knows is taken out."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import regex

from klankbord.house import first_name_guard
from klankbord.house.errors import Unfit

SHORT = 3  # a name this short is a word too ("Jan", "an"): only with a capital
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
        return _replaced(text, self._others(), instead)

    def names_others(self, text: str) -> bool:
        """Whether another child stands in the text."""
        return bool(_named(text, self._others()))

    def _others(self) -> list[str]:
        return [name for name in self.others if _bare(name) != _bare(self.child)]

    def without_child(self, text: str, child: str, place: str) -> str:
        """The text in which the child is `child` and its group and school are `place`."""
        return _replaced(_replaced(text, [self.child], child, short=0), _words(self.places), place, short=0)

    def traces(self, text: str) -> list[str]:
        """What in the text leads to the child; empty when nothing does that the app can know."""
        own = [*_named(text, [self.child, *_words(self.places)], short=0), *_named(text, self.others)]
        return own + [found.words for found in first_name_guard.look(text, [self.child, *self.others])]


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
    parts = (word for name in places for word in regex.findall(r"[\p{L}\p{N}]+", name))
    telling = {word for word in parts if len(word) > 1 and _bare(word) not in PLAIN_WORDS}
    return [*places, *telling]


def _named(text: str, names: Iterable[str], short: int = SHORT) -> list[str]:
    return [found[0] for name in names for found in _pattern(name, short).finditer(_composed(text))]


def _replaced(text: str, names: Iterable[str], instead: str, short: int = SHORT) -> str:
    words = _composed(text)
    for name in sorted(names, key=len, reverse=True):
        words = _pattern(name, short).sub(lambda _: instead, words)
    return words


def _pattern(name: str, short: int) -> "regex.Pattern[str]":
    """The name as a whole word, with or without accents, also as a possessive (Sara's, Milans)."""
    spelled = "".join(_letter(letter) for letter in _composed(" ".join(name.split())))
    flags = regex.IGNORECASE if len(name) > short else 0
    return regex.compile(rf"(?<![\p{{L}}\p{{N}}]){spelled}(?:['’]?s)?(?![\p{{L}}\p{{N}}])", flags)


def _letter(letter: str) -> str:
    if letter == " ":
        return r"\s+"
    either = sorted({letter, _bare(letter) if letter.islower() else _bare(letter).upper() or letter} - {""})
    return "(?:" + "|".join(map(regex.escape, either)) + ")"


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _bare(text: str) -> str:
    """Small letters without accents."""
    split: Iterator[str] = (sign for sign in unicodedata.normalize("NFD", text) if not unicodedata.combining(sign))
    return "".join(split).casefold()
