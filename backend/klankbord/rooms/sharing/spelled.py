"""The many ways in which a name can be written, as one pattern: accents, small names, hidden signs, loose letters.

Text and names are compared in NFD: a letter, and after it its accents. What stands in between and is not seen (soft
hyphen, zero-width signs) is taken out first, see `visible`.
"""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

import regex

SHORT = 3  # a name this short is a word too ("Jan", "an"): only with a capital
_NO_ACCENT = {"ø": "o", "ł": "l", "đ": "d", "ı": "i"}  # letters of their own, that many write without the stroke
_LIKE = {plain: f"[{plain}{stroke}]" for stroke, plain in _NO_ACCENT.items()}
_QUOTES = "['’ʼ`´]"
_SMALL = "(?:tje|etje|je|pje|kje|ke|eke|lein)"  # Saartje and Saraatje, Jantje, Anneke, Willempje, Sarahlein
_SMALLER = "(?:tje|etje)"  # of a name of two letters: "Elke" is no small El
_HEADS = "(?:obs|pcb|kbs|cbs|rkbs|basisschool|school|groep|klas|locatie|orkest)"
_TAILS = """achtig buurt college complex ers gebouw groep gymzaal huis hal kind kinderen klas klasje koor leerling
            leerlingen les lessen locatie orkest pand plein school schooltje team wijk zaal"""
_ANY_TAIL = 8  # a word of a place this long is in no other word: Wielewalers is not found, Wielewaalfeest is
_EDGE, _END = r"(?<![\p{L}\p{N}\p{M}])", r"(?![\p{L}\p{N}\p{M}])"
_LOOSE = r"[^\p{L}\p{N}\p{M}]{1,3}"  # between letters that are written apart: S a r a, S.a.r.a
_DASH = r"[^\p{L}\p{N}\p{M}\s]?"  # within a name that hides behind one sign: Sa-ra


def visible(text: str) -> str:
    """The text as one sees it, in NFC: without signs that take no room."""
    return unicodedata.normalize("NFC", "".join(sign for sign in text if unicodedata.category(sign) != "Cf"))


def bare(text: str) -> str:
    """Small letters without accents."""
    split = unicodedata.normalize("NFD", visible(text).lower())
    return "".join(_NO_ACCENT.get(sign, sign) for sign in split if not unicodedata.combining(sign))


def found_in(text: str, names: Iterable[str], places: Iterable[str] = (), short: int = SHORT) -> list[str]:
    """Every stretch of the text in which one of these stands. Full-width letters count as letters."""
    pattern = _pattern_for(text, names, places, short)
    return [match[0] for match in pattern.finditer(unicodedata.normalize("NFKD", visible(text)))]


def replaced(text: str, instead: str, names: Iterable[str], places: Iterable[str] = (), short: int = SHORT) -> str:
    """The text in which `instead` stands for each of these."""
    pattern = _pattern_for(text, names, places, short)
    return unicodedata.normalize("NFC", pattern.sub(lambda _: instead, unicodedata.normalize("NFD", visible(text))))


def _pattern_for(text: str, names: Iterable[str], places: Iterable[str], short: int) -> "regex.Pattern[str]":
    """Only of what may stand in this text: hundreds of children are looked for at once, and most are not there."""
    letters = _letters_only(text)

    def there(wanted: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(one for one in {*wanted} if any(root in letters for root in _roots(one))))

    return _pattern(there(names), there(places), short)


def _letters_only(text: str) -> str:
    return "".join(filter(str.isalnum, bare(unicodedata.normalize("NFKD", text))))


@lru_cache(maxsize=4096)
def _roots(name: str) -> tuple[str, ...]:
    """What is in a text with this name, however it is written, when only letters are left of it."""
    return (_letters_only(name), *map("".join, _lengthened(_letters(name))))


@lru_cache(maxsize=256)
def _pattern(names: tuple[str, ...], places: tuple[str, ...], short: int) -> "regex.Pattern[str]":
    """Names as whole words, words of places also as a part of a word; the longest first."""
    said = [(len(one), _name(one, short)) for one in names if bare(one)]
    said += [(len(one), _place(one)) for one in places if bare(one)]
    longest_first = [spelled for _, spelled in sorted(said, key=lambda one: -one[0])]
    return regex.compile(f"{_EDGE}(?:{'|'.join(longest_first) or '(?!)'}){_END}")


def _name(name: str, short: int) -> str:
    """Of a short name what is added to it makes another word ("bos", "bootje"), unless it has its capital."""
    letters, last = _letters(name), _letter(_letters(name)[-1])
    tails = f"(?:(?:{last})?{_QUOTES}?{_SMALL if len(letters) > 2 else _SMALLER})?(?:{_QUOTES}?s)?"
    ways = [f"(?i:{_word(letters, _LOOSE)})"] if len(letters) >= SHORT else []
    if len(letters) > SHORT:
        ways.append(f"(?i:{_word(letters, _DASH)}{tails})")
        ways += [f"(?i:{_word(long, '')}{_SMALL}s?)" for long in _lengthened(letters)]
    else:
        ways.append(f"{_capital(letters)}(?i:{tails})")
        ways += [f"(?i:{_word(letters, '')}(?:{_QUOTES}s)?)"] if len(letters) > short else []
    return "|".join(ways)


def _lengthened(letters: list[str]) -> list[list[str]]:
    """Sara is small as Saar(tje), Nora as Noor(tje)."""
    *begin, vowel, consonant, last = ["", "", "", *letters]
    doubles = last == "a" and vowel in set("aeou") and consonant.isalpha() and consonant not in "aeiou"
    return [[*filter(None, begin), vowel, vowel, consonant]] if doubles else []


def _place(place: str) -> str:
    """Also in compounds: Wielewaalschool, basisschoolWielewaal, groep6B."""
    letters = _letters(place)
    mixed = len(letters) <= SHORT and any(one.isdigit() for one in letters)
    between = _LOOSE.replace("1,3", "0,1") if mixed else _DASH if len(letters) > SHORT else ""
    tail = r"[\p{L}\p{M}]*" if len(letters) >= _ANY_TAIL else f"(?:{'|'.join(_TAILS.split())})s?"
    ways = [
        rf"(?:(?i:{_HEADS})(?=[\p{{Lu}}\p{{N}}]))?(?i:{_word(letters, between)}(?:[sen]{{0,2}}-?{tail}|{_QUOTES}?s)?)"
    ]
    ways += [f"(?i:{_word(letters, _LOOSE)})"] if len(letters) >= SHORT else []
    return "|".join(ways)


def _letters(name: str) -> list[str]:
    """The letters and signs of a name without accents; a space is one of them."""
    return list(" ".join(bare(name).split()))


def _word(letters: list[str], between: str) -> str:
    return between.join(map(_letter, letters)).replace(f"{between} {between}", " ").replace(" ", r"\s+")


def _capital(letters: list[str]) -> str:
    return rf"{regex.escape(letters[0].upper())}\p{{M}}*(?i:{_word(letters[1:], '')})"


def _letter(letter: str) -> str:
    """With any accent; a hyphen may be left out. A space stays one, for `_word`."""
    if letter == "-":
        return r"[-\x20]?"
    return letter if letter == " " else rf"{_LIKE.get(letter) or regex.escape(letter)}\p{{M}}*"
