"""The docstring of a Problem is the sentence a person reads, so it belongs in the catalogue."""

import ast
from functools import cache
from pathlib import Path

from klankbord.house.web_files import PACKAGE

ROOT = "Problem"


def problem_sentences(file: Path) -> list[str]:
    """The sentences of the problems defined in one file, as `Problem.sentence` gives them."""
    classes = [node for node in ast.parse(file.read_text(encoding="utf-8")).body if isinstance(node, ast.ClassDef)]
    told = (ast.get_docstring(node) or "" for node in classes if node.name in _problem_names())
    return [" ".join(text.split()) for text in told if text]


@cache
def _problem_names() -> frozenset[str]:
    """Names of every class that descends from Problem, found in the text: importing a room would start it."""
    parents = dict(_classes_and_parents())
    names = {ROOT}
    while more := {name for name, bases in parents.items() if bases & names} - names:
        names |= more
    return frozenset(names)


def _classes_and_parents() -> list[tuple[str, set[str]]]:
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in PACKAGE.rglob("*.py"))
    classes = (node for tree in trees for node in tree.body if isinstance(node, ast.ClassDef))
    return [(node.name, {_last_name(base) for base in node.bases}) for node in classes]


def _last_name(base: ast.expr) -> str:
    return base.id if isinstance(base, ast.Name) else base.attr if isinstance(base, ast.Attribute) else ""
