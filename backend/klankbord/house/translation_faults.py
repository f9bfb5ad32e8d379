"""What can be wrong with a catalogue: missing, stale, fuzzy, or a placeholder that differs."""

import re
from collections.abc import Iterator

from babel.messages import Catalog

PLACEHOLDER = re.compile(r"%\((\w+)\)[a-z]|\{(\w*)\}")
Said = str | tuple[str, ...]


def faults(name: str, said: set[Said], catalogue: Catalog) -> list[str]:
    """The faults of one catalogue, given everything its room says."""
    asked = {_source(message): message for message in said}
    written = {_source(message.id): message for message in catalogue if message.id}
    found = [f"{name}.po misses: {source}" for source in sorted(asked.keys() - written.keys())]
    found += [f"{name}.po is stale: {source}" for source in sorted(written.keys() - asked.keys())]
    for source in sorted(asked.keys() & written.keys()):
        message = written[source]
        found += [f"{name}.po {fault}: {source}" for fault in _faults_of(asked[source], message.string, message.fuzzy)]
    return found


def clashes(catalogues: dict[str, Catalog]) -> list[str]:
    """Sentences that two rooms translate differently: the screen would show whichever was read last."""
    seen: dict[str, tuple[str, object]] = {}
    found = []
    for name, catalogue in catalogues.items():
        for message in catalogue:
            source = _source(message.id)
            first, dutch = seen.setdefault(source, (name, message.string))
            if source and dutch != message.string:
                found.append(f"{first}.po and {name}.po translate differently: {source}")
    return found


def _source(message: object) -> str:
    return str(message[0]) if isinstance(message, tuple | list) else str(message)


def _faults_of(said: Said, dutch: object, fuzzy: bool) -> Iterator[str]:
    sources = [said] if isinstance(said, str) else list(said)
    translations = list(dutch) if isinstance(dutch, tuple | list) else [str(dutch or "")]
    if fuzzy:
        yield "is fuzzy"
    if not all(translations) or len(translations) != len(sources):
        yield "has no Dutch"
    elif not all(_fits(sources, translation) for translation in translations):
        yield "has other placeholders"


def _fits(sources: list[str], translation: str) -> bool:
    """A form may leave out what another form leaves out too ("one child" needs no number), and add nothing."""
    sets = [_placeholders(source) for source in sources]
    return set.intersection(*sets) <= _placeholders(translation) <= set.union(*sets)


def _placeholders(text: str) -> set[str]:
    return {named or braced for named, braced in PLACEHOLDER.findall(text)}
