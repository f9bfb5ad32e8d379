"""Errors named after the situation. The docstring of each is the sentence a person reads.

Problem                400
├─ NotSignedIn         401
├─ NotAllowed          403
├─ NotHere             404
├─ Conflict            409
├─ TooLarge            413
└─ Unfit               422  what was typed does not fit; the form comes back with it
"""

import re


class Problem(Exception):
    """Something about this request is not right. Go back and try again."""

    status = 400

    @property
    def sentence(self) -> str:
        """English source sentence, to be translated for the reader."""
        return " ".join((type(self).__doc__ or "").split())

    @property
    def code(self) -> str:
        """The class name in snake case: stable, for scripts."""
        return re.sub(r"(?<!^)(?=[A-Z])", "_", type(self).__name__).lower()


class NotSignedIn(Problem):
    """You are signed out. Nothing is lost. Sign in to go on."""

    status = 401


class NotAllowed(Problem):
    """This request came from somewhere else and was stopped. Nothing was changed."""

    status = 403


class NotHere(Problem):
    """This page does not exist, or it is not yours to see."""

    status = 404


class Conflict(Problem):
    """Somebody was here just before you. Nothing is lost. Look again."""

    status = 409


class TooLarge(Problem):
    """This is too much at once. Make it shorter."""

    status = 413


class Unfit(Problem):
    """Something is missing or does not fit. Look at what you filled in."""

    status = 422
