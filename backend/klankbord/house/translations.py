"""The catalogues: `python -m klankbord.house.translations update [room …]` and `… check`.

One catalogue per room (`web/translations/nl/<room>.po`), and `house.po` for the house, the layouts and the parts.
`update` adds what the sources say and drops what they no longer say; a Dutch sentence that is still asked for stays.
"""

import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

from klankbord.house.problem_sentences import problem_sentences
from klankbord.house.translation_faults import clashes, faults
from klankbord.house.web_files import PACKAGE, ROOMS, TEMPLATES, TRANSLATIONS

DUTCH = "nl"
HOUSE = "house"
HEADER = """\
# The Dutch words of Klankbord. Source strings are English; see klankbord.house.translations.
msgid ""
msgstr ""
"Language: nl\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""
KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "_": None, "gettext": None, "mark": None, "ngettext": (1, 2),
}  # fmt: skip
JINJA = {"newstyle_gettext": "true", "trimmed": "true", "trim_blocks": "true", "lstrip_blocks": "true"}
Message = str | tuple[str, ...]


def catalogue_names() -> list[str]:
    """`house` and every room that says something."""
    return [HOUSE, *(room.name for room in sorted(ROOMS.iterdir()) if any(said_by(room.name)))]


def path_of(name: str) -> Path:
    """The catalogue of a room on disk."""
    return TRANSLATIONS / DUTCH / f"{name}.po"


def said_by(name: str) -> Iterator[tuple[Message, str]]:
    """(message, file) for everything a room, or the house, says."""
    for file in _sources(name):
        shown = str(file.relative_to(PACKAGE if file.is_relative_to(PACKAGE) else TEMPLATES.parent))
        options = JINJA if file.suffix == ".html" else {}
        method = "jinja2" if file.suffix == ".html" else "python"
        for _, message, _, _ in extract_from_file(method, str(file), KEYWORDS, options=options):
            yield (message if isinstance(message, str) else tuple(message)), shown
        if file.suffix == ".py":
            yield from ((sentence, shown) for sentence in problem_sentences(file))


def _sources(name: str) -> list[Path]:
    if name != HOUSE:
        found = chain((ROOMS / name).rglob("*.py"), (ROOMS / name).rglob("*.html"))
    else:
        found = chain(PACKAGE.glob("*.py"), (PACKAGE / HOUSE).rglob("*.py"), TEMPLATES.rglob("*.html"))
    return sorted(found)


def kept(name: str) -> Catalog:
    """The catalogue as it stands on disk; empty when there is none."""
    if not path_of(name).exists():
        return Catalog(locale=DUTCH)
    with path_of(name).open("rb") as file:
        return read_po(file, locale=DUTCH)


def update(name: str) -> None:
    """Write the catalogue anew, with the Dutch that is already there."""
    before, after = kept(name), Catalog(locale=DUTCH)
    for message, file in said_by(name):
        known = before.get(message if isinstance(message, str) else message[0])
        after.add(message, known.string if known else None, locations=[(file, None)])  # type: ignore[list-item]
    if not len(after):
        path_of(name).unlink(missing_ok=True)
        return
    path_of(name).parent.mkdir(parents=True, exist_ok=True)
    with path_of(name).open("wb") as file_out:
        file_out.write(HEADER.encode())
        write_po(file_out, after, width=120, omit_header=True, sort_output=True, include_lineno=False)


def check() -> list[str]:
    """Every fault of every catalogue, one sentence each."""
    found = [fault for name in catalogue_names() for fault in faults(name, {m for m, _ in said_by(name)}, kept(name))]
    strays = {path.stem for path in (TRANSLATIONS / DUTCH).glob("*.po")} - set(catalogue_names())
    found += [f"{stray}.po belongs to no room" for stray in sorted(strays)]
    return found + clashes({name: kept(name) for name in catalogue_names()})


def main(words: list[str]) -> int:
    """The command; 1 when `check` finds something."""
    if words[:1] == ["update"]:
        for name in words[1:] or catalogue_names():
            update(name)
        return 0
    if words != ["check"]:
        print("Say: update [room …], or: check", file=sys.stderr)
        return 2
    found = check()
    print("\n".join(found) or "Every sentence has its Dutch.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
