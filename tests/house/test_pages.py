"""Pages: the frame around every room."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from uuid import uuid4

import pytest
from fastapi import Request
from jinja2 import UndefinedError

from klankbord.house.boot import boot_of
from klankbord.house.pages import Assets, Pages, pages, render
from klankbord.house.problems import ProblemPage
from klankbord.house.seals import SealKeys
from klankbord.house.tabs import open_tab, tabs_for
from klankbord.house.who import RoleHeld, Who

PAGE = ProblemPage("Er is niets kwijt.", "not_here", 404)


def who(*kinds: str, language: str = "nl") -> Who:
    return Who(uuid4(), uuid4(), "Iris", language, tuple(RoleHeld(kind, uuid4(), uuid4()) for kind in kinds))


def asked(path: str = "/today", person: Who | None = None, **headers: str) -> Request:
    """A request as the door leaves it, with a house that only tells the time."""
    house = SimpleNamespace(clock=SimpleNamespace(now=lambda: datetime(2026, 11, 17, 9, 41, tzinfo=UTC)))
    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "query_string": b"",
        "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()],
        "server": ("klankbord.test", 443),
        "scheme": "https",
        "app": SimpleNamespace(state=SimpleNamespace(house=house)),
        "state": {"who": person},
    }
    return Request(scope)


def shown(request: Request, template: str = "problem.html", page: object = PAGE) -> str:
    return bytes(render(request, template, page).body).decode()  # type: ignore[arg-type]


def test_who_says_nothing_reads_dutch_and_who_asks_reads_english() -> None:
    assert '<html lang="nl">' in shown(asked())
    assert '<html lang="en">' in shown(asked(accept_language="en-GB,en;q=0.9,nl;q=0.5"))
    assert '<html lang="nl">' in shown(asked(accept_language="fr-FR,zz"))


def test_the_cookie_goes_before_the_browser_and_the_person_before_the_cookie() -> None:
    assert '<html lang="en">' in shown(asked(accept_language="nl", cookie="klankbord_language=en"))
    assert '<html lang="nl">' in shown(asked(accept_language="nl", cookie="klankbord_language=xx"))


def test_a_template_that_asks_for_more_than_it_was_given_raises() -> None:
    @dataclass(frozen=True)
    class TooLittle:
        status: int = 404

    with pytest.raises(UndefinedError):
        shown(asked(), page=TooLittle())


def test_a_page_may_not_take_the_name_of_something_every_template_has() -> None:
    @dataclass(frozen=True)
    class Greedy:
        who: str = "me"

    with pytest.raises(TypeError, match="who"):
        shown(asked(), page=Greedy())


def test_what_somebody_typed_is_text_and_never_markup() -> None:
    html = shown(asked(), page=ProblemPage("<script>alert(1)</script>", "not_here", 404))
    assert "<script>alert" not in html
    assert "&lt;script&gt;" in html


def test_a_stranger_gets_no_script_of_the_app_and_no_bar() -> None:
    html = shown(asked())
    assert "<script" not in html
    assert "places" not in html
    assert 'href="/help"' in html


@pytest.mark.parametrize(
    ("kinds", "words"),
    [
        (["teacher"], ["write", "today", "logbook", "cases"]),
        (["location_manager"], ["cases", "today", "reach"]),
        (["social_worker"], ["cases", "today"]),
        (["administrator"], ["locations", "reach"]),
        (["teacher", "teacher", "location_manager"], ["write", "today", "logbook", "cases", "reach"]),
        ([], []),
    ],
)
def test_the_places_follow_the_roles(kinds: list[str], words: list[str]) -> None:
    assert [tab.id for tab in tabs_for(who(*kinds))] == words


def test_the_social_worker_has_a_queue_where_the_others_have_cases() -> None:
    assert next(tab.word for tab in tabs_for(who("social_worker"))) == "Queue"


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/notes/new", "write"),
        ("/notes", "logbook"),
        ("/notes/0199", "logbook"),
        ("/notesxyz", None),
        ("/cases/0199/views", "cases"),
        ("/account", None),
    ],
)
def test_the_open_place_follows_the_address(path: str, place: str | None) -> None:
    assert open_tab(path) == place


def test_the_boot_data_holds_the_public_key_and_nothing_secret() -> None:
    secret = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE"
    settings = SimpleNamespace(vapid_private_key=SimpleNamespace(get_secret_value=lambda: secret))
    house = SimpleNamespace(settings=settings, seals=SealKeys({"k1": b"\0" * 31 + b"\1"}))
    boot = boot_of(house, who("teacher"))  # type: ignore[arg-type]
    assert boot["seal"]["kid"] == "k1"
    assert len(boot["push_key"]) == 87
    assert secret not in json.dumps(boot)
    assert boot.keys() == {"person", "language", "seal", "push_key"}


def test_without_a_build_assets_have_plain_names(tmp_path: Path) -> None:
    assert Assets(tmp_path).url("app.css") == "/static/app.css"


def test_a_name_the_build_does_not_know_raises(tmp_path: Path) -> None:
    (tmp_path / "assets.json").write_text('{"assets": {"app.css": "/static/app-1A2B3C4D.css"}}')
    assert Assets(tmp_path).url("app.css") == "/static/app-1A2B3C4D.css"
    with pytest.raises(KeyError):
        Assets(tmp_path).url("apple.css")


def test_every_symbol_a_part_can_show_exists() -> None:
    """The environments come up in both languages, which loads every part once."""
    assert set(Pages(Assets())._in) == {"nl", "en"}
    assert pages() is pages()
