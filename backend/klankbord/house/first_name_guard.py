"""Finds what tells more about a child than a first name (rule 2): a hint to the writer, not a guarantee.

The patterns stand in content/first_name_guard.json and are the same in the browser, where they run before saving.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import regex

from klankbord.house.web_files import PACKAGE

RULES = PACKAGE / "content" / "first_name_guard.json"
NEVER = "(?!)"
PLACEHOLDER = regex.compile(r"\{(titles|particles|names)\}")
# A pattern that would search longer than this in one text is given up: a hint is not worth a waiting page.
PATIENCE = 0.25


@dataclass(frozen=True)
class Found:
    """A stretch of the text: its kind (surname, phone, email, …) and its words."""

    kind: str
    words: str


def look(text: str, names: Iterable[str]) -> list[Found]:
    """What was found, rule by rule. `names`: first names of the children around; 'Sara en Milan' is no surname."""
    return look_through([text], names)


def look_through(texts: Iterable[str], names: Iterable[str]) -> list[Found]:
    """The same for many texts about the same children, text by text."""
    around = tuple(sorted(set(names)))
    rules, known = _compiled(around), frozenset(name.casefold() for name in around)
    return [found for text in texts for rule in rules for found in _matches(rule, text, known)]


def passes_eleven(text: str) -> bool:
    """The check of a BSN: 9·d1 + 8·d2 + … + 2·d8 − d9 is a multiple of 11, and not all digits are zero."""
    digits = [int(sign) for sign in text if sign in "0123456789"]
    weighed = sum(digit * weight for digit, weight in zip(digits, (9, 8, 7, 6, 5, 4, 3, 2, -1), strict=False))
    return len(digits) == 9 and any(digits) and weighed % 11 == 0


@dataclass(frozen=True)
class _Rule:
    kind: str
    pattern: "regex.Pattern[str]"
    check: str | None


@cache
def _written() -> dict[str, Any]:
    return dict(json.loads(RULES.read_text(encoding="utf-8")))


@cache
def _common() -> frozenset[str]:
    return frozenset(_written()["common_words"])


@lru_cache(maxsize=256)
def _compiled(names: tuple[str, ...]) -> list[_Rule]:
    parts = {
        "titles": "|".join(_written()["titles"]),
        "particles": "|".join(_written()["particles"]),
        "names": "|".join(map(regex.escape, names)) or NEVER,
    }
    return [
        _Rule(rule["kind"], regex.compile(PLACEHOLDER.sub(lambda at: parts[at[1]], rule["pattern"])), rule["check"])
        for rule in _written()["rules"]
    ]


def _matches(rule: _Rule, text: str, known: frozenset[str]) -> Iterator[Found]:
    try:
        for match in rule.pattern.finditer(text, timeout=PATIENCE):
            if rule.check is None or CHECKS[rule.check](match, known):
                yield Found(rule.kind, match[0])
    except TimeoutError:
        return


def _is_name(match: "regex.Match[str]", known: frozenset[str]) -> bool:
    return str(match["last"]).casefold() in known


def _not_common(match: "regex.Match[str]", known: frozenset[str]) -> bool:
    return not _is_name(match, known) and match["first"] not in _common()


CHECKS: dict[str, Callable[["regex.Match[str]", frozenset[str]], bool]] = {
    "eleven": lambda match, _: passes_eleven(match[0]),
    "not_a_name": lambda match, known: not _is_name(match, known),
    "not_common": _not_common,
}
