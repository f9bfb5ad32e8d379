"""The page itself: text becomes a PDF by typst, without network, files or fonts of the machine.

What people typed goes in as JSON and is only ever set as text, so that typst's own signs in it mean nothing.
"""

import json
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

import typst

from klankbord.house.errors import Unfit

LAYOUT = Path(__file__).with_name("paper.typ")
TOO_MUCH = "more than one page"


class MoreThanOnePage(Unfit):
    """This does not fit on one page. Choose fewer notes, or make the text shorter."""

    field = "notes"


@dataclass(frozen=True)
class Line:
    """One note on paper."""

    day: str
    signals: str
    facts: str
    thought: str


@dataclass(frozen=True)
class Part:
    """A title and what stands below it."""

    title: str
    text: str


@dataclass(frozen=True)
class Paper:
    """All that is on the page, in one language. `words`: title, confidential, facts, thought and foot."""

    language: str
    name: str
    about: list[str]
    seen: list[Line]
    parts: list[Part]
    words: dict[str, str]


def as_pdf(paper: Paper) -> bytes:
    """The page as PDF; the same page gives the same bytes. About 20 ms of processor. Raises MoreThanOnePage."""
    try:
        made = typst.compile(
            _layout(),
            sys_inputs={"data": json.dumps(asdict(paper))},
            format="pdf",
            ignore_system_fonts=True,
            timestamp=0,
        )
    except typst.TypstError as error:
        if TOO_MUCH in str(error):
            raise MoreThanOnePage from None
        raise RuntimeError("the page could not be set") from None  # its own words would repeat what was typed
    return bytes(made)


@cache
def _layout() -> bytes:
    return LAYOUT.read_bytes()
