"""What stands on the screen of a real page about what was written: the words and beads a person sees, not the rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

# As they stand on the screen. Written out here and not asked of the product: what a person reads is what is judged.
STATES = {
    "op deze telefoon": "waiting",
    "op deze telefoon, meld je aan om te versturen": "signin",
    "kan niet worden verzonden": "attention",
    "verzonden": "sent",
    "verzonden, alleen jij ziet het": "sent",
    "verzonden, vraagt aandacht": "filed",
}
BEGINNINGS = {"gedeeld ": "sent", "gezien": "seen"}
ON_SCREEN = ", on the screen"  # behind the name of a phone: what its screen says, apart from its rows
HERE, ARRIVED = "here", "arrived"  # what only beads say, and sentences about everything

READ = """(() => {
  const there = (one) => one.checkVisibility({visibilityProperty: true, checkOpacity: true});
  const text = (one) => (one?.textContent ?? '').replace(/\\s+/g, ' ').trim();
  const all = (selector, within = document) => [...within.querySelectorAll(selector)].filter(there);
  const beside = () => all('[data-items]:not([data-items=""])').map((one) => ({
    ids: one.dataset.items.split(/\\s+/).filter(Boolean),
    words: all('[data-state-words]', one).filter((line) => line.closest('[data-items]') === one).map(text),
    beads: all('[data-bead].done', one).map((bead) => bead.dataset.bead),
  })).filter(({ids, words, beads}) => ids.length && (words.length || beads.length));
  const entry = (one) => ({
    ids: [one.querySelector('a[href^="/notes/"]')?.href.split('/').pop()],
    words: all('.state', one).slice(0, 1).map(text),
  });
  const row = (one) => ({
    ids: [one.querySelector('[data-item-id]').dataset.itemId], words: all('[data-row="state"]', one).map(text),
  });
  const screen = () => ({
    beside: beside(), header: all('[data-waits]').map(text)[0] ?? null, entries: all('article.card').map(entry),
    rows: all('[data-waiting-list] > li').map(row), none: all('[data-waiting-none]').map(text)[0] ?? null,
    list: all('[data-waiting]').length > 0,
  });
  return {beside, screen};
})()"""
LOOK = f"() => {READ}.screen()"
SHOWN = "shown to a person: "
# From the beginning of every page: each new thing it shows is said in the console, which takes it along at once.
OVERHEAR = f"""(() => {{
  const {{beside}} = {READ}, told = new Set();
  new MutationObserver(() => {{
    for (const one of beside()) {{
      const what = JSON.stringify(one);
      if (!told.has(what)) console.debug({SHOWN!r} + JSON.stringify({{...one, at: Date.now()}}));
      told.add(what);
    }}
  }}).observe(document, {{subtree: true, childList: true, characterData: true, attributes: true}});
}})()"""


@dataclass(frozen=True)
class Mark:
    """What stands beside one or more items: all its words, and the beads that are done."""

    ids: tuple[UUID, ...]
    words: tuple[str, ...] = ()
    beads: tuple[str, ...] = ()

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> "Mark":
        """From what the page's script said of it."""
        return cls(tuple(UUID(id) for id in told["ids"] if id), tuple(told["words"]), tuple(told.get("beads", ())))

    @property
    def states(self) -> list[str]:
        """Everything it claims, as states of rows; words nobody knows stand for themselves."""
        beads = [ARRIVED if {"sent", "seen"} & set(self.beads) else HERE] if self.beads else []
        return [*map(state_in, self.words), *beads]


@dataclass(frozen=True)
class Screen:
    """One page at one moment. `header`: how many wait, as it says itself. `list`: whether it is the page of what waits;
    then `none` is its sentence that nothing does, if it stands there."""

    marks: Sequence[Mark]
    listed: Sequence[Mark] = ()
    header: str | None = None
    list: bool = False
    none: str | None = None

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> "Screen":
        """From what the page's script said of it."""
        marks, listed = ([Mark.of(one) for one in ones] for ones in ([*told["beside"], *told["entries"]], told["rows"]))
        return cls(marks, listed, told["header"], told["list"], told["none"])

    @property
    def all_sent(self) -> bool:
        """Whether it says somewhere that everything was sent."""
        return self.header == ALL_SENT or self.none is not None


ALL_SENT = "Alles verzonden"


def state_in(words: str) -> str:
    """The state these words tell."""
    begun = next((state for beginning, state in BEGINNINGS.items() if words.startswith(beginning)), f"'{words}'")
    return STATES.get(words, begun)
