"""Pages: one frozen dataclass in, HTML out. A template that asks for more than it was given raises."""

import json
from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from klankbord.house.boot import boot_of
from klankbord.house.content import QUESTIONS, STEPS, TIPS
from klankbord.house.dates import Dates
from klankbord.house.language import LANGUAGES, spoken_by, translator
from klankbord.house.tabs import open_tab, tabs_for
from klankbord.house.typing_key import typing_key
from klankbord.house.web_files import DIST, ROOMS, TEMPLATES

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    from klankbord.house.door import Visit

# What every template knows; a page's dataclass may not use these as the name of a field.
RESERVED = frozenset(
    {
        "_",
        "gettext",
        "ngettext",
        "who",
        "boot",
        "typing_key",
        "place",
        "tabs",
        "now",
        "language",
        "asset",
        "icon",
        "parts",
    }
    | {"day", "clock_time", "moment", "ago", "weekday", "duration", "joined"}
)


class Assets:
    """Built file names by plain name, and drawings, from assets.json; without a build plain names and no drawings."""

    def __init__(self, dist: Path = DIST) -> None:
        listed = dist / "assets.json"
        built = json.loads(listed.read_text()) if listed.exists() else {}
        self._urls: dict[str, str] | None = built.get("assets")
        self._drawings = {name: Markup(drawing) for name, drawing in built.get("drawings", {}).items()}  # noqa: S704

    def url(self, name: str) -> str:
        """The address of `name`. Raises KeyError for a name the build does not know."""
        return f"/static/{name}" if self._urls is None else self._urls[name]

    def drawing(self, name: str) -> Markup:
        """What stands inside the svg of a symbol, of 24 by 24. Raises KeyError for a name the build does not know."""
        return Markup() if self._urls is None else self._drawings[name]


class Pages:
    """The templates in every language of the screen."""

    def __init__(self, assets: Assets) -> None:
        self._in = {language: _environment(language, assets) for language in LANGUAGES}

    def html(self, template: str, language: str, context: Mapping[str, Any]) -> str:
        """The page as text. `template` is `<room>/<name>.html`, or a name in web/templates."""
        return self._in[language].get_template(template).render(context)


@cache
def pages() -> Pages:
    """The templates of this process."""
    return Pages(Assets())


def render(
    visit: "Visit | Request",
    template: str,
    page: "DataclassInstance",
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> HTMLResponse:
    """A page or fragment for this visit. The fields of `page` are the template's variables."""
    request = visit if isinstance(visit, Request) else visit.request
    language = spoken_by(request)
    context = _fields_of(page) | _surroundings(request, language)
    context["badges"] = getattr(request.state, "badges", {}) | context["badges"]
    return HTMLResponse(pages().html(template, language, context), status, headers)


def _fields_of(page: "DataclassInstance") -> dict[str, Any]:
    values = {field.name: getattr(page, field.name) for field in fields(page)}
    if taken := RESERVED & values.keys():
        raise TypeError(f"{type(page).__name__} uses the name of something every template has: {sorted(taken)}")
    return {"badges": {}} | values


def _surroundings(request: Request, language: str) -> dict[str, Any]:
    who = getattr(request.state, "who", None)
    house = request.app.state.house
    return {
        "who": who,
        "language": language,
        "now": house.clock.now(),
        "place": open_tab(request.scope["path"]),
        "tabs": tabs_for(who) if who else [],
        "boot": boot_of(house, who) if who else None,
        "typing_key": typing_key(house.keys, who) if who else "",
    }


def _environment(language: str, assets: Assets) -> Environment:
    rooms = {path.parent.name: FileSystemLoader(path) for path in ROOMS.glob("*/templates")}
    environment = Environment(
        loader=ChoiceLoader([FileSystemLoader(TEMPLATES), PrefixLoader(rooms)]),
        undefined=StrictUndefined,
        autoescape=True,
        extensions=["jinja2.ext.i18n"],
        auto_reload=False,  # a template that changed is seen after a restart; looking costs one stat per inclusion
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.policies["ext.i18n.trimmed"] = True
    environment.install_gettext_translations(translator(language), newstyle=True)  # type: ignore[attr-defined]
    spoken = _spoken(Dates(language))
    environment.filters.update(spoken)
    environment.globals.update(
        spoken, asset=assets.url, drawing=assets.drawing, spoken_language=language, steps_of_the_route=STEPS
    )
    environment.globals.update(questions_to_ask=QUESTIONS, tips_for_talking=TIPS)
    _fill_parts(environment)
    return environment


def _spoken(dates: Dates) -> dict[str, Callable[..., str]]:
    """The date functions; `moment` and `ago` read `now` from the page."""

    @pass_context
    def moment(context: Context, when: Any) -> str:
        return dates.moment(when, context["now"])

    @pass_context
    def ago(context: Context, when: Any) -> str:
        return dates.ago(when, context["now"])

    plain = (dates.day, dates.clock_time, dates.weekday, dates.duration, dates.joined)
    return {function.__name__: function for function in plain} | {"moment": moment, "ago": ago}


def _fill_parts(environment: Environment) -> None:
    """Every macro in web/templates/parts by name, so that a room imports nothing.

    Parts use each other, and a module copies the globals when it is made; so the shelf is hung before it is filled.
    """
    shelf: dict[str, Any] = {}
    environment.globals["parts"] = shelf
    environment.globals["icon"] = lambda *given, **named: shelf["icon"](*given, **named)
    for path in sorted((TEMPLATES / "parts").glob("[!_]*.html")):
        module = vars(environment.get_template(f"parts/{path.name}").module)
        shelf |= {name: macro for name, macro in module.items() if not name.startswith("_")}
