"""What may not stand in a template, and that each page gives its template what it asks for."""

import ast
import importlib
import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest
from jinja2 import meta, nodes

from klankbord.house.pages import RESERVED, Assets, Pages
from klankbord.house.web_files import PACKAGE, ROOMS, TEMPLATES

FILES = sorted([*TEMPLATES.rglob("*.html"), *ROOMS.glob("*/templates/*.html")])
FORBIDDEN = {
    "an inline style": r"\sstyle\s*=",
    "an inline handler": r"<[^>]*\son[a-z]+\s*=",
    "hx-on": r"\bhx-on",
    "script in an attribute": r"""=\s*["']\s*(js|javascript):""",
    "a trigger filter": r"""hx-trigger\s*=\s*["'][^"']*\[""",
    "hx-boost": r"\bhx-boost\b",
    "unescaped text": r"\|\s*safe\b|autoescape\s+false|Markup\(",
    "a style element": r"<style\b",
    "an outside file": r"""<(script|link|img)[^>]*(src|href)\s*=\s*["'](https?:)?//""",
}
# Known wherever a page is made: the surroundings of `render` and what `with` and `call` bring.
ALWAYS = RESERVED | {"badges", "caller", "loop", "super", "self"}


def named(path: Path) -> str:
    """The file as a test shows it."""
    return str(path.relative_to(PACKAGE.parents[1]))


@pytest.mark.parametrize("path", FILES, ids=named)
@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_template_has(path: Path, what: str) -> None:
    found = re.search(FORBIDDEN[what], path.read_text(encoding="utf-8"))
    assert found is None, f"{what}: {found and found.group()}"


@pytest.mark.parametrize("path", FILES, ids=named)
def test_a_script_in_a_template_is_a_file_or_plain_data(path: Path) -> None:
    for opening, body in re.findall(r"(<script\b[^>]*>)(.*?)</script>", path.read_text(encoding="utf-8"), re.DOTALL):
        assert ('type="application/json"' in opening) == bool(body.strip())


@pytest.mark.parametrize("path", FILES, ids=named)
def test_a_template_is_small_enough_to_read(path: Path) -> None:
    assert path.read_text(encoding="utf-8").count("\n") <= 90


def test_no_title_holds_something_of_a_person() -> None:
    for path in FILES:
        for title in re.findall(r"block title[^%]*%}(.*?){%-?\s*endblock", path.read_text(encoding="utf-8"), re.DOTALL):
            said = re.sub(r"_\([^)]*\)", "", title)
            assert not re.search(r"{{\s*(?!if|else|\()[a-z_.]*(name|pupil|child|group)", said), (
                f"{named(path)}: {title}"
            )


def renderings() -> Iterator[tuple[str, str, str]]:
    """(module, template, dataclass) of each `render(…, "room/page.html", Page(…))` that can be read from the text."""
    for path in sorted(PACKAGE.rglob("*.py")):
        module = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                yield from ((module, template, page) for template, page in _renderings_in(function))


def _renderings_in(function: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[tuple[str, str]]:
    made = {
        target.id: _called(node.value)
        for node in ast.walk(function)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and _called(node) == "render" and len(node.args) >= 3:
            template, page = node.args[1], node.args[2]
            name = made.get(page.id, "") if isinstance(page, ast.Name) else _called(page)
            if isinstance(template, ast.Constant) and name[:1].isupper():
                yield str(template.value), name


def _called(node: ast.expr) -> str:
    return node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""


@pytest.fixture(scope="module")
def environment():  # type: ignore[no-untyped-def]
    """The Dutch templates."""
    return Pages(Assets())._in["nl"]


def asked_for(environment, template: str) -> set[str]:  # type: ignore[no-untyped-def]
    """The variables a template wants, with those of everything it extends and includes."""
    source = environment.loader.get_source(environment, template)[0]
    tree = environment.parse(source)
    wanted = meta.find_undeclared_variables(tree)
    for other in meta.find_referenced_templates(tree):
        optional = any(isinstance(i, nodes.Include) and i.ignore_missing for i in tree.find_all(nodes.Include))
        if other and (not optional or other in environment.list_templates()):
            wanted |= asked_for(environment, other)
    return wanted - ALWAYS - environment.globals.keys()


@pytest.mark.parametrize(("module", "template", "page"), sorted(set(renderings())))
def test_a_page_gives_its_template_what_it_asks_for(environment, module: str, template: str, page: str) -> None:  # type: ignore[no-untyped-def]
    given = {field.name for field in fields(getattr(importlib.import_module(module), page))}
    assert asked_for(environment, template) <= given


def test_the_rooms_are_looked_at() -> None:
    assert len(set(renderings())) >= 5
