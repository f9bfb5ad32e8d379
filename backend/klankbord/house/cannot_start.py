"""The one exception of everything that happens before the app answers."""


class CannotStart(Exception):
    """Something the person at the console can mend. The message is one sentence: what is wrong and what to do."""
