"""What the watch answers showed: a small line from lesson to lesson, and how often something went well."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from klankbord.house.language import mark
from klankbord.rooms.watches.models import Answer

WIDTH, HEIGHT, EDGE = 320, 96, 14
LEVELS = {Answer.BETTER: 0, Answer.SAME: 1, Answer.WORSE: 2}
WORDS = {Answer.BETTER: mark("better"), Answer.SAME: mark("the same"), Answer.WORSE: mark("more worrying")}


@dataclass(frozen=True)
class Dot:
    """One answered lesson: where it stands in the picture, and the same in words (English source)."""

    x: float
    y: float
    day: date
    word: str
    answer: str


@dataclass(frozen=True)
class Picture:
    """The lessons in which the child was seen, oldest first; `good`: how many notes say that something went well."""

    dots: Sequence[Dot]
    line: str
    good: int
    width: int = WIDTH
    height: int = HEIGHT


def draw(answers: Sequence[tuple[date, str]], good: int) -> Picture:
    """`answers`: day and answer of each lesson; a lesson without the child is no dot."""
    seen = sorted((day, Answer(answer)) for day, answer in answers if answer in LEVELS)
    step = (WIDTH - 2 * EDGE) / max(1, len(seen) - 1)
    rise = (HEIGHT - 2 * EDGE) / 2
    dots = [
        Dot(round(EDGE + place * step, 1), round(EDGE + LEVELS[answer] * rise, 1), day, WORDS[answer], answer)
        for place, (day, answer) in enumerate(seen)
    ]
    return Picture(dots, " ".join(f"{dot.x},{dot.y}" for dot in dots), good)
