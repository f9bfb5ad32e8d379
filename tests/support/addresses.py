"""Every address the app answers to, read from the app itself, so that a new one cannot be forgotten."""

from collections.abc import Iterator

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

SAFE = ("get", "head", "options")


def addresses(app: FastAPI) -> Iterator[tuple[str, str]]:
    """(method, path pattern) of every route, such as ("POST", "/notes/{note_id}/corrections")."""
    for path, methods in get_openapi(title="", version="", routes=app.routes)["paths"].items():
        for method in methods:
            yield method.upper(), path


def reads(app: FastAPI) -> set[str]:
    """Path patterns that are asked for with GET."""
    return {path for method, path in addresses(app) if method.lower() in SAFE}


def writes(app: FastAPI) -> set[tuple[str, str]]:
    """(method, path pattern) of everything that may change something."""
    return {(method, path) for method, path in addresses(app) if method.lower() not in SAFE}
