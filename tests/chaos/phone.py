"""One light phone as we know it: who may use it, who does, which of its pages are open."""

import asyncio
import random
from dataclasses import dataclass, field
from uuid import UUID

from tests.chaos.town import Teacher, Town

PAGES, WORKER = ("t1", "t2"), "sw"


@dataclass
class Phone:
    """One light phone: who may use it (the first is its owner), who does now, and which pages are open."""

    name: str
    people: list[Teacher]
    person: UUID | None = None
    tabs: set[str] = field(default_factory=set)
    version: int = 1
    hours_off: float = 0  # its clock
    endpoint: str = ""
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    pushing: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def teacher(self) -> Teacher:
        """Who signed in last."""
        return self.somebody(self.person) or self.people[0]

    def somebody(self, person: UUID | None) -> Teacher | None:
        """This one of those who use it."""
        return next((one for one in self.people if one.id == person), None)


def phones_of(town: Town, many: int, dice: random.Random) -> list[Phone]:
    """Everybody has one; some have two; each may be lent to two colleagues."""
    owners = [*town.teachers, *dice.choices(town.teachers, k=max(0, many - len(town.teachers)))]
    return [Phone(f"p{n:02d}", [owner, *dice.sample(town.teachers, 2)]) for n, owner in enumerate(owners)]


def phones_of_managers(town: Town) -> list[Phone]:
    """They write nothing; reminders come to them."""
    return [Phone(f"m{number}", [Teacher(who, (), ())]) for number, who in enumerate(town.managers)]
