"""Text that somebody typed: trimmed, and refused where there is none or too much of it; the form comes back with it."""

from uuid import UUID

from klankbord.house.errors import Unfit

LENGTH = 4000


class WordsMissing(Unfit):
    """Write something here first."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


class TooManyWords(Unfit):
    """This is longer than 4000 characters. Make it shorter."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


def written(text: str, field: str, *, needed: bool = False) -> str:
    """The text without white space around it, with plain line ends. Raises TooManyWords, WordsMissing (if needed)."""
    words = text.replace("\r\n", "\n").replace("\0", "\ufffd").strip()
    if len(words) > LENGTH:
        raise TooManyWords(field)
    if needed and not words:
        raise WordsMissing(field)
    return words


def read_id(text: str) -> UUID | None:
    """The id somebody chose; None for none or for what is no id."""
    try:
        return UUID(text.strip())
    except ValueError:
        return None
