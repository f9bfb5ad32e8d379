"""Why an act in a case is refused. The docstring of each is the sentence a person reads."""

from klankbord.house.errors import Unfit


class CaseIsClosed(Unfit):
    """This case is closed. You can read it. To go on with it, open it again first."""


class CaseIsOpen(Unfit):
    """This case is open. There is nothing to open again."""


class OtherCaseOpen(Unfit):
    """This child has another case that is open. Go on in that one."""


class NotYoursToMove(Unfit):
    """Who holds direction does this, or the location manager. Ask one of them."""


class NoStepBack(Unfit):
    """Choose a step before the one this case is in."""

    field = "step"


class OfferStands(Unfit):
    """Somebody was asked already to take over direction. Wait for the answer, or take the question back."""


class NobodyToHold(Unfit):
    """Choose a location manager or social worker who can read this case."""

    field = "to"


class NotYoursToGive(Unfit):
    """Only who holds direction asks somebody else to take it over."""


class DirectionIsHeld(Unfit):
    """Somebody holds direction already. They can ask you to take it over."""


class OfferIsOver(Unfit):
    """This question was answered already."""


class NoReason(Unfit):
    """Choose why this case is closed."""

    field = "why"


class NoLevel(Unfit):
    """Choose a level of care."""

    field = "level"
