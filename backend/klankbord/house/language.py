"""The language of the screen: Dutch for who says nothing, English for who asks.

Source strings are English. The Dutch words stand in `web/translations/nl/<room>.po`, one catalogue per room plus
`house.po`, and are read from those files at start-up: there is no compile step that can be forgotten.
"""

from functools import cache
from gettext import NullTranslations
from io import BytesIO
from pathlib import Path

from babel import negotiate_locale
from babel.messages import mofile, pofile
from babel.support import Translations
from fastapi import Request

from klankbord.house.web_files import TRANSLATIONS

LANGUAGES = ("nl", "en")
SOURCE = "en"
COOKIE = "klankbord_language"


def mark(text: str) -> str:
    """Mark a constant for the catalogue; `_()` translates it where it is shown."""
    return text


@cache
def translator(language: str) -> NullTranslations:
    """The words of `language`; an unknown language speaks Dutch."""
    if language == SOURCE:
        return NullTranslations()
    spoken = Translations()
    for path in sorted((TRANSLATIONS / (language if language in LANGUAGES else LANGUAGES[0])).glob("*.po")):
        spoken.merge(_catalogue(path))
    return spoken


def spoken_by(request: Request) -> str:
    """The language for this request: the person's own, else the cookie's, else the browser's, else Dutch."""
    who = getattr(request.state, "who", None)
    wanted = who.language if who else request.cookies.get(COOKIE)
    if wanted in LANGUAGES:
        return str(wanted)
    return negotiate_locale(_accepted(request.headers.get("accept-language", "")), LANGUAGES, sep="-") or LANGUAGES[0]


def _accepted(header: str) -> list[str]:
    """Language tags in the order of the header; browsers already sort them by weight (RFC 9110, 12.5.4)."""
    return [tag for entry in header.split(",") if (tag := entry.split(";")[0].strip().lower())][:20]


def _catalogue(path: Path) -> Translations:
    with path.open("rb") as file:
        words = pofile.read_po(file)
    compiled = BytesIO()
    mofile.write_mo(compiled, words)
    compiled.seek(0)
    return Translations(compiled)
