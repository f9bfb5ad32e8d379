"""The two cookies of somebody who is signed in (decisions 6 and 11)."""

from starlette.responses import Response

from klankbord.house.door import session_cookie
from klankbord.house.house import House

ADD_COOKIE = "klankbord_add"
DAY = 86400


def give_session(answer: Response, house: House, token: str) -> None:
    """The session: sent with every page, gone after half a day."""
    answer.set_cookie(
        session_cookie(house),
        token,
        max_age=DAY // 2,
        path="/",
        secure=house.settings.secure,
        httponly=True,
        samesite="lax",
    )


def give_add_token(answer: Response, token: str) -> None:
    """The add-only token: lets sealed items in after the session is gone, and reads nothing.

    Always Secure: browsers accept that on a loopback address too.
    """
    answer.set_cookie(
        ADD_COOKIE, token, max_age=30 * DAY, path="/outbox", secure=True, httponly=True, samesite="strict"
    )


def drop_session(answer: Response, house: House) -> None:
    """Forget the session cookie."""
    answer.delete_cookie(session_cookie(house), path="/", secure=house.settings.secure, httponly=True, samesite="lax")


def drop_add_token(answer: Response) -> None:
    """Forget the add-only token."""
    answer.delete_cookie(ADD_COOKIE, path="/outbox", secure=True, httponly=True, samesite="strict")
