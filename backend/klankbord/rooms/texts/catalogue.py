"""Which texts an organisation may say in its own words, and what they say when it does not."""

from collections.abc import Mapping
from dataclasses import dataclass

from klankbord.house.content import MELDCODE, SPECIAL_CASES, WEIGHING, Words
from klankbord.house.language import mark


@dataclass(frozen=True)
class Text:
    """One text: its stable key, where it stands (English source), and the product's own words."""

    key: str
    where: str
    words: Words


def _catalogue() -> list[Text]:
    texts = []
    for number, step in enumerate(MELDCODE, 1):
        texts.append(Text(f"meldcode.step_{number}.title", mark("Meldcode, name of a step"), step.title))
        texts.append(Text(f"meldcode.step_{number}.text", mark("Meldcode, what a step asks"), step.text))
    texts += [Text(f"meldcode.weighing.{one.id}", mark("Meldcode, weighing question"), one.text) for one in WEIGHING]
    texts += [Text(f"meldcode.special.{one.id}", mark("Meldcode, call at once"), one.text) for one in SPECIAL_CASES]
    return texts


TEXTS: Mapping[str, Text] = {text.key: text for text in _catalogue()}
