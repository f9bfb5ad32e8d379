"""What a person sees when something is not right: a page, a fragment or JSON; never a stack trace.

Every answer says what happened, that nothing is lost, and what to do.
"""

import logging
from dataclasses import dataclass

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from klankbord.house.errors import NotHere, NotSignedIn, Problem, TooLarge, Unfit
from klankbord.house.headers import complete
from klankbord.house.language import spoken_by, translator
from klankbord.house.logs import log
from klankbord.house.pages import render

LOGGER = logging.getLogger("klankbord.problems")


class Broken(Problem):
    """Something went wrong on our side. Nothing of yours is lost. Try again in a moment."""

    status = 500


@dataclass(frozen=True)
class ProblemPage:
    """One sentence, already in the reader's language."""

    code: str
    sentence: str
    status: int


def wants_json(request: Request) -> bool:
    """Scripts and the outbox ask for JSON; people ask for pages."""
    return "x-outbox" in request.headers or "application/json" in request.headers.get("accept", "")


def problem_response(request: Request, problem: Problem) -> Response:
    """The answer to a problem, in the form the asker can use."""
    sentence = translator(spoken_by(request)).gettext(problem.sentence)
    if wants_json(request):
        return JSONResponse({"error": problem.code, "message": sentence}, problem.status)
    if isinstance(problem, NotSignedIn) and request.method == "GET" and "hx-request" not in request.headers:
        return RedirectResponse("/sign-in", 303)
    template = "_problem.html" if "hx-request" in request.headers else "problem.html"
    return render(request, template, ProblemPage(problem.code, sentence, problem.status), problem.status)


def add_problem_pages(app: FastAPI) -> None:
    """Every error of the app ends in one of these."""

    @app.exception_handler(Problem)
    async def known(request: Request, error: Problem) -> Response:
        return problem_response(request, error)

    @app.exception_handler(RequestValidationError)
    async def unfit(request: Request, _: RequestValidationError) -> Response:
        return problem_response(request, Unfit())

    @app.exception_handler(UnicodeError)
    async def half_characters(request: Request, _: UnicodeError) -> Response:
        return problem_response(request, Problem())

    @app.exception_handler(HTTPException)
    async def framework(request: Request, error: HTTPException) -> Response:
        if error.status_code >= 500:
            return problem_response(request, Broken())
        if error.status_code in (404, 405):
            return problem_response(request, NotHere())
        return problem_response(request, TooLarge() if error.status_code == 413 else Problem())

    @app.exception_handler(Exception)
    async def unknown(request: Request, error: Exception) -> Response:
        log(LOGGER, logging.ERROR, "unexpected", route=_route(request), kind=type(error).__name__)
        answer = problem_response(request, Broken())
        complete(answer.headers, request.url.scheme)  # Starlette answers this one outside every middleware
        return answer


def _route(request: Request) -> str:
    """The pattern of the address, so that no id or query of a child's page is written down."""
    route = request.scope.get("route")
    return str(getattr(route, "path", "unknown"))
