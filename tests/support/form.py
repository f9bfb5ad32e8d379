"""What a form is to a test: who may send it, what is good in it, what must be refused; and garbage for every field."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.support.scene import Scene

Values = dict[str, Any]
NOBODY = "00000000-0000-0000-0000-000000000000"
# Put in every field in turn: nothing may break, whatever it means.
GARBAGE: tuple[Any, ...] = (
    "",
    " \n\t ",
    "x",
    NOBODY,
    "null",
    "-1",
    "9" * 400,
    "1e309",
    "2026-02-30",
    "10000-01-01",
    "25:61",
    "é" * 5000,
    "a\x00b",
    "\ud83c".encode("utf-8", "surrogatepass"),
    b"\xff\xfe",
    "💥‮\u200b",
    "<script>alert(1)</script>'; drop table notes; -- {{ 7*7 }} ../../etc/passwd",
    ["x", "y"],
    [NOBODY] * 200,
)


@dataclass(frozen=True)
class Form:
    """`who`: a name in the world, or nobody. `good`: fields that are taken. `refused`: per field what gets a 4xx.
    `about`: the path with the scene's names of its ids, when another of them is meant."""

    method: str
    path: str
    who: str = "iris"
    good: Callable[[Scene], Values] = field(default=lambda scene: {})
    refused: Values = field(default_factory=dict)
    json: bool = False
    stranger: int = 404
    about: str = ""

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"

    def address(self, scene: Scene, last: str | None = None) -> str:
        """Where it is sent in this scene; the last id may be another."""
        return scene.address(self.about or self.path, last)


def ids(**named: str) -> Callable[[Scene], Values]:
    """Fields that hold an id of the scene, or just these words."""
    return lambda scene: {name: scene.ids.get(which, which) for name, which in named.items()}
