"""What was typed about a decision, as it came in; it goes back to the page unchanged when something does not fit."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import Form

from klankbord.house.written import read_id
from klankbord.rooms.places.forms import read_day, read_number
from klankbord.rooms.sharing.models import Option

Typed = Annotated[str, Form()]


@dataclass(frozen=True)
class DecisionTyped:
    """The form of a decision, all fields as text."""

    option: str = ""
    recipient: str = ""
    what: str = ""
    age: str = ""
    child: str = ""
    parents: str = ""
    asked_on: str = ""
    asked_how: str = ""
    weeks: str = "1"
    reason: str = ""
    consulted: str = ""

    def read(self) -> dict[str, Any]:
        """The arguments of `actions.decide`. Raises DayMissing where a day is needed."""
        asks = self.option in (Option.CONSENT, Option.NO_OBJECTION)
        asked_on: date | None = read_day(self.asked_on, "asked_on") if asks else None
        consulted: UUID | None = read_id(self.consulted)
        return {
            "option": self.option,
            "recipient": self.recipient,
            "what": self.what,
            "age": self.age,
            "child_asked": bool(self.child),
            "parents_asked": bool(self.parents),
            "asked_on": asked_on,
            "asked_how": self.asked_how,
            "weeks": read_number(self.weeks),
            "reason": self.reason,
            "consulted_id": consulted,
        }


async def decision_typed(
    option: Typed = "",
    recipient: Typed = "",
    what: Typed = "",
    age: Typed = "",
    child: Typed = "",
    parents: Typed = "",
    asked_on: Typed = "",
    asked_how: Typed = "",
    weeks: Typed = "",
    reason: Typed = "",
    consulted: Typed = "",
) -> DecisionTyped:
    """As a dependency of a route."""
    return DecisionTyped(option, recipient, what, age, child, parents, asked_on, asked_how, weeks, reason, consulted)
