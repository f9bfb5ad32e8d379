"""Routes are asked one after another, and the first that fits answers."""

from starlette.routing import Match, Route

from klankbord.app import MOST_ASKED, create_app
from klankbord.house.house import House


def routes_of(house: House) -> list[Route]:
    """Those that lead to a page or an act."""
    return [route for route in create_app(house=house).routes if isinstance(route, Route)]


def test_an_address_without_a_variable_part_is_never_taken_for_an_id(house: House) -> None:
    routes = routes_of(house)
    plain = [route for route in routes if "{" not in route.path]
    assert len(plain) > 30
    for route in plain:
        for method in route.methods or ():
            scope = {"type": "http", "method": method, "path": route.path, "root_path": "", "headers": []}
            first = next(one for one in routes if one.matches(scope)[0] == Match.FULL)
            assert first.path == route.path, f"{method} {route.path}"


def test_nothing_of_the_rooms_is_asked_before_the_pages_where_everybody_begins(house: House) -> None:
    paths = [route.path for route in routes_of(house) if route.path not in ("/healthz", "/readyz")]
    assert set(paths[: len(MOST_ASKED)]) == MOST_ASKED


def test_no_route_with_a_variable_part_is_asked_before_one_without(house: House) -> None:
    paths = [route.path for route in routes_of(house)]
    with_variable_part = ["{" in path for path in paths]
    assert with_variable_part == sorted(with_variable_part)
